import type { ResponseOf } from '@herald/contract';
import { Timeline, Typography } from 'antd';
import { useWords } from '../words/language.ts';
import { EVENTS } from '../words/number-event-words.ts';
import { Moment } from './values.tsx';

/** What was done about a number, or about an application for numbers, and by whom. */
export function NumberEvents({ history }: { history: ResponseOf<'ListUVMSNumberHistory'>['History'] }) {
  const say = useWords(EVENTS);
  // An event that this page does not know yet is shown by its own name.
  const nameOf = (event: string) =>
    Object.hasOwn(EVENTS, `event-${event}`) ? say(`event-${event}` as 'event-created') : event;
  return (
    <Timeline
      items={history.map(({ Time, Event, By, Remark }) => ({
        color: 'gray',
        content: (
          <>
            <Moment at={Time} /> {nameOf(Event)}{' '}
            <Typography.Text type="secondary">{say(`by-${By}`)}</Typography.Text>
            {Remark && <div className="wrap">{Remark}</div>}
          </>
        ),
      }))}
    />
  );
}
