import { HeraldError, MATERIALS } from '@herald/contract';
import { findEnterprise, findRealName, listMaterials, noteEvent } from '../../modules/qualification/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { textContent, type ZipEntry, zipStream } from '../../platform/zip.ts';
import { readFile } from '../files/read-file.ts';
import type { QualifyDeps } from './qualify-deps.ts';
import { ENTERPRISE } from './qualify-enterprise.ts';

/**
 * What a carrier is given of a customer (4.3.3): the registration as CSV, and the materials. That it was made, by whom
 * and for which carrier, is in the customer's history before the first byte leaves.
 * @throws HeraldError ENTERPRISE_NOT_APPROVED
 */
export async function exportRealNameFile(
  deps: QualifyDeps & { readonly files: FileStore },
  asked: { accountId: string; carrier: string; password: string | undefined; operatorId: string },
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const { sql, vault } = deps;
  const { accountId, carrier, password, operatorId } = asked;
  const at = new Date(deps.clock.now());
  const [enterprise, realName, materials] = await Promise.all([
    findEnterprise(sql, vault, accountId),
    findRealName(sql, vault, accountId),
    listMaterials(sql, accountId),
  ]);
  if (enterprise?.state !== 'approved') throw new HeraldError('ENTERPRISE_NOT_APPROVED');
  const papers: ZipEntry[] = [];
  for (const { material, fileId } of materials) {
    const file = await readFile(deps, { accountId, fileId });
    const extension = file.name.slice(file.name.lastIndexOf('.'));
    papers.push({ name: `${MATERIALS[material].zh}${extension}`, content: file.content });
  }
  await inTransaction(sql, (tx) =>
    noteEvent(tx, {
      accountId,
      eventId: deps.newId(),
      subject: ENTERPRISE,
      what: 'handed-over',
      by: { realm: 'operator', id: operatorId },
      remark: carrier,
      at,
    }),
  );
  const registration = csv([
    ['企业名称', enterprise.name],
    ['统一社会信用代码', enterprise.licenceNumber],
    ['行业', enterprise.industry],
    ['地址', enterprise.address],
    ['联系人', enterprise.contactName],
    ['联系电话', enterprise.contactPhone],
    ['账号持有人', realName?.name ?? ''],
    ['持有人证件号', realName?.number ?? ''],
    ['持有人电话', realName?.phone ?? ''],
  ]);
  const entries = [{ name: '登记信息.csv', content: textContent(registration) }, ...papers];
  return {
    name: `实名登记-${accountId}-${formatDay(at.getTime())}.zip`,
    mime: 'application/zip',
    size: undefined,
    content: zipStream(entries, { at, password }),
  };
}

/** One record under its names (RFC 4180), with the mark by which spreadsheets know UTF-8. */
function csv(columns: readonly (readonly [name: string, value: string])[]): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return `\ufeff${line(columns.map(([name]) => name))}\r\n${line(columns.map(([, value]) => value))}\r\n`;
}
