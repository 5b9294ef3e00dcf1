import type { Language } from '@herald/contract';
import {
  type BillLine,
  type BillPosting,
  type GroupBy,
  REST,
  type SummaryRow,
  summarise,
} from '../../modules/bills/index.ts';
import { beijingTime, formatMonth, monthStart } from '../../platform/beijing-time.ts';
import { formatYuan } from '../../platform/money.ts';
import { type PdfWriter, pdfDocument, type TableColumn } from '../../platform/pdf-document.ts';
import { beijingSecond, describe } from './bill-csv.ts';
import { GROUP_WORDS, KIND_WORDS, PAYER_WORDS, PURPOSE_WORDS, UNIT_WORDS } from './bill-words.ts';
import type { Bill } from './read-bill.ts';

/** Rows of a table, so that a bill is some pages whatever the month was; every line is in the CSV. */
export const MOST_ROWS = 500;

export interface BillPaper {
  accountId: string;
  accountName: string;
  bill: Bill;
  lines: readonly BillLine[];
  /** Postings that are not of use; more than `MOST_ROWS` where not all can be shown. */
  others: readonly BillPosting[];
  /** ms */
  madeAt: number;
  language: Language;
}

/** The bill as a paper: its totals, and its fees summed in each of the ways to look at them. */
export function billPdf(paper: BillPaper): AsyncGenerator<Uint8Array, void> {
  const { bill, language } = paper;
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  const title = say('语音消息服务账单', 'Voice message service: bill');
  const about = { title: `${title} ${formatMonth(bill.month)}`, madeAt: new Date(paper.madeAt) };
  return pdfDocument(about, (pdf) => {
    pdf.title(`${title} ${formatMonth(bill.month)}`);
    pdf.text(`${say('账号', 'Account')}: ${paper.accountName} (${paper.accountId})`);
    const [from, until] = [monthStart(bill.month), monthStart(bill.month + 1)];
    pdf.text(
      `${say('账期', 'Period')}: ${beijingTime(from, language)} – ${beijingTime(until - 1, language)}`,
    );
    pdf.text(
      `${say('状态', 'State')}: ${bill.closed ? say('已出账', 'closed') : say('未出账，截至制作时', 'not closed, as of when it was made')}`,
    );
    pdf.text(`${say('制作时间', 'Made')}: ${beijingTime(paper.madeAt, language)}`);
    totals(pdf, bill, say);
    const ways: readonly [by: GroupBy, zh: string, en: string][] = [
      ['purpose', '按语音类型', 'By purpose'],
      ['group', '按号码类型', 'By number group'],
      ['template', '按模板', 'By template'],
      ['destination', '按目的地', 'By destination'],
      ['day', '按日', 'By day'],
    ];
    for (const [by, zh, en] of ways) summary(pdf, say(zh, en), by, paper, say);
    otherPostings(pdf, paper, say);
    pdf.heading(say('说明', 'Notes'));
    pdf.text(
      say(
        '消息计入其结算的月份（北京时间）。逐笔明细见 CSV 账单。套餐包购买后不支持退订，剩余资源不支持退款。',
        'A message is billed in the month in which it was settled, in Beijing time. Every line is in the CSV. Packages cannot be cancelled or refunded once bought.',
      ),
    );
  });
}

type Say = (zh: string, en: string) => string;

