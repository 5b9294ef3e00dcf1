import { type Language, MAINLAND_OPERATORS, type MainlandOperator } from '@herald/contract';
import type { Dimension } from '../../modules/records/index.ts';
import { formatYuan } from '../../platform/money.ts';
import type { Rows } from '../files/sheet-file.ts';
import { PURPOSE_WORDS } from '../money/bill-words.ts';
import {
  answerRatio,
  averageTalk,
  complaintRate,
  nothingSent,
  plus,
  type Statistic,
} from './read-statistics.ts';

const AT_ONCE = 1000;

const KEYS: Readonly<Record<Dimension, readonly [zh: string, en: string]>> = {
  day: ['日期（北京时间）', 'Day (Beijing)'],
  template: ['模板', 'Template'],
  number: ['外显号码', 'Number shown'],
  trunk: ['中继', 'Trunk'],
  city: ['被叫城市区号', 'City of the callee'],
  operator: ['运营商', 'Operator'],
  purpose: ['语音类型', 'Purpose'],
  destination: ['国家或地区', 'Country'],
};

const FIGURES: readonly [zh: string, en: string, of: (count: Statistic) => string][] = [
  ['受理', 'Accepted', ({ sent }) => String(sent)],
  ['已呼叫', 'Dialled', ({ dialled }) => String(dialled)],
  ['已接听', 'Answered', ({ answered }) => String(answered)],
  ['结果未知', 'Unknown', ({ unknown }) => String(unknown)],
  ['接通率', 'Answered of dialled', (count) => String(answerRatio(count))],
  ['平均通话（秒）', 'Average talk (s)', (count) => String(averageTalk(count))],
  ['计费条数与分钟', 'Units charged', ({ units }) => String(units)],
  ['投诉', 'Complaints', ({ complaints }) => String(complaints)],
  ['每万次接通投诉', 'Complaints in 10,000 answered', (count) => complaintRate(count)?.toFixed(2) ?? ''],
];

const COST: (typeof FIGURES)[number] = [
  '余额与代金券支付（元）',
  'Paid by money (yuan)',
  ({ cost }) => formatYuan(cost),
];

/** Statistics as a table: a heading, every line, and all together at its end. What was paid is for who sees bills. */
export async function* statisticsTable(
  counts: readonly Statistic[],
  { by, language, withCost }: { by: Dimension; language: Language; withCost: boolean },
): Rows {
  const word = (zh: string, en: string) => (language === 'zh' ? zh : en);
  const figures = withCost ? [...FIGURES, COST] : FIGURES;
  const line = (name: string, count: Statistic) => [name, ...figures.map(([, , of]) => of(count))];
  yield [[word(...KEYS[by]), ...figures.map(([zh, en]) => word(zh, en))]];
  for (let at = 0; at < counts.length; at += AT_ONCE) {
    yield counts.slice(at, at + AT_ONCE).map((count) => line(nameOf(by, count.key, language), count));
  }
  yield [line(word('合计', 'All together'), counts.reduce(plus, nothingSent('')))];
}

function nameOf(by: Dimension, key: string, language: Language): string {
  if (by === 'purpose') return PURPOSE_WORDS[key]?.[language] ?? key;
  if (by === 'operator' && Object.hasOwn(MAINLAND_OPERATORS, key))
    return MAINLAND_OPERATORS[key as MainlandOperator][language];
  return key;
}
