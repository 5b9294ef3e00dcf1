import { useWords } from '../words/language.ts';
import { NUMBER_LIMITS } from '../words/limits.ts';

interface Limited {
  readonly Concurrency: number;
  readonly Cps: number;
  readonly DailyLimit: number;
}

/** What bounds the calls that show a number; a dash where nothing does. */
export function NumberLimits({ number: { Concurrency, Cps, DailyLimit } }: { number: Limited }) {
  const say = useWords(NUMBER_LIMITS);
  const bounds = [
    Concurrency > 0 && say('atOnce', { count: Concurrency }),
    Cps > 0 && say('aSecond', { count: Cps }),
    DailyLimit > 0 && say('aDay', { count: DailyLimit }),
  ].filter(Boolean);
  return bounds.length > 0 ? bounds.join(' · ') : '–';
}
