import { Tag } from 'antd';
import { useState } from 'react';
import { useWords } from '../../../words/language.ts';
import { DESK } from './words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on a clock is shown as urgent. */
const SOON = 2 * HOUR;

/** How long is left until something is due, or since when it is overdue; by the clock when it was drawn. */
export function Due({ at }: { at: number }) {
  const say = useWords(DESK);
  const [now] = useState(() => Date.now());
  const left = at - now;
  return (
    <Tag color={left < 0 ? 'error' : left < SOON ? 'warning' : 'default'}>
      {say(left < 0 ? 'overdue' : 'left', { time: roughly(Math.abs(left), say) })}
    </Tag>
  );
}

function roughly(ms: number, say: (key: 'minutes' | 'hours' | 'days', details: { count: number }) => string) {
  if (ms < HOUR) return say('minutes', { count: Math.floor(ms / MINUTE) });
  return ms < 2 * DAY
    ? say('hours', { count: Math.floor(ms / HOUR) })
    : say('days', { count: Math.floor(ms / DAY) });
}
