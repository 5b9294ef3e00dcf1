import { HeraldError, type ResponseOf } from '@herald/contract';
import { describe } from '../../../flow/money/bill-csv.ts';
import { billLink, openBillFile } from '../../../flow/money/bill-file.ts';
import { type Bill, readBill, readBills, spanOf } from '../../../flow/money/read-bill.ts';
import {
  billPostings,
  FEES,
  formatCursor,
  MOVEMENTS,
  ORDERED,
  parseCursor,
  summarise,
} from '../../../modules/bills/index.ts';
import { formatMonth, parseMonth } from '../../../platform/beijing-time.ts';
import { formatYuan } from '../../../platform/money.ts';
import type { Handlers } from '../../deps.ts';
import type { MoneyDeps } from './deps.ts';

const MOST_ROWS = 1000;

type BillActions =
  | 'ListUBillOverview'
  | 'GetUBillSummary'
  | 'ListUBillDetail'
  | 'GetBillDataFileUrl'
  | 'DownloadUBill';

/** Bills: their months, sums, lines and files. */
export function billHandlers(deps: MoneyDeps): Pick<Handlers, BillActions> {
  return {
    async ListUBillOverview({ accountId }, request) {
      const bills = await readBills(deps, {
        accountId,
        from: request.From === undefined ? undefined : monthOf(request.From),
        to: request.To === undefined ? undefined : monthOf(request.To),
      });
      return { Data: bills.map(billAnswer) };
    },

    async GetUBillSummary({ accountId }, request) {
      const { bill, lines } = await readBill(deps, { accountId, month: monthOf(request.Month) });
      return {
        Bill: billAnswer(bill),
        Rows: summarise(lines, request.GroupBy, MOST_ROWS).map((row) => ({
          Key: row.key,
          Commodity: row.commodity,
          Messages: Number(row.messages),
          Count: Number(row.units),
          Amount: row.commodity === 'CNY' ? formatYuan(row.amount) : String(row.amount),
        })),
      };
    },

    async ListUBillDetail({ accountId }, request) {
      const month = monthOf(request.Month);
      await readBills(deps, { accountId, from: month, to: month });
      const after = request.Cursor === undefined ? undefined : parseCursor(request.Cursor);
      if (request.Cursor !== undefined && !after) throw new HeraldError('BILL_CURSOR_INVALID');
      const limit = request.Limit ?? 100;
      const postings = await billPostings(deps.sql, {
        accountId,
        ...spanOf(month),
        kinds: request.Kind && KINDS[request.Kind],
        after,
        limit: limit + 1,
      });
      const shown = postings.slice(0, limit);
      const last = shown.at(-1);
      return {
        Data: shown.map((posting) => {
          const { amount, payerId, subject, seconds, count } = describe(posting);
          return {
            Time: posting.at.getTime(),
            Kind: posting.kind,
            Commodity: posting.commodity,
            Amount: amount,
            Payer: posting.payer,
            PayerId: payerId,
            SessionNo: posting.kind === 'charge' ? posting.id : '',
            OrderId: posting.orderId ?? '',
            Subject: subject,
            Phone: posting.calleeMask ?? '',
            Destination: posting.destination ?? '',
            Seconds: seconds,
            Count: count,
          };
        }),
        NextCursor: last && postings.length > limit ? formatCursor({ ...last, at: last.at.getTime() }) : '',
      };
    },

    async GetBillDataFileUrl({ accountId, language }, request) {
      const { token, until } = await billLink(deps, {
        accountId,
        month: monthOf(request.Month),
        format: request.Format,
        language,
      });
      const url = `${deps.publicUrl?.replace(/\/$/, '') ?? ''}/?Action=DownloadUBill&Token=${token}`;
      return { Url: url, ExpireTime: until };
    },

    DownloadUBill: (_caller, { Token: token }) => openBillFile(deps, token),
  };
}

const KINDS = {
  usage: FEES.filter((kind) => !ORDERED.includes(kind)),
  order: ORDERED,
  movement: MOVEMENTS,
} as const;

/** A month as the schema has let it through. */
function monthOf(text: string): number {
  const month = parseMonth(text);
  if (month === undefined) throw new HeraldError('BILL_MONTHS_INVALID');
  return month;
}

function billAnswer(bill: Bill): ResponseOf<'ListUBillOverview'>['Data'][number] {
  return {
    Month: formatMonth(bill.month),
    Closed: bill.closed,
    Opening: formatYuan(bill.opening),
    TopUps: formatYuan(bill.topUps),
    Fees: formatYuan(bill.fees),
    Usage: formatYuan(bill.usage),
    Packages: formatYuan(bill.packages),
    Rent: formatYuan(bill.rent),
    PaidByCoupon: formatYuan(bill.paidByCoupon),
    PaidByBalance: formatYuan(bill.paidByBalance),
    PaidByPrepaid: formatYuan(bill.paidByPrepaid),
    Prepaid: formatYuan(bill.prepaid),
    Refunded: formatYuan(bill.refunded),
    Forfeited: formatYuan(bill.forfeited),
    PaidBack: formatYuan(bill.paidBack),
    TakenBack: formatYuan(bill.takenBack),
    Closing: formatYuan(bill.closing),
    Units: [...bill.units].map(([commodity, used]) => ({ Commodity: commodity, Used: String(used) })),
  };
}
