import type { Language } from '@herald/contract';
import { type BillPosting, billPostings, type PostingKey } from '../../modules/bills/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts';
import type { Sql } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { KIND_WORDS, PAYER_WORDS } from './bill-words.ts';
import { spanOf } from './read-bill.ts';

/** Postings held at once, however long the bill. */
const AT_ONCE = 2000;

const COLUMNS: readonly [zh: string, en: string][] = [
  ['记账时间（北京时间）', 'Time (Beijing)'],
  ['类型', 'Kind'],
  ['商品', 'Commodity'],
  ['金额（元）或套餐单位', 'Amount (yuan) or units'],
  ['支付方', 'Paid by'],
  ['套餐包或代金券', 'Package or coupon'],
  ['消息编号', 'SessionNo'],
  ['订单编号', 'OrderId'],
  ['模板或号码', 'Template or number'],
  ['被叫号码', 'Called number'],
  ['目的地', 'Destination'],
  ['通话秒数', 'Seconds of talk'],
  ['条数或分钟数', 'Messages or minutes'],
];

/**
 * Every posting of a month, a line each (RFC 4180), in the order of time. A month that is not over yet ends with what
 * was posted when the file was begun.
 */
export async function* billCsv(
  { sql, clock }: { sql: Sql; clock: Clock },
  { accountId, month, language }: { accountId: string; month: number; language: Language },
): AsyncGenerator<Uint8Array, void> {
  const { from, until: end } = spanOf(month);
  const until = new Date(Math.min(end.getTime(), clock.now() + 1));
  const head = COLUMNS.map(([zh, en]) => (language === 'zh' ? zh : en));
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(head));
  let after: PostingKey | undefined;
  for (;;) {
    const rows = await billPostings(sql, { accountId, from, until, kinds: undefined, after, limit: AT_ONCE });
    if (rows.length > 0) yield Buffer.from(rows.map((row) => csvLine(cells(row, language))).join(''));
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = { at: last.at.getTime(), id: last.id, kind: last.kind, part: last.part };
  }
}

function cells(posting: BillPosting, language: Language): string[] {
  const { subject, payerId, amount, count, seconds } = describe(posting);
  return [
    beijingSecond(posting.at.getTime()),
    KIND_WORDS[posting.kind]?.[language] ?? posting.kind,
    posting.commodity,
    amount,
    PAYER_WORDS[posting.payer][language],
    payerId,
    posting.kind === 'charge' ? posting.id : '',
    posting.orderId ?? '',
    subject,
    posting.calleeMask ?? '',
    posting.destination ?? '',
    posting.kind === 'charge' ? String(seconds) : '',
    posting.kind === 'charge' ? String(count) : '',
  ];
}

/** A posting as answers and files tell of it. */
export function describe(posting: BillPosting) {
  const first = posting.part === (posting.firstPart ?? 0);
  const side = posting.payer === '' ? posting.credit : posting.debit;
  return {
    amount: posting.commodity === 'CNY' ? formatYuan(posting.amount) : String(posting.amount),
    /** The coupon, package or order of rent that paid, or that came in. */
    payerId: /^(?:coupon|package|prepaid):(.*?)(?::held)?$/.exec(side)?.[1] ?? '',
    subject: posting.templateId ?? posting.number ?? '',
    seconds: Math.ceil((posting.talkMs ?? 0) / 1000),
    count: first ? (posting.count ?? 0) : 0,
  };
}

/** `2026-03-10 10:00:00` */
export function beijingSecond(ms: number): string {
  const [minute = ''] = beijingTime(ms, 'en').split(' (');
  const seconds = Math.floor(ms / 1000) % 60;
  return `${minute}:${String(seconds).padStart(2, '0')}`;
}
