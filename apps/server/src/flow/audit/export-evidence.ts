import {
  EVIDENCE_AUDIT,
  EVIDENCE_MANIFEST,
  EVIDENCE_SIGNATURE,
  type EvidenceManifest,
  type EvidenceSignature,
  HeraldError,
  type ResponseOf,
} from '@herald/contract';
import { accountNames } from '../../modules/accounts/index.ts';
import {
  answerContext,
  complaintsAboutMessage,
  type MessageComplaint,
  messageOfComplaint,
  wordsContext,
} from '../../modules/complaints/index.ts';
import { findEnterprise } from '../../modules/qualification/index.ts';
import { listChanges } from '../../modules/templates/index.ts';
import type { Sql } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Vault } from '../../platform/vault.ts';
import { laterContent, measuredEntry, textContent, type ZipEntry, zipStream } from '../../platform/zip.ts';
import { readFile } from '../files/read-file.ts';
import { readMessage } from '../messages/read-message.ts';
import { exportAudit } from './export-audit.ts';
import type { AuditDeps } from './record-act.ts';
import { compareSpoken, spokenMessage } from './spoken.ts';

type Deps = AuditDeps & { readonly files: FileStore };
type Message = ResponseOf<'GetUVMSMessage'>;

const README = `本文件是一条语音消息的证据包。This is the evidence of one voice message.

message.json     消息、判断轨迹、过程与回执 / the message, its decision trail, steps and receipt
ladder.txt       SIP 信令 / its SIP messages
filed.json       备案内容与实际播报 / what was filed and what was said
complaints.json  对它的投诉及处理 / complaints about it, and what came of them
recordings/      经同意的录音 / recordings that were consented to
${EVIDENCE_AUDIT}      该账号的审计记录链 / the audit log of the account
${EVIDENCE_MANIFEST}    以上各项的 SHA-256，由 ${EVIDENCE_SIGNATURE} 签名 / SHA-256 of all of it, which ${EVIDENCE_SIGNATURE} signs

验证 / To prove it, without a server:  herald verify-evidence FILE
`;

/**
 * All that is known of a message as one ZIP, made as it is read. Its manifest names every entry's SHA-256 and is signed,
 * so that whoever has the file proves it without this server.
 * @param about the message, or a complaint about it
 * @throws HeraldError MESSAGE_NOT_FOUND, COMPLAINT_UNKNOWN, COMPLAINT_NOBODYS, EVIDENCE_OF
 */
export async function exportEvidence(
  deps: Deps,
  about: { readonly accountId: string; readonly sessionNo?: string; readonly complaintId?: string },
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const { sql, vault, clock } = deps;
  const spoken = await spokenMessage(sql, await messageOf(sql, about));
  const { accountId, sessionNo, templateId } = spoken;
  const [message, comparison, names, enterprise, history, complaints] = await Promise.all([
    readMessage(deps, { accountId, sessionNo, projects: 'all' }, 'zh'),
    compareSpoken(sql, vault, spoken),
    accountNames(sql, [accountId]),
    findEnterprise(sql, vault, accountId),
    listChanges(sql, { accountId, templateId }),
    complaintsAboutMessage(sql, { accountId, sessionNo }),
  ]);
  const exportedAt = clock.now();
  const { filed, fits, recorded } = comparison;
  const entries: ZipEntry[] = [
    text('README.txt', README),
    json('message.json', {
      accountId,
      account: names.get(accountId),
      enterprise: enterprise?.name,
      message,
    }),
    text('ladder.txt', ladderText(message)),
    json('filed.json', {
      templateId,
      flowVersion: spoken.flowVersion,
      filed,
      erased: spoken.calleeMask === '',
      spoken: comparison.spoken,
      fits,
      recorded,
      history,
    }),
    json('complaints.json', complaints.map(complaintEntry(vault))),
    ...(await recordings(deps, accountId, message)),
    ...(await auditEntry(deps, accountId)),
  ];
  const manifest = { format: 'herald.evidence.v1' as const, exportedAt, accountId, sessionNo };
  return {
    name: `evidence-${sessionNo}.zip`,
    mime: 'application/zip',
    size: undefined,
    content: zipStream(signed(deps, manifest, entries), { at: new Date(exportedAt) }),
  };
}

