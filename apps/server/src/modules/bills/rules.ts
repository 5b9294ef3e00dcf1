/** What took part in a posting on the paying side; '' for what came in. */
export type Payer = 'balance' | 'coupon' | 'package' | 'prepaid' | '';

/** Postings of one kind, by what paid them; amounts in 10⁻⁴ yuan, or package units. */
export interface PostedSum {
  kind: string;
  payer: Payer;
  commodity: string;
  amount: bigint;
}

/** Postings that are alike in all that a bill can be looked at by. */
export interface BillLine extends PostedSum {
  /** Of the month, in Beijing. */
  day: number;
  /** 0 and '' where there is none. */
  purpose: number;
  groupType: number;
  templateId: string;
  /** Country of the callee. */
  destination: string;
  messages: bigint;
  /** Messages or minutes. */
  units: bigint;
}

/** Kinds of postings that are fees; the others move money and units in and out. */
export const FEES: readonly string[] = ['charge', 'purchase', 'rent', 'minimum'];
export const ORDERED: readonly string[] = ['purchase', 'rent', 'minimum'];
export const MOVEMENTS: readonly string[] = [
  'top-up',
  'issue',
  'grant',
  'write-off',
  'forfeit',
  'return',
  'reversal',
  'repayment',
  'prepay',
  'refund',
];
const MONEY = 'CNY';

export interface BillTotals {
  topUps: bigint;
  /** use + packages + rent, which are the same as what coupons, balance and rent paid ahead have paid. */
  fees: bigint;
  usage: bigint;
  packages: bigint;
  /** Of numbers, with what fell short of their minimum. */
  rent: bigint;
  paidByCoupon: bigint;
  paidByBalance: bigint;
  /** Rent that had been paid ahead. */
  paidByPrepaid: bigint;
  /** Out of the balance for months of rent to come, and back from it. */
  prepaid: bigint;
  refunded: bigint;
  forfeited: bigint;
  /** Paid back to the customer when its service had ended. */
  paidBack: bigint;
  /** Taken back from the balance: payments that are not there after all, and what was owed for such. */
  takenBack: bigint;
  /** Package units used, by commodity. */
  units: ReadonlyMap<string, bigint>;
}

export function totalsOf(sums: readonly PostedSum[]): BillTotals {
  const of = (fits: (sum: PostedSum) => boolean) =>
    sums.reduce((total, sum) => (sum.commodity === MONEY && fits(sum) ? total + sum.amount : total), 0n);
  const isFee = ({ kind }: PostedSum) => FEES.includes(kind);
  const units = new Map<string, bigint>();
  for (const { kind, commodity, amount } of sums) {
    if (kind === 'charge' && commodity !== MONEY) units.set(commodity, (units.get(commodity) ?? 0n) + amount);
  }
  return {
    topUps: of(({ kind }) => kind === 'top-up'),
    fees: of(isFee),
    usage: of(({ kind }) => kind === 'charge'),
    packages: of(({ kind }) => kind === 'purchase'),
    rent: of(({ kind }) => kind === 'rent' || kind === 'minimum'),
    paidByCoupon: of((sum) => isFee(sum) && sum.payer === 'coupon'),
    paidByBalance: of((sum) => isFee(sum) && sum.payer === 'balance'),
    paidByPrepaid: of((sum) => isFee(sum) && sum.payer === 'prepaid'),
    prepaid: of(({ kind }) => kind === 'prepay'),
    refunded: of(({ kind }) => kind === 'refund'),
    forfeited: of(({ kind }) => kind === 'forfeit'),
    paidBack: of(({ kind }) => kind === 'return'),
    takenBack: of(({ kind, payer }) => payer === 'balance' && (kind === 'reversal' || kind === 'repayment')),
    units,
  };
}

/** By how much these made the balance more or less; what is reserved is part of the balance. */
export const balanceChange = (totals: BillTotals): bigint =>
  totals.topUps -
  totals.paidByBalance -
  totals.forfeited -
  totals.paidBack -
  totals.takenBack -
  totals.prepaid +
  totals.refunded;

export type GroupBy = 'day' | 'template' | 'purpose' | 'group' | 'destination';

export interface SummaryRow {
  key: string;
  commodity: string;
  messages: bigint;
  units: bigint;
  amount: bigint;
}

const KEYS: Readonly<Record<GroupBy, (line: BillLine) => string>> = {
  day: ({ day }) => String(day).padStart(2, '0'),
  template: ({ templateId }) => templateId,
  purpose: ({ purpose }) => (purpose === 0 ? '' : String(purpose)),
  group: ({ groupType }) => (groupType === 0 ? '' : String(groupType)),
  destination: ({ destination }) => destination,
};

/** The key of what is beyond the rows that an answer holds. */
export const REST = '*';

/** Fees summed by one of the ways to look at them, in the order of the keys; at most `most` rows, and the rest. */
export function summarise(lines: readonly BillLine[], by: GroupBy, most: number): SummaryRow[] {
  const rows = new Map<string, SummaryRow>();
  const add = (key: string, from: Omit<SummaryRow, 'key'>) => {
    const id = `${key}\n${from.commodity}`;
    const row = rows.get(id) ?? { key, commodity: from.commodity, messages: 0n, units: 0n, amount: 0n };
    row.messages += from.messages;
    row.units += from.units;
    row.amount += from.amount;
    rows.set(id, row);
  };
  for (const line of lines) if (FEES.includes(line.kind)) add(KEYS[by](line), line);
  const sorted = [...rows.values()].sort((a, b) =>
    a.key === b.key ? (a.commodity < b.commodity ? -1 : 1) : a.key < b.key ? -1 : 1,
  );
  if (sorted.length <= most) return sorted;
  rows.clear();
  for (const row of sorted.slice(most)) add(REST, row);
  return [...sorted.slice(0, most), ...rows.values()];
}

/** Where to go on in the postings of an account: after this one. Times are milliseconds. */
export interface PostingKey {
  at: number;
  id: string;
  kind: string;
  part: number;
}

export const formatCursor = ({ at, id, kind, part }: PostingKey): string => `${at}_${id}_${kind}_${part}`;

/** The posting of a cursor; undefined for anything that is none. */
export function parseCursor(text: string): PostingKey | undefined {
  const match = /^(\d{1,13})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([a-z-]{1,16})_(\d{1,4})$/.exec(
    text,
  );
  if (!match) return undefined;
  const [, at, id = '', kind = '', part] = match;
  return { at: Number(at), id, kind, part: Number(part) };
}
