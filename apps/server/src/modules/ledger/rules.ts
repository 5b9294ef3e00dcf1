/** Money of an account, in 10⁻⁴ yuan. Package units have commodities of their own, e.g. 'code.random'. */
export const CNY = 'CNY';

/** Ledger accounts of one customer. A held account is what messages on their way have reserved. */
export const CASH = 'cash';
export const HELD = 'cash:held';
/** Fees earned from this customer. */
export const REVENUE = 'revenue';
/** Where top-ups come from, and go back to: the outside world. A source, so it goes below zero. */
export const EXTERNAL = 'external';
/** Where coupons come from: the operator's own pocket. A source. */
export const GRANTED = 'granted';
/** What a customer owes because money was taken back that had been spent: below zero by as much. A source. */
export const OWED = 'owed';
/** Where what was not used in time goes: coupons (3.5), and units of packages. */
export const writtenOffAccount = (commodity: string) => `written-off:${commodity}`;
/** Damages taken from the balance of who broke the agreement (9.2). */
export const DAMAGES = 'damages';
export const couponAccount = (couponId: string) => `coupon:${couponId}`;
/** Rent that was paid ahead by an order and is not earned yet. */
export const prepaidAccount = (orderId: string) => `prepaid:${orderId}`;
export const packageAccount = (packageId: string) => `package:${packageId}`;
export const consumedAccount = (commodity: string) => `consumed:${commodity}`;
export const issuedAccount = (commodity: string) => `issued:${commodity}`;
export const heldAccount = (fundingAccount: string) => `${fundingAccount}:held`;

/** Whether a ledger account may go below zero: value comes into the books there. */
export function isSource(ledgerAccount: string): boolean {
  return [EXTERNAL, GRANTED, OWED].includes(ledgerAccount) || ledgerAccount.startsWith('issued:');
}

export const unitCommodity = (purpose: number, groupType: number) =>
  `${purpose === 1 ? 'code' : 'notice'}.${groupType === 1 ? 'random' : 'exclusive'}`;

/** Legs of a message are reserve, charge and release; the others are single movements under an id of their own. */
export type TransferKind =
  | 'top-up'
  | 'purchase'
  | 'issue'
  | 'reserve'
  | 'charge'
  | 'release'
  | 'grant'
  | 'write-off'
  | 'rent'
  | 'minimum'
  | 'prepay'
  | 'refund'
  | 'forfeit'
  | 'return'
  | 'reversal'
  | 'repayment';

/** One balanced movement: `amount` leaves `debit` and arrives at `credit`. */
export interface Transfer {
  accountId: string;
  /** Business id (SessionNo, order): with `kind` and `part` it makes the transfer happen once. */
  id: string;
  kind: TransferKind;
  /** Tells legs of one kind apart where several ledger accounts pay; 0 when absent. */
  part?: number;
  debit: string;
  credit: string;
  commodity: string;
  amount: bigint;
}

/** Something that can pay for a message: a package with units left, a coupon, or the cash balance. */
export interface Purse {
  ledgerAccount: string;
  commodity: string;
  available: bigint;
  /** ms; packages and coupons expire, cash does not. */
  expiresAt?: number;
  /** Purposes that a coupon pays for; absent: all. */
  purposes?: readonly number[];
}

/** Price of one unit from money, and what a unit is. */
export interface UnitPrice {
  amount: bigint;
  /** 0: a message; else a started step of so many seconds. */
  stepSeconds: number;
}

/** Rent paid ahead: out of the balance, and not earned yet. `id` is the order's. */
export function prepayment(accountId: string, orderId: string, id: string, amount: bigint): Transfer {
  const credit = prepaidAccount(orderId);
  return { accountId, id, kind: 'prepay', debit: CASH, credit, commodity: CNY, amount };
}

/** Rent paid ahead that will not be earned goes back to the balance. */
export function refundOf(accountId: string, orderId: string, id: string, amount: bigint): Transfer {
  const debit = prepaidAccount(orderId);
  return { accountId, id, kind: 'refund', debit, credit: CASH, commodity: CNY, amount };
}

/** What one purse sets aside. */
export interface Part {
  ledgerAccount: string;
  amount: bigint;
}

