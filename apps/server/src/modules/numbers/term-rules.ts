import type { NumberKind, NumberState, VanityPattern, Words } from '@herald/contract';
import { isNational } from './application-rules.ts';
import { fitsPattern } from './vanity-rules.ts';

const DAY_MS = 86_400_000;
/** Notices of its end; the last that fits goes first: who is a day ahead is not told of a month. */
export const END_NOTICES = [
  { noticed: 3, aheadMs: DAY_MS },
  { noticed: 2, aheadMs: 7 * DAY_MS },
  { noticed: 1, aheadMs: 30 * DAY_MS },
] as const;

/** What a number's standing is judged by. Times are ms. */
export interface Standing {
  readonly status: NumberState;
  readonly expiresAt: number | undefined;
  readonly paused: boolean;
  readonly unpaidSince: number | undefined;
}

export type Resting = 'to-provision' | 'cancelled' | 'expired' | 'paused' | 'unpaid';

export const RESTING_WORDS: Readonly<Record<Resting, Words>> = {
  'to-provision': { zh: '尚未开通', en: 'it is not provided yet' },
  cancelled: { zh: '已注销', en: 'it was given up' },
  expired: { zh: '已到期，续费后恢复', en: 'it has expired; renew it' },
  paused: { zh: '已被平台暂停', en: 'the operator has paused it' },
  unpaid: { zh: '欠费停用，付清后恢复', en: 'it owes money; top up, and it goes on by itself' },
};

/** Why a number cannot be shown now; undefined where it can. A number that is being given up works until it ends. */
export function whyResting(number: Standing, now: number): Resting | undefined {
  const { status, expiresAt } = number;
  if (status === 'to-provision' || status === 'cancelled') return status;
  // The job that notes the end may be a little behind.
  if (status === 'expired' || (expiresAt !== undefined && expiresAt <= now)) return 'expired';
  if (number.paused) return 'paused';
  return number.unpaidSince === undefined ? undefined : 'unpaid';
}

export type GiveUpVerdict = { ok: true } | { ok: false; why: 'state' | 'early' | 'dues' | 'violation' };

/**
 * Whether a number may be given up (rules): after so many months in use, nothing owed for months that are over, and no
 * open violation.
 */
export function judgeGivingUp(
  number: { status: NumberState; activatedAt: number | undefined; dues: bigint; violations: number },
  leastMonths: number,
  monthsLater: (at: number, months: number) => number,
  now: number,
): GiveUpVerdict {
  const { status, activatedAt, dues, violations } = number;
  if (status !== 'active' || activatedAt === undefined) return { ok: false, why: 'state' };
  if (now < monthsLater(activatedAt, leastMonths)) return { ok: false, why: 'early' };
  if (dues > 0n) return { ok: false, why: 'dues' };
  return violations > 0 ? { ok: false, why: 'violation' } : { ok: true };
}

/**
 * What keeps a number from being delivered for an answered line, or undefined.
 * @param number E.164 with plus
 */
export function checkDelivered(
  number: string,
  line: { kind: NumberKind; cityCode: string; pattern: VanityPattern | '' },
  attributed: { ok: true; cityCode: string } | { ok: false },
): Words | undefined {
  const { kind, cityCode, pattern } = line;
  if (isNational(kind)) {
    const fits = kind === '95' ? /^\+8695\d{3,7}$/ : /^\+861010\d{4}$/;
    return fits.test(number) ? undefined : { zh: `不是 ${kind} 号码`, en: `it is no ${kind} number` };
  }
  if (!attributed.ok) return { zh: '不是有效的号码', en: 'there can be no such number' };
  if (/^\+861[3-9]/.test(number) || attributed.cityCode !== cityCode) {
    return { zh: `不是区号 ${cityCode} 的固定电话`, en: `it is no landline of area code ${cityCode}` };
  }
  if (pattern !== '' && !fitsPattern(number, pattern)) {
    return { zh: `不符合样式 ${pattern}`, en: `it is not ${pattern}` };
  }
  return undefined;
}

/** What falls short of a month's minimum, and what it costs. */
export function shortfall(
  number: { minimumMinutes: number; minutePrice: bigint },
  talkedMinutes: number,
): { minutes: number; amount: bigint } {
  const minutes = Math.max(0, number.minimumMinutes - talkedMinutes);
  return { minutes, amount: BigInt(minutes) * number.minutePrice };
}
