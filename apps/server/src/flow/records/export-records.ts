import { isReceiptReason, type Language, receiptOf } from '@herald/contract';
import { calleeContext } from '../../modules/messages/index.ts';
import { type RecordFilter, recordsAfter } from '../../modules/records/index.ts';
import type { Sql } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { formatYuan } from '../../platform/money.ts';
import type { Vault } from '../../platform/vault.ts';
import { beijingSecond } from '../money/bill-csv.ts';
import { PURPOSE_WORDS } from '../money/bill-words.ts';

/** Records held at once, however many there are. */
const AT_ONCE = 1000;
/** What a sheet of a workbook can hold; a CSV file has no such bound. */
export const MOST_SHEET_ROWS = 1_000_000;

const COLUMNS: readonly [zh: string, en: string][] = [
  ['任务或消息编号', 'TaskNo'],
  ['消息编号', 'SessionNo'],
  ['提交时间（北京时间）', 'Accepted (Beijing)'],
  ['被叫号码', 'Called number'],
  ['外显号码', 'Number shown'],
  ['语音类型', 'Purpose'],
  ['模板', 'Template'],
  ['国家或地区', 'Country'],
  ['被叫城市区号', 'City of the callee'],
  ['运营商', 'Operator'],
  ['中继', 'Trunk'],
  ['呼叫时间', 'Call started'],
  ['结束时间', 'Ended'],
  ['通话秒数', 'Seconds of talk'],
  ['结果', 'Result'],
  ['费用（元）或套餐单位', 'Cost (yuan) or units'],
  ['商品', 'Commodity'],
];

/**
 * Every record that fits, in the order of acceptance, page by page along the ids: whoever reads slowly holds no
 * transaction. With `masked`, called numbers are as the interface shows them to who may not send (4.3.1).
 */
export async function* recordTable(
  { sql, vault }: { sql: Sql; vault: Vault },
  asked: { filter: RecordFilter; masked: boolean; language: Language; most: number },
): AsyncGenerator<readonly (readonly string[])[], void> {
  const { filter, masked, language } = asked;
  yield [COLUMNS.map(([zh, en]) => (language === 'zh' ? zh : en))];
  let after = uuidFloor(0);
  for (let left = asked.most; left > 0; ) {
    const records = await recordsAfter(sql, filter, after, Math.min(AT_ONCE, left));
    yield records.map((record) => {
      const { sessionNo, reason, charge, commodity } = record;
      const time = (at: Date | null) => (at ? beijingSecond(at.getTime()) : '');
      return [
        record.taskNo ?? sessionNo,
        sessionNo,
        time(record.acceptedAt),
        masked ? record.calleeMask : vault.open(record.calleeSealed, calleeContext(sessionNo)),
        record.showNumber ?? '',
        PURPOSE_WORDS[String(record.purpose)]?.[language] ?? '',
        record.templateId,
        record.brevityCode,
        record.calledCityCode,
        record.calledOperator,
        record.trunkId ?? '',
        time(record.startedAt),
        time(record.endedAt),
        String(Math.ceil((record.talkMs ?? 0) / 1000)),
        reason !== null && isReceiptReason(reason) ? receiptOf(reason)[language] : '',
        charge === null ? '' : commodity === 'CNY' ? formatYuan(charge) : String(charge),
        commodity,
      ];
    });
    const last = records.at(-1);
    if (!last || records.length < AT_ONCE) return;
    after = last.sessionNo;
    left -= records.length;
  }
}
