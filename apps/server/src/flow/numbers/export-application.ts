import { HeraldError, NUMBER_KINDS } from '@herald/contract';
import {
  type Application,
  type ApplicationKey,
  lockApplication,
  setCarrier,
} from '../../modules/numbers/index.ts';
import { findEnterprise } from '../../modules/qualification/index.ts';
import { findTemplates } from '../../modules/templates/index.ts';
import { cityOfArea } from '../../platform/attribution.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { XLSX_MIME, xlsxStream } from '../../platform/xlsx-writer.ts';
import { textContent } from '../../platform/zip.ts';
import { applicationState, type NumberDeps, note } from './number-deps.ts';

const COLUMNS = [
  '申请编号',
  '企业名称',
  '统一社会信用代码',
  '行业',
  '地址',
  '联系人',
  '联系电话',
  '号码类型',
  '需求行',
  '首选城市',
  '备选城市',
  '数量',
  '样式',
  '峰值并发',
  '日均分钟数',
  '平均通话秒数',
  '示例模板',
];

/**
 * What a carrier is given of an application (4.3.3): the enterprise as it was filed, what will be said, and a row for
 * each line that is asked for. That it was made, by whom and for which carrier, is in the history before the first byte
 * leaves.
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE, ENTERPRISE_NOT_APPROVED
 */
export async function exportApplication(
  deps: NumberDeps,
  asked: { key: ApplicationKey; carrier: string; format: 'csv' | 'xlsx'; operatorId: string },
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const { sql, vault, clock } = deps;
  const { key, carrier, format } = asked;
  const { accountId, applicationId } = key;
  const at = new Date(clock.now());
  const rows = await inTransaction(sql, async (tx) => {
    const application = await lockApplication(tx, key);
    if (!application) throw new HeraldError('NUMBER_APPLICATION_UNKNOWN', { applicationId });
    if (application.state !== 'with-carrier') throw applicationState(application.state, ['with-carrier']);
    const enterprise = await findEnterprise(tx, vault, accountId);
    if (enterprise?.state !== 'approved') throw new HeraldError('ENTERPRISE_NOT_APPROVED');
    const templates = await findTemplates(
      tx,
      application.templateIds.map((templateId) => ({ accountId, templateId })),
    );
    await setCarrier(tx, key, carrier);
    const by = { realm: 'operator', id: asked.operatorId } as const;
    await note(tx, deps, { accountId, subjectId: applicationId, event: 'handed-over', by, remark: carrier });
    const filed = [
      applicationId,
      enterprise.name,
      enterprise.licenceNumber,
      enterprise.industry,
      enterprise.address,
      enterprise.contactName,
      enterprise.contactPhone,
    ];
    return rowsOf(application, filed, templates.map(({ content }) => content).join('\n'));
  });
  const all = [COLUMNS, ...rows];
  const name = `号码申请-${applicationId}-${formatDay(at.getTime())}.${format}`;
  return format === 'xlsx'
    ? { name, mime: XLSX_MIME, size: undefined, content: xlsxStream([all], { at }) }
    : {
        name,
        mime: 'text/csv; charset=utf-8',
        size: undefined,
        content: textContent(BYTE_ORDER_MARK + all.map(csvLine).join('')),
      };
}

function rowsOf(application: Application, filed: readonly string[], scripts: string): string[][] {
  const place = (code: string) => (code === '' ? '全国' : `${cityOfArea(code) ?? ''} ${code}`.trim());
  return application.lines.map(({ firstCity, alternatives, quantity, pattern }, index) => [
    ...filed,
    NUMBER_KINDS[application.kind].zh,
    String(index + 1),
    place(firstCity),
    alternatives.map(place).join('；'),
    String(quantity),
    pattern,
    String(application.peakConcurrency),
    String(application.dailyMinutes),
    String(application.averageSeconds),
    scripts,
  ]);
}