function totals(pdf: PdfWriter, bill: Bill, say: Say): void {
  pdf.heading(say('总额（元）', 'Totals (yuan)'));
  const rows: readonly [zh: string, en: string, amount: bigint][] = [
    ['期初余额（含冻结）', 'Balance at the beginning, with what is reserved', bill.opening],
    ['充值', 'Topped up', bill.topUps],
    ['费用合计', 'Fees', bill.fees],
    ['　用量', '   use', bill.usage],
    ['　套餐包', '   packages', bill.packages],
    ['　号码月租与最低消费', '   rent and minimum of numbers', bill.rent],
    ['由代金券支付', 'Paid by coupons', bill.paidByCoupon],
    ['由余额支付', 'Paid from the balance', bill.paidByBalance],
    ['由预付月租支付', 'Paid from rent paid ahead', bill.paidByPrepaid],
    ['预付号码月租', 'Rent paid ahead', bill.prepaid],
    ['退回预付月租', 'Rent paid ahead, given back', bill.refunded],
    ['违约扣除', 'Forfeited', bill.forfeited],
    ['退还余额', 'Balance paid back', bill.paidBack],
    ['充值冲正与归还欠款', 'Top-ups taken back, and debt repaid', bill.takenBack],
    ['期末余额（含冻结）', 'Balance at the end, with what is reserved', bill.closing],
  ];
  const columns: TableColumn[] = [
    { head: say('项目', 'Item'), width: 0.7 },
    { head: say('金额', 'Amount'), width: 0.3, align: 'right' },
  ];
  pdf.table(
    columns,
    rows.map(([zh, en, amount]) => [say(zh, en), formatYuan(amount)]),
  );
  if (bill.units.size === 0) return;
  pdf.heading(say('由套餐包支付的用量', 'Use that packages paid for'));
  pdf.table(
    [columns[0] as TableColumn, { ...(columns[1] as TableColumn), head: say('数量', 'Units') }],
    [...bill.units].map(([commodity, used]) => [unitName(commodity, say), String(used)]),
  );
}

function summary(pdf: PdfWriter, heading: string, by: GroupBy, { lines, language }: BillPaper, say: Say) {
  const rows = summarise(lines, by, MOST_ROWS);
  if (rows.length === 0) return;
  pdf.heading(heading);
  pdf.table(
    [
      { head: say('项目', 'Item'), width: 0.3 },
      { head: say('单位', 'Commodity'), width: 0.3 },
      { head: say('消息数', 'Messages'), width: 0.12, align: 'right' },
      { head: say('条或分钟', 'Count'), width: 0.12, align: 'right' },
      { head: say('金额或数量', 'Amount'), width: 0.16, align: 'right' },
    ],
    rows.map((row) => [
      keyName(row, by, language, say),
      row.commodity === 'CNY' ? say('元', 'yuan') : unitName(row.commodity, say),
      String(row.messages),
      String(row.units),
      row.commodity === 'CNY' ? formatYuan(row.amount) : String(row.amount),
    ]),
  );
}

function otherPostings(pdf: PdfWriter, { others, language }: BillPaper, say: Say): void {
  if (others.length === 0) return;
  pdf.heading(say('订单、充值、代金券及其他', 'Orders, top-ups, coupons and the like'));
  pdf.table(
    [
      { head: say('时间', 'Time'), width: 0.2 },
      { head: say('类型', 'Kind'), width: 0.17 },
      { head: say('订单、号码、套餐包或代金券', 'Order, number, package or coupon'), width: 0.31 },
      { head: say('支付方', 'Paid by'), width: 0.12 },
      { head: say('金额或数量', 'Amount'), width: 0.2, align: 'right' },
    ],
    others.slice(0, MOST_ROWS).map((posting) => {
      const { amount, payerId, subject } = describe(posting);
      return [
        beijingSecond(posting.at.getTime()),
        KIND_WORDS[posting.kind]?.[language] ?? posting.kind,
        posting.orderId ?? (subject || payerId),
        PAYER_WORDS[posting.payer][language],
        amount,
      ];
    }),
  );
  if (others.length > MOST_ROWS) pdf.text(say('其余见 CSV 账单。', 'The others are in the CSV.'));
}

function keyName({ key }: SummaryRow, by: GroupBy, language: Language, say: Say): string {
  if (key === REST) return say('其余', 'the rest');
  if (key === '') return say('套餐包与月租', 'packages and rent');
  if (by === 'purpose') return PURPOSE_WORDS[key]?.[language] ?? key;
  if (by === 'group') return GROUP_WORDS[key]?.[language] ?? key;
  return key;
}

const unitName = (commodity: string, say: Say) => {
  const words = UNIT_WORDS[commodity];
  return words ? say(words.zh, words.en) : commodity;
};
