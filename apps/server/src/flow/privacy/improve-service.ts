import { HeraldError } from '@herald/contract';
import { inboundFlow, inboundFlowContext } from '../../modules/callflows/index.ts';
import { mayImprove } from '../../modules/privacy/index.ts';
import { findReceipts, flowContext } from '../../modules/receipts/index.ts';
import { isUuid } from '../../platform/ids.ts';
import { flowBody } from '../callflows/flow-result.ts';
import { type ReadableFile, readFile } from '../files/read-file.ts';
import type { FileDeps } from '../files/store-file.ts';

/**
 * 4.3.9: a recording for whoever improves the service: its node's last one, only while the callee's own yes to that use
 * stands.
 * @throws HeraldError IMPROVEMENT_NOT_CONSENTED, FILE_NOT_FOUND
 */
export async function recordingToImprove(
  deps: Pick<FileDeps, 'sql' | 'vault' | 'files'>,
  of: { accountId: string; sessionNo: string; node: string },
): Promise<ReadableFile> {
  const { sql, vault } = deps;
  const { accountId, sessionNo, node } = of;
  const call = isUuid(sessionNo) ? await mayImprove(sql, of) : undefined;
  if (call === undefined) throw new HeraldError('IMPROVEMENT_NOT_CONSENTED', { sessionNo });
  const [sealed, context] =
    call === 'message'
      ? [(await findReceipts(sql, accountId, [sessionNo]))[0]?.flowSealed, flowContext(sessionNo)]
      : [await inboundFlow(sql, { accountId, callNo: sessionNo }), inboundFlowContext(sessionNo)];
  const recordings = sealed ? flowBody(vault.open(sealed, context)).Recordings : [];
  const fileId = recordings.findLast(({ Node }) => Node === node)?.FileId ?? '';
  return readFile(deps, { accountId, fileId });
}
