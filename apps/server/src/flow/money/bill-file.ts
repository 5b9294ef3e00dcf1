import { HeraldError, type Language } from '@herald/contract';
import { findAccountName } from '../../modules/accounts/index.ts';
import { billPostings, MOVEMENTS, ORDERED } from '../../modules/bills/index.ts';
import { formatMonth } from '../../platform/beijing-time.ts';
import type { Vault } from '../../platform/vault.ts';
import { billCsv } from './bill-csv.ts';
import { billPdf, MOST_ROWS } from './bill-pdf.ts';
import { type BillDeps, readBill, readBills, spanOf } from './read-bill.ts';

export type BillFormat = 'csv' | 'pdf';

/** What a link leads to. */
interface Linked {
  accountId: string;
  month: number;
  format: BillFormat;
  language: Language;
  /** ms */
  until: number;
}

const LINK_LIVES_MS = 10 * 60_000;
const CONTEXT = 'bills.download';

/**
 * The right to download a bill, as a text for an address: sealed, so nobody can make or change one, and nothing is kept
 * of it.
 * @throws HeraldError BILL_MONTHS_INVALID
 */
export async function billLink(
  deps: BillDeps & { vault: Vault },
  asked: Omit<Linked, 'until'>,
): Promise<{ token: string; until: number }> {
  const { accountId, month } = asked;
  await readBills(deps, { accountId, from: month, to: month });
  const until = deps.clock.now() + LINK_LIVES_MS;
  const sealed = deps.vault.seal(JSON.stringify({ ...asked, until } satisfies Linked), CONTEXT);
  return { token: sealed.toString('base64url'), until };
}

/** The file that a link leads to, made while it is read. @throws HeraldError BILL_LINK_INVALID */
export async function openBillFile(
  deps: BillDeps & { vault: Vault },
  token: string,
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const linked = openLink(deps.vault, token);
  if (!linked || linked.until <= deps.clock.now()) throw new HeraldError('BILL_LINK_INVALID');
  const { accountId, month, format, language } = linked;
  const name = `${language === 'zh' ? '账单' : 'bill'}-${accountId}-${formatMonth(month)}.${format}`;
  if (format === 'csv') {
    const content = billCsv(deps, { accountId, month, language });
    return { name, mime: 'text/csv; charset=utf-8', size: undefined, content };
  }
  const accountName = (await findAccountName(deps.sql, accountId)) ?? accountId;
  const { bill, lines } = await readBill(deps, { accountId, month });
  const others = await billPostings(deps.sql, {
    accountId,
    ...spanOf(month),
    kinds: [...ORDERED, ...MOVEMENTS],
    after: undefined,
    limit: MOST_ROWS + 1,
  });
  const content = billPdf({
    accountId,
    accountName,
    bill,
    lines,
    others,
    madeAt: deps.clock.now(),
    language,
  });
  return { name, mime: 'application/pdf', size: undefined, content };
}

function openLink(vault: Vault, token: string): Linked | undefined {
  try {
    return JSON.parse(vault.open(Buffer.from(token, 'base64url'), CONTEXT)) as Linked;
  } catch {
    return undefined;
  }
}
