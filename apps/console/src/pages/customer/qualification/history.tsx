import type { ResponseOf } from '@herald/contract';
import { Card, Timeline, Typography } from 'antd';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { QUALIFICATION } from './words.ts';

/** What became of an application, the latest first. */
export function History({ history }: { history: ResponseOf<'GetRealName'>['History'] }) {
  const say = useWords(QUALIFICATION);
  if (history.length === 0) return null;
  return (
    <Card size="small" title={say('history')}>
      <Timeline
        items={[...history]
          .sort((a, b) => b.At - a.At)
          .map(({ At, What, Remark }) => ({
            content: (
              <>
                <Moment at={At} precision="minute" /> {What}{' '}
                <Typography.Text type="secondary">{Remark}</Typography.Text>
              </>
            ),
          }))}
      />
    </Card>
  );
}
