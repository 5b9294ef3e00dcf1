import { type AuditExportHead, type AuditExportLine, HeraldError } from '@herald/contract';
import { type ChainHead, findHead, readChain } from '../../modules/audit/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Sql } from '../../platform/db.ts';
import type { AuditDeps } from './record-act.ts';

const AT_ONCE = 1000;

/**
 * A whole chain as a file, a JSON text a line: the signed head first, then every row. Who has it proves it without this
 * server, and proves by it later that no row that was in it has gone.
 * @param accountId '' for the platform's own chain
 * @throws HeraldError AUDIT_EMPTY
 */
export async function exportAudit(
  { sql, vault, clock }: AuditDeps,
  accountId: string,
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const head = await findHead(sql, accountId);
  if (!head) throw new HeraldError('AUDIT_EMPTY', { accountId });
  const keys = [...vault.verificationKeys].map(([id, key]) => [id, key.toString('base64')]);
  const first: AuditExportHead = {
    format: 'herald.audit.v1',
    exportedAt: clock.now(),
    accountId,
    seq: head.seq,
    hash: head.hash.toString('hex'),
    signature: head.signature.toString('base64'),
    keyId: head.keyId,
    keys: Object.fromEntries(keys),
  };
  return {
    name: `audit-${accountId || 'platform'}-${formatDay(clock.now())}.jsonl`,
    mime: 'application/jsonl',
    size: undefined,
    content: lines(sql, head, first),
  };
}

async function* lines(sql: Sql, head: ChainHead, first: AuditExportHead): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(first)}\n`);
  for (let seq = 0; seq < head.seq; ) {
    const limit = Math.min(AT_ONCE, head.seq - seq);
    const rows = await readChain(sql, { accountId: head.accountId, afterSeq: seq, limit });
    const last = rows.at(-1);
    if (!last) return;
    seq = last.seq;
    const texts = rows.map((row): string => {
      const line: AuditExportLine = { ...row, hash: row.hash.toString('hex') };
      return `${JSON.stringify(line)}\n`;
    });
    yield Buffer.from(texts.join(''));
  }
}