async function messageOf(
  sql: Sql,
  { accountId, sessionNo, complaintId }: Parameters<typeof exportEvidence>[1],
): Promise<{ accountId: string; sessionNo: string }> {
  if (sessionNo !== undefined) return { accountId, sessionNo };
  if (complaintId === undefined) throw new HeraldError('EVIDENCE_OF');
  const found = isUuid(complaintId) ? await messageOfComplaint(sql, { accountId, complaintId }) : undefined;
  if (found === undefined) throw new HeraldError('COMPLAINT_UNKNOWN', { complaintId });
  if (found === null) throw new HeraldError('COMPLAINT_NOBODYS');
  return { accountId, sessionNo: found };
}

const complaintEntry =
  (vault: Vault) =>
  ({ wordsSealed, answerSealed, ...complaint }: MessageComplaint) => ({
    ...complaint,
    words: wordsSealed && vault.open(wordsSealed, wordsContext(complaint.complaintId)),
    answer: answerSealed && vault.open(answerSealed, answerContext(complaint.complaintId)),
  });

/** The entries, each measured as it passes, then the manifest of what passed, then its signature. */
function signed(
  { vault }: Deps,
  manifest: Omit<EvidenceManifest, 'entries'>,
  entries: readonly ZipEntry[],
): ZipEntry[] {
  const passed: { name: string; bytes: number; sha256: string }[] = [];
  const manifestText = () =>
    `${JSON.stringify({ ...manifest, entries: passed } satisfies EvidenceManifest, null, 2)}\n`;
  const measured = entries.map((entry) => measuredEntry(entry, (one) => passed.push(one)));
  const keys = Object.fromEntries(
    [...vault.verificationKeys].map(([id, raw]) => [id, raw.toString('base64')]),
  );
  const signature = () => {
    const { keyId, signature: bytes } = vault.sign(manifestText());
    return { keyId, signature: bytes.toString('base64'), keys } satisfies EvidenceSignature;
  };
  return [
    ...measured,
    { name: EVIDENCE_MANIFEST, content: laterContent(manifestText) },
    { name: EVIDENCE_SIGNATURE, content: laterContent(() => `${JSON.stringify(signature(), null, 2)}\n`) },
  ];
}

const text = (name: string, words: string): ZipEntry => ({ name, content: textContent(words) });
const json = (name: string, value: unknown): ZipEntry => text(name, `${JSON.stringify(value, null, 2)}\n`);

/** A line a SIP message: when, which way (→ to the carrier), what, over which trunk. */
function ladderText({ Ladder = [] }: Message): string {
  return Ladder.map(({ At, Direction, Message: what, Method, CallId, ChannelId }) => {
    const way = Direction === 'out' ? '→' : '←';
    const words = what === Method ? what : `${what} (${Method})`;
    return `${new Date(At).toISOString()}  ${way}  ${words.padEnd(16)}  ${ChannelId}  ${CallId}\n`;
  }).join('');
}

/** 4.3.9: there is a recording only where the callee consented to it, which the receipt tells. */
async function recordings(deps: Deps, accountId: string, { Receipt }: Message): Promise<ZipEntry[]> {
  const kept: ZipEntry[] = [];
  for (const [nth, { Node, FileId }] of (Receipt?.Flow?.Recordings ?? []).entries()) {
    try {
      const { content } = await readFile(deps, { accountId, fileId: FileId });
      kept.push({ name: `recordings/${nth + 1}-${Node}.wav`, content });
    } catch (error) {
      // Erased since: the receipt still says that there was one.
      if (!(error instanceof HeraldError && error.name === 'FILE_NOT_FOUND')) throw error;
    }
  }
  return kept;
}

/** An account in which nobody has done anything yet has no log. */
async function auditEntry(deps: Deps, accountId: string): Promise<ZipEntry[]> {
  try {
    return [{ name: EVIDENCE_AUDIT, content: (await exportAudit(deps, accountId)).content }];
  } catch (error) {
    if (error instanceof HeraldError && error.name === 'AUDIT_EMPTY') return [];
    throw error;
  }
}