/** Who pays for a message, at most how much, and by which units. */
export interface Funding {
  commodity: string;
  unitPrice: bigint;
  stepSeconds: number;
  /** The sum of the parts. */
  reserved: bigint;
  /** In the order of use: a charge takes all of the first before the next. */
  parts: readonly Part[];
  /** Number of the first part: above 0 where the message gave up a reservation before. */
  firstPart?: number;
}

/** Units of `stepSeconds` in the longest talk that a message may have. */
export function unitsOf(stepSeconds: number, maxTalkSeconds: number): bigint {
  return stepSeconds === 0 ? 1n : BigInt(Math.ceil(maxTalkSeconds / stepSeconds));
}

/** The longest that a message may take: its call and, where somebody else may be called in it, that second line. */
export interface LongestTalk {
  maxTalkSeconds: number;
  /** Absent: no second line. */
  lineSeconds?: number;
}

/** Units in both lines, each counted by itself as it is charged. */
export function longestUnits(stepSeconds: number, { maxTalkSeconds, lineSeconds = 0 }: LongestTalk): bigint {
  const line = lineSeconds > 0 ? unitsOf(stepSeconds, lineSeconds) : 0n;
  return unitsOf(stepSeconds, maxTalkSeconds) + line;
}

/** The step of package units: codes are counted as messages, notices as minutes. */
export const packageStep = (purpose: number) => (purpose === 1 ? 0 : 60);

/** Notices reserve minutes for their longest talk: with fewer left, a package pays for hardly any. */
const LEAST_MINUTES = 5n;

/** Whether a package has nothing more to give: its time is over, or its units are used up. */
export function isPackageOver(
  bought: { purpose: number; available: bigint; held: bigint; expiresAt: Date },
  now: number,
): boolean {
  if (bought.expiresAt.getTime() <= now) return true;
  const least = bought.purpose === 1 ? 1n : LEAST_MINUTES;
  return bought.available + bought.held < least;
}

const soonestFirst = (a: Purse, b: Purse) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity);

/**
 * Who pays for a message: the fitting package that expires first and covers all of it; else coupons, the soonest to
 * expire first, and for the rest the balance (order of payment; 3.5, 3.6).
 * @param purses packages of any commodity, coupons, and cash
 * @param price price of one unit from money; undefined where the price book has none
 * @returns undefined when nothing can pay for all of it
 */
export function chooseFunding(
  purses: readonly Purse[],
  wanted: { purpose: number; groupType: number } & LongestTalk,
  price: UnitPrice | undefined,
): Funding | undefined {
  const commodity = unitCommodity(wanted.purpose, wanted.groupType);
  const stepSeconds = packageStep(wanted.purpose);
  const units = longestUnits(stepSeconds, wanted);
  let soonest: Purse | undefined;
  for (const purse of purses) {
    if (purse.commodity !== commodity || purse.available < units) continue;
    if (!soonest || soonestFirst(purse, soonest) < 0) soonest = purse;
  }
  if (soonest) {
    const parts = [{ ledgerAccount: soonest.ledgerAccount, amount: units }];
    return { commodity, unitPrice: 1n, stepSeconds, reserved: units, parts };
  }
  return price && payByMoney(purses, wanted, price);
}

function payByMoney(
  purses: readonly Purse[],
  wanted: { purpose: number } & LongestTalk,
  price: UnitPrice,
): Funding | undefined {
  const reserved = price.amount * longestUnits(price.stepSeconds, wanted);
  const parts: Part[] = [];
  let missing = reserved;
  const money = purses.filter(
    (purse) => purse.commodity === CNY && (purse.purposes?.includes(wanted.purpose) ?? true),
  );
  // Cash does not expire, so it comes last.
  for (const purse of money.sort(soonestFirst)) {
    const amount = least(purse.available, missing);
    if (amount <= 0n) continue;
    parts.push({ ledgerAccount: purse.ledgerAccount, amount });
    missing -= amount;
  }
  if (missing > 0n) return undefined;
  return { commodity: CNY, unitPrice: price.amount, stepSeconds: price.stepSeconds, reserved, parts };
}

