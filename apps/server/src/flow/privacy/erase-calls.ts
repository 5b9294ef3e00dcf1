import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { callerContext, eraseInbound, inboundToErase } from '../../modules/callflows/index.ts';
import { eraseInSamples } from '../../modules/compliance/index.ts';
import { type FileKey, forgetFile, giveUpUsed } from '../../modules/files/index.ts';
import {
  calleeContext,
  endedUnerased,
  eraseMessages,
  type MessageScope,
  type QueueKey,
  scriptContext,
} from '../../modules/messages/index.ts';
import { eraseConsents } from '../../modules/privacy/index.ts';
import { LONGEST_SPAN_MS } from '../../modules/quotas/index.ts';
import { eraseResults } from '../../modules/receipts/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

export interface EraseDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  newId(): string;
  readonly files: FileStore;
  /** Where the sandbox carrier keeps what callees heard; undefined: nowhere. */
  readonly heardDir: string | undefined;
}

const BATCH = 200;
/** What an erased message says: nothing, in the form that is read. */
const NOTHING_SAID = JSON.stringify({ language: 'zh', pieces: [], plays: 0, pauseMs: 0 });

/** The use by which a recording is kept. */
const ofMessage = ({ accountId, sessionNo }: QueueKey) => ({ accountId, use: `message:${sessionNo}` });

/**
 * Takes number, text, keys pressed, recordings and heard sound out of messages that are over, a batch at a time. What is
 * left is what money was paid for. Sounds go first: a batch that dies before its commit is found again.
 * @param more what else is written with each batch
 * @returns how many messages, and files, went
 */
export async function eraseEndedMessages(
  deps: EraseDeps,
  scope: MessageScope,
  more: (tx: Tx, counts: { messages: number; files: number }) => Promise<void> = async () => {},
): Promise<{ messages: number; files: number }> {
  const { sql, vault, clock } = deps;
  const all = { messages: 0, files: 0 };
  for (;;) {
    const found = await endedUnerased(sql, scope, BATCH);
    if (found.length === 0) return all;
    await forgetHeard(deps, found);
    const keptFrom = uuidFloor(clock.now() - LONGEST_SPAN_MS);
    const gone = await inTransaction(sql, async (tx) => {
      const messages = found.map((key) => ({
        ...key,
        calleeSealed: vault.seal('', calleeContext(key.sessionNo)),
        calleeKey: vault.key(`erased:${key.sessionNo}`),
        scriptSealed: vault.seal(NOTHING_SAID, scriptContext(key.sessionNo)),
      }));
      await eraseMessages(tx, messages, keptFrom);
      await eraseResults(tx, found);
      await eraseConsents(tx, found);
      await eraseInSamples(tx, found);
      const files = await giveUpUsed(tx, found.map(ofMessage), new Date(clock.now()));
      await more(tx, { messages: found.length, files: files.length });
      return files;
    });
    await deleteFiles(deps, gone);
    all.messages += found.length;
    all.files += gone.length;
  }
}

/** The same of calls that came in. */
export async function eraseEndedInbound(
  { sql, vault, clock, ...deps }: EraseDeps,
  scope: { accountId: string; callerKey: Uint8Array | null; before?: string },
  more: (tx: Tx, counts: { callsIn: number; files: number }) => Promise<void> = async () => {},
): Promise<number> {
  let all = 0;
  for (;;) {
    const found = await inboundToErase(sql, scope, BATCH);
    if (found.length === 0) return all;
    const gone = await inTransaction(sql, async (tx) => {
      const calls = found.map((call) => ({
        ...call,
        callerSealed: vault.seal('', callerContext(call.callNo)),
        callerKey: vault.key(`erased:${call.callNo}`),
      }));
      await eraseInbound(tx, calls);
      await eraseConsents(
        tx,
        found.map(({ accountId, callNo }) => ({ accountId, sessionNo: callNo })),
      );
      const uses = found.map(({ accountId, callNo }) => ({ accountId, use: `inbound:${callNo}` }));
      const files = await giveUpUsed(tx, uses, new Date(clock.now()));
      await more(tx, { callsIn: found.length, files: files.length });
      return files;
    });
    await deleteFiles({ sql, ...deps }, gone);
    all += found.length;
  }
}

/** Contents of files that were given up. One that cannot be taken away now is found again by the sweep of files. */
export async function deleteFiles(
  { sql, files, log }: Pick<EraseDeps, 'sql' | 'files' | 'log'>,
  gone: readonly FileKey[],
): Promise<void> {
  for (const key of gone) {
    try {
      await files.delete(key.fileId);
      await forgetFile(sql, key);
    } catch (error) {
      log.error('a file that is to be erased is not gone yet', { fileId: key.fileId, error });
    }
  }
}

/** What the sandbox carrier has kept of these messages. */
async function forgetHeard({ heardDir }: EraseDeps, keys: readonly QueueKey[]): Promise<void> {
  if (heardDir === undefined) return;
  const sessions = new Set(keys.map(({ sessionNo }) => sessionNo));
  const names = await readdir(heardDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    if (sessions.has(name.split('.', 1)[0] ?? '')) await rm(join(heardDir, name), { force: true });
  }
}
