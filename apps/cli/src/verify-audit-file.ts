import { createPublicKey, hash, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type AuditExportHead, type AuditExportLine, auditHeadText, auditText } from '@herald/contract';
import { SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';

/** What a file proves: its signed head, and the first record that is not as it was written. */
export interface Proof {
  head: AuditExportHead;
  /** Records in their order up to the fault, or all. */
  records: number;
  fault: { seq: number; zh: string; en: string } | undefined;
  /** The hash of the record with this number, in hex. */
  hashAt: string | undefined;
}

/**
 * Proves an exported chain without a server: every record hangs together with the one before it, up to the head that was
 * signed; and what an earlier export held is in it still.
 * @returns the exit code: 1 where it is not so
 */
export async function verifyAuditFile(
  terminal: Terminal,
  file: string,
  earlier: string | undefined,
): Promise<number> {
  const before = earlier === undefined ? undefined : await readHead(earlier);
  const proof = await proveChain(linesOf(file), file, before?.seq);
  const { head } = proof;
  const fault = proof.fault ?? (before && continues(before, proof));
  terminal.row(terminal.say('记录链', 'Chain'), head.accountId || terminal.say('平台', 'platform'));
  terminal.row(terminal.say('记录数', 'Records'), String(proof.records));
  terminal.row(terminal.say('签名公钥', 'Signed by'), `${head.keyId} ${head.keys[head.keyId] ?? ''}`);
  const verdict = fault
    ? terminal.bad(terminal.say(`#${fault.seq} ${fault.zh}`, `#${fault.seq} ${fault.en}`))
    : terminal.good(terminal.say('没有记录被更改或移除', 'nothing was changed or removed'));
  terminal.row(terminal.say('结论', 'Verdict'), verdict);
  return fault ? 1 : 0;
}

/** Proves the lines of an export. @param wanted of which record the hash is told @throws SetupError for what is none */
export async function proveChain(
  lines: AsyncIterable<string>,
  file: string,
  wanted?: number,
): Promise<Proof> {
  let head: AuditExportHead | undefined;
  let before = '';
  let records = 0;
  let hashAt: string | undefined;
  let fault: Proof['fault'];
  for await (const line of lines) {
    if (!head) {
      head = headOf(line, file);
      continue;
    }
    const record = JSON.parse(line) as AuditExportLine;
    const seq = records + 1;
    const own = hash('sha256', Buffer.concat([Buffer.from(before, 'hex'), Buffer.from(auditText(record))]));
    if (record.seq !== seq) fault = { seq, zh: '缺失', en: 'is missing' };
    else if (own !== record.hash) fault = { seq, zh: '被更改', en: 'was changed' };
    if (fault) break;
    before = own;
    records = seq;
    if (seq === wanted) hashAt = own;
  }
  if (!head) throw new SetupError(`${file} is empty`);
  fault ??= endFault(head, records, before);
  return { head, records, fault, hashAt };
}

function endFault(head: AuditExportHead, records: number, last: string): Proof['fault'] {
  if (records < head.seq) return { seq: records + 1, zh: '缺失', en: 'is missing' };
  if (records > head.seq || last !== head.hash) {
    return { seq: records, zh: '与链头不符', en: 'is not what the head says' };
  }
  return isSigned(head)
    ? undefined
    : { seq: head.seq, zh: '链头签名无效', en: 'the signature of the head is void' };
}

const isSigned = (head: AuditExportHead) => isSignedBy(auditHeadText(head), head);

/** Whether a text is signed by one of the keys that are named with it. Keys (raw) and signature are base64. */
export function isSignedBy(
  text: string,
  by: { readonly keyId: string; readonly signature: string; readonly keys: Readonly<Record<string, string>> },
): boolean {
  const raw = by.keys[by.keyId];
  if (raw === undefined) return false;
  try {
    const x = Buffer.from(raw, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(by.signature, 'base64'));
  } catch {
    return false;
  }
}

/** What the earlier export ended with must stand in the later one, signed by a key that this one names too. */
function continues(before: AuditExportHead, { head, hashAt }: Proof): Proof['fault'] {
  if (before.accountId !== head.accountId) {
    return { seq: before.seq, zh: '属于另一条链', en: 'is of another chain' };
  }
  if (!isSigned(before) || head.keys[before.keyId] !== before.keys[before.keyId]) {
    return {
      seq: before.seq,
      zh: '此前导出的签名无效',
      en: 'the earlier export is not signed by this installation',
    };
  }
  return hashAt === before.hash
    ? undefined
    : { seq: before.seq, zh: '与此前导出的不同', en: 'is not what the earlier export holds' };
}

async function readHead(file: string): Promise<AuditExportHead> {
  for await (const line of linesOf(file)) return headOf(line, file);
  throw new SetupError(`${file} is empty`);
}

function headOf(line: string, file: string): AuditExportHead {
  try {
    const head = JSON.parse(line) as AuditExportHead;
    if (head.format === 'herald.audit.v1') return head;
  } catch {
    // Said below.
  }
  throw new SetupError(`${file} is no audit log that ExportUVMSAuditLog made`);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw new SetupError(`${file}: ${(error as Error).message}`);
  } finally {
    input.destroy();
  }
}
