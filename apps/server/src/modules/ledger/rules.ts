/** Money of an account, in 10⁻⁴ yuan. Package units have commodities of their own, e.g. 'code.random'. */
export const CNY = 'CNY';

/** Ledger accounts of one customer. A held account is what messages on their way have reserved. */
export const CASH = 'cash';
export const HELD = 'cash:held';
/** Fees earned from this customer. */
export const REVENUE = 'revenue';
/** Where top-ups come from: the outside world. A source, so it goes below zero. */
export const EXTERNAL = 'external';
export const packageAccount = (packageId: string) => `package:${packageId}`;
export const consumedAccount = (commodity: string) => `consumed:${commodity}`;
export const issuedAccount = (commodity: string) => `issued:${commodity}`;
export const heldAccount = (fundingAccount: string) => `${fundingAccount}:held`;

export const unitCommodity = (purpose: number, groupType: number) =>
  `${purpose === 1 ? 'code' : 'notice'}.${groupType === 1 ? 'random' : 'exclusive'}`;

export type TransferKind = 'top-up' | 'purchase' | 'issue' | 'reserve' | 'charge' | 'release';

/** One balanced movement: `amount` leaves `debit` and arrives at `credit`. */
export interface Transfer {
  accountId: string;
  /** Business id (SessionNo, order): with `kind` it makes the transfer happen once. */
  id: string;
  kind: TransferKind;
  debit: string;
  credit: string;
  commodity: string;
  amount: bigint;
}

/** Something that can pay for a message: a package with units left, or the cash balance. */
export interface Purse {
  ledgerAccount: string;
  commodity: string;
  available: bigint;
  /** ms; packages expire, cash does not. */
  expiresAt?: number;
}

export interface Funding {
  ledgerAccount: string;
  commodity: string;
  unitPrice: bigint;
  reserved: bigint;
}

/**
 * Who pays for `units` messages or minutes: the fitting package that expires first and covers all of it, else the
 * balance at the price in force (order of payment; 3.6).
 * @param purses packages of the right commodity, and cash
 * @param unitPrice price of one unit from cash; undefined where the price book has none
 */
export function chooseFunding(
  purses: readonly Purse[],
  units: bigint,
  unitPrice: bigint | undefined,
): Funding | undefined {
  let best: Purse | undefined;
  for (const purse of purses) {
    if (purse.commodity === CNY || purse.available < units) continue;
    if (!best || (purse.expiresAt ?? Infinity) < (best.expiresAt ?? Infinity)) best = purse;
  }
  if (best)
    return { ledgerAccount: best.ledgerAccount, commodity: best.commodity, unitPrice: 1n, reserved: units };
  if (unitPrice === undefined) return undefined;
  const cash = purses.find((purse) => purse.commodity === CNY);
  const reserved = unitPrice * units;
  if (!cash || cash.available < reserved) return undefined;
  return { ledgerAccount: cash.ledgerAccount, commodity: CNY, unitPrice, reserved };
}

/** First phase: what a message may cost at most is set aside under its id. A free message moves nothing. */
export function reserve(accountId: string, sessionNo: string, funding: Funding): Transfer[] {
  if (funding.reserved === 0n) return [];
  return [
    {
      accountId,
      id: sessionNo,
      kind: 'reserve',
      debit: funding.ledgerAccount,
      credit: heldAccount(funding.ledgerAccount),
      commodity: funding.commodity,
      amount: funding.reserved,
    },
  ];
}

/**
 * Second phase: the charge is earned, the rest goes back. Together they are the reservation, always.
 * @throws RangeError when the charge is more than was reserved: the caller's arithmetic is wrong
 */
export function settle(accountId: string, sessionNo: string, funding: Funding, charge: bigint): Transfer[] {
  if (charge < 0n || charge > funding.reserved) {
    throw new RangeError(`charge ${charge} outside the reservation ${funding.reserved}`);
  }
  const base = {
    accountId,
    id: sessionNo,
    debit: heldAccount(funding.ledgerAccount),
    commodity: funding.commodity,
  };
  const earned = funding.commodity === CNY ? REVENUE : consumedAccount(funding.commodity);
  const transfers: Transfer[] = [];
  if (charge > 0n) transfers.push({ ...base, kind: 'charge', credit: earned, amount: charge });
  if (charge < funding.reserved) {
    transfers.push({
      ...base,
      kind: 'release',
      credit: funding.ledgerAccount,
      amount: funding.reserved - charge,
    });
  }
  return transfers;
}

/** Units a talk costs: codes one message, notices started minutes, unanswered nothing (price list). */
export function billableUnits(purpose: number, answered: boolean, talkMs: number): bigint {
  if (!answered) return 0n;
  if (purpose === 1) return 1n;
  return BigInt(Math.max(1, Math.ceil(talkMs / 60_000)));
}
