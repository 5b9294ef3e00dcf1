import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import {
  EVIDENCE_AUDIT,
  EVIDENCE_MANIFEST,
  EVIDENCE_SIGNATURE,
  type EvidenceManifest,
  type EvidenceSignature,
} from '@herald/contract';
import { BlobReader, configure, type Entry, TextWriter, ZipReader } from '@zip.js/zip.js';
import { SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';
import { isSignedBy, proveChain } from './verify-audit-file.ts';

configure({ useWebWorkers: false });

type Files = ReadonlyMap<string, Extract<Entry, { directory: false }>>;

interface Verdict {
  readonly manifest: EvidenceManifest;
  readonly signature: EvidenceSignature;
  readonly faults: readonly { zh: string; en: string }[];
}

/**
 * Proves a bundle of evidence without a server: the manifest is signed, every entry is what it names, none is missing or
 * more, and the audit log in it hangs together and is signed by the same installation.
 * @param words the file, and the key that must have signed it, where that is known from elsewhere
 * @returns the exit code: 1 where it is not so
 */
export async function verifyEvidence(terminal: Terminal, words: readonly string[]): Promise<number> {
  const [file, keyId] = words;
  if (file === undefined) throw new SetupError('verify-evidence needs the file: herald verify-evidence FILE');
  const { manifest, signature, faults } = await prove(file, keyId);
  terminal.row(terminal.say('账号', 'Account'), manifest.accountId);
  terminal.row('SessionNo', manifest.sessionNo);
  terminal.row(terminal.say('导出时间', 'Exported'), new Date(manifest.exportedAt).toISOString());
  terminal.row(terminal.say('内容', 'Entries'), String(manifest.entries.length));
  terminal.row(
    terminal.say('签名公钥', 'Signed by'),
    `${signature.keyId} ${signature.keys[signature.keyId] ?? ''}`,
  );
  for (const { zh, en } of faults) terminal.line(`  ${terminal.bad('✗')} ${terminal.say(zh, en)}`);
  const verdict =
    faults.length === 0
      ? terminal.good(terminal.say('与签名时一致', 'all of it is as it was signed'))
      : terminal.bad(terminal.say('不可采信', 'it is not as it was signed'));
  terminal.row(terminal.say('结论', 'Verdict'), verdict);
  return faults.length === 0 ? 0 : 1;
}

async function prove(file: string, keyId: string | undefined): Promise<Verdict> {
  const files = await entriesOf(file);
  const manifestText = await textOf(files, EVIDENCE_MANIFEST, file);
  const manifest = parsed<EvidenceManifest>(manifestText, file);
  const signature = parsed<EvidenceSignature>(await textOf(files, EVIDENCE_SIGNATURE, file), file);
  if (manifest.format !== 'herald.evidence.v1') throw new SetupError(`${file} is no bundle of evidence`);
  const faults: { zh: string; en: string }[] = [];
  if (!isSignedBy(manifestText, signature)) faults.push({ zh: '签名无效', en: 'the signature is void' });
  if (keyId !== undefined && signature.keyId !== keyId) {
    faults.push({ zh: `签名者不是 ${keyId}`, en: `it was not signed by ${keyId}` });
  }
  for (const { name, bytes, sha256 } of manifest.entries) {
    const entry = files.get(name);
    const found = entry && (await digest(entry));
    if (!found) faults.push({ zh: `${name} 缺失`, en: `${name} is missing` });
    else if (found.sha256 !== sha256 || found.bytes !== bytes) {
      faults.push({ zh: `${name} 被更改`, en: `${name} was changed` });
    }
  }
  const named = new Set(manifest.entries.map(({ name }) => name));
  for (const name of files.keys()) {
    if (named.has(name) || name === EVIDENCE_MANIFEST || name === EVIDENCE_SIGNATURE) continue;
    faults.push({ zh: `${name} 不在清单中`, en: `${name} is not in the manifest` });
  }
  if (named.has(EVIDENCE_AUDIT) && faults.length === 0) {
    const lines = linesOf(await textOf(files, EVIDENCE_AUDIT, file));
    const { head, fault } = await proveChain(lines, EVIDENCE_AUDIT);
    if (fault)
      faults.push({ zh: `审计记录 #${fault.seq} ${fault.zh}`, en: `audit record #${fault.seq} ${fault.en}` });
    if (head.accountId !== manifest.accountId || head.keys[head.keyId] !== signature.keys[head.keyId]) {
      faults.push({
        zh: '审计记录不属于该账号或平台',
        en: 'the audit log is of another account or installation',
      });
    }
  }
  return { manifest, signature, faults };
}

async function entriesOf(file: string): Promise<Files> {
  try {
    const zip = new ZipReader(new BlobReader(await openAsBlob(file)));
    const entries = await zip.getEntries();
    return new Map(entries.flatMap((entry) => (entry.directory ? [] : [[entry.filename, entry]])));
  } catch (error) {
    throw new SetupError(`${file}: ${(error as Error).message}`);
  }
}

async function textOf(files: Files, name: string, file: string): Promise<string> {
  const entry = files.get(name);
  if (!entry) throw new SetupError(`${file} is no bundle of evidence: it has no ${name}`);
  return entry.getData(new TextWriter());
}

function parsed<Value>(text: string, file: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new SetupError(`${file} is no bundle of evidence`);
  }
}

/** Undefined where the entry cannot be read. */
async function digest(
  entry: Extract<Entry, { directory: false }>,
): Promise<{ bytes: number; sha256: string } | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await entry.getData(
      new WritableStream<Uint8Array>({
        write(chunk) {
          hash.update(chunk);
          bytes += chunk.length;
        },
      }),
    );
    return { bytes, sha256: hash.digest('hex') };
  } catch {
    return undefined;
  }
}

async function* linesOf(text: string): AsyncGenerator<string> {
  for (const line of text.split('\n')) if (line !== '') yield line;
}
