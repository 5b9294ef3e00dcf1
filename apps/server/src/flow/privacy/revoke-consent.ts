import { HeraldError } from '@herald/contract';
import { forgetFile, giveUpUsed } from '../../modules/files/index.ts';
import { type ConsentKind, revokeConsents } from '../../modules/privacy/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';

/**
 * 4.3.9: takes back the consent to record a call: from the commit on nobody hears the recording, and its content is
 * taken away after it, here or, should that fail, by the sweep of files. Or takes back that it may be used to improve the
 * service alone: the recording stays, out of reach of that use. The proof of the consent stays, with when it was taken
 * back and by whom.
 * @param more what else is written with it, as the last statement
 * @throws HeraldError CONSENT_UNKNOWN
 */
export async function revokeConsent(
  { sql, clock, files }: { sql: Sql; clock: Clock; files: FileStore },
  revoked: { accountId: string; sessionNo: string; kind: ConsentKind; by: 'callee' | 'customer' },
  more: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const { accountId, sessionNo } = revoked;
  if (!isUuid(sessionNo)) throw new HeraldError('CONSENT_UNKNOWN', { sessionNo });
  const gone = await inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    const of = await revokeConsents(tx, { ...revoked, at });
    if (of === undefined) throw new HeraldError('CONSENT_UNKNOWN', { sessionNo });
    const uses = revoked.kind === 'recording' ? [{ accountId, use: `${of}:${sessionNo}` }] : [];
    const given = await giveUpUsed(tx, uses, at);
    await more(tx);
    return given;
  });
  for (const key of gone) {
    // Given up already: the sweep finds it again where it cannot be taken away now.
    await files.delete(key.fileId).then(
      () => forgetFile(sql, key),
      () => {},
    );
  }
}
