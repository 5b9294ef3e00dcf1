import { BUILT_IN, compileScreener, screenValues } from '@herald/server/modules/screening/index.ts';
import { hanzi } from '@herald/server/platform/hanzi.ts';
import { median, printMeasurement } from './report.ts';

const SENDS = 20_000;
const ROUNDS = 5;
const FILED = '您好，这里是{1}。您的服务{2}于{3}发生{4}告警，请尽快处理。';
const VALUES = ['传话告警服务', '订单系统', '11月26日9点28分', 'CPU使用率95%'];

/**
 * CPU that screening costs a notice with four values, by the lexicon that comes with the service, beside a floor that asks
 * every word of it whether the text includes it: what one writes first, and which finds no other spelling.
 */
export async function screening(): Promise<void> {
  const screener = compileScreener(BUILT_IN, hanzi);
  const words = BUILT_IN.map(({ text }) => text);
  const naive = () => {
    const text = FILED.replace(/\{(\d)\}/g, (_place, nth: string) => VALUES[Number(nth) - 1] ?? '');
    return words.some((word) => text.includes(word));
  };
  const ours = () => screenValues(screener, FILED, VALUES) !== undefined;
  if (naive() || ours()) throw new Error('the notice is to be clean');
  const rows = { floor: [] as number[], ours: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rows.floor.push(cpuOf(naive));
    rows.ours.push(cpuOf(ours));
  }
  printMeasurement({
    what: 'Screening of a notice with four values',
    unit: 'µs of CPU a send',
    floor: { name: `String.includes for each of the ${words.length} terms`, value: median(rows.floor) },
    ours: median(rows.ours),
    target: { below: 50 },
    notes: [
      `${SENDS} sends a round, ${ROUNDS} rounds in turn, median`,
      'ours also reads other spellings and sounds',
    ],
  });
}

/** µs of CPU a call. */
function cpuOf(work: () => boolean): number {
  const before = process.cpuUsage();
  let found = 0;
  for (let send = 0; send < SENDS; send++) if (work()) found++;
  const { user, system } = process.cpuUsage(before);
  if (found > 0) throw new Error('the notice is to be clean');
  return (user + system) / SENDS;
}