/** Math.min knows no bigint. */
function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/** First phase: what a message may cost at most is set aside under its id. A free message moves nothing. */
export function reserve(accountId: string, sessionNo: string, funding: Funding): Transfer[] {
  const { parts, firstPart = 0 } = funding;
  return parts.map(({ ledgerAccount, amount }, index) => ({
    accountId,
    id: sessionNo,
    kind: 'reserve',
    part: firstPart + index,
    debit: ledgerAccount,
    credit: heldAccount(ledgerAccount),
    commodity: funding.commodity,
    amount,
  }));
}

/**
 * Second phase: the charge is earned, the rest goes back. Together they are the reservation, always.
 * @throws RangeError when the charge is more than was reserved: the caller's arithmetic is wrong
 */
export function settle(accountId: string, sessionNo: string, funding: Funding, charge: bigint): Transfer[] {
  const { commodity, reserved, parts, firstPart = 0 } = funding;
  if (charge < 0n || charge > reserved) {
    throw new RangeError(`charge ${charge} outside the reservation ${reserved}`);
  }
  const earned = commodity === CNY ? REVENUE : consumedAccount(commodity);
  const transfers: Transfer[] = [];
  let due = charge;
  for (const [index, { ledgerAccount, amount }] of parts.entries()) {
    const leg = {
      accountId,
      id: sessionNo,
      part: firstPart + index,
      debit: heldAccount(ledgerAccount),
      commodity,
    };
    const paid = least(amount, due);
    due -= paid;
    if (paid > 0n) transfers.push({ ...leg, kind: 'charge', credit: earned, amount: paid });
    if (paid < amount) {
      transfers.push({ ...leg, kind: 'release', credit: ledgerAccount, amount: amount - paid });
    }
  }
  return transfers;
}

/** A coupon comes to be worth something: out of the operator's pocket (3.5). */
export function grantOf(accountId: string, couponId: string, id: string, amount: bigint): Transfer {
  return {
    accountId,
    id,
    kind: 'grant',
    debit: GRANTED,
    credit: couponAccount(couponId),
    commodity: CNY,
    amount,
  };
}

/** What was not used in time is void, and stays in the books (3.5, 3.7). */
export function writeOffOf(
  accountId: string,
  ledgerAccount: string,
  commodity: string,
  id: string,
  amount: bigint,
): Transfer {
  const credit = writtenOffAccount(commodity);
  return { accountId, id, kind: 'write-off', debit: ledgerAccount, credit, commodity, amount };
}

/** Units that a talk costs: one message, or started steps of it; unanswered nothing (price list). */
export function billableUnits(stepSeconds: number, answered: boolean, talkMs: number): bigint {
  if (!answered) return 0n;
  if (stepSeconds === 0) return 1n;
  return BigInt(Math.max(1, Math.ceil(talkMs / (stepSeconds * 1000))));
}

/** Units as customers count them: messages, or started minutes. */
export function countOf(stepSeconds: number, units: bigint): number {
  return stepSeconds === 0 ? Number(units) : Math.ceil((Number(units) * stepSeconds) / 60);
}

/**
 * Takes money back that had come in: from the balance what it holds, and the rest is owed from now on.
 * @param available what the balance holds, 10⁻⁴ yuan
 */
export function reversalOf(
  accountId: string,
  paymentId: string,
  amount: bigint,
  available: bigint,
): Transfer[] {
  const fromCash = least(amount, available);
  const leg = { accountId, id: paymentId, kind: 'reversal', credit: EXTERNAL, commodity: CNY } as const;
  return [
    { ...leg, part: 0, debit: CASH, amount: fromCash },
    { ...leg, part: 1, debit: OWED, amount: amount - fromCash },
  ].filter((transfer) => transfer.amount > 0n);
}

/** Money that comes in pays first what is owed. @param owed 10⁻⁴ yuan, not below zero */
export function repaymentOf(accountId: string, paymentId: string, amount: bigint, owed: bigint): Transfer[] {
  const paid = least(amount, owed);
  if (paid <= 0n) return [];
  return [
    { accountId, id: paymentId, kind: 'repayment', debit: CASH, credit: OWED, commodity: CNY, amount: paid },
  ];
}
