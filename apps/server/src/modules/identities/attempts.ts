import { HeraldError } from '@herald/contract';
import type { Db } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { ATTEMPTS, type AttemptKind, blockMs } from './rules.ts';

/** Whose attempts are counted: an address of a person or of a machine. */
export interface AttemptSubject {
  readonly kind: AttemptKind;
  readonly subject: string;
}

const keyOf = (vault: Vault, { kind, subject }: AttemptSubject) => vault.key(`attempt:${kind}:${subject}`);

/**
 * Counts one attempt before it is judged, so that many at once cannot all be the last that is free. A statement of
 * its own, outside any transaction: an attempt counts even when the process dies over it.
 * @returns how many there are now, with this one
 * @throws HeraldError ATTEMPTS_BLOCKED
 */
export async function takeAttempt(db: Db, vault: Vault, who: AttemptSubject, now: number): Promise<number> {
  const policy = ATTEMPTS[who.kind];
  const key = keyOf(vault, who);
  const at = new Date(now);
  const forgotten = new Date(now - policy.forgetMs);
  const firstBlock = blockMs(policy, 1);
  const [taken] = await db<{ count: number }[]>`
    INSERT INTO attempts AS a (subject_key, count, last_at, blocked_until)
    VALUES (${key}, 1, ${at}, ${new Date(now + firstBlock)})
    ON CONFLICT (subject_key) DO UPDATE SET
      count = CASE WHEN a.last_at < ${forgotten} THEN 1 ELSE a.count + 1 END,
      last_at = ${at},
      blocked_until = ${at}::timestamptz + interval '1 millisecond' * (CASE
        WHEN a.last_at < ${forgotten} THEN ${firstBlock}::float8
        WHEN a.count + 1 < ${policy.free}::int THEN 0
        ELSE least(${policy.longestBlockMs}::float8,
          ${policy.firstBlockMs}::float8 * 2 ^ least(40, a.count + 1 - ${policy.free}::int)) END)
    WHERE a.blocked_until <= ${at}
    RETURNING count`;
  if (taken) return taken.count;
  const [row] = await db<{ until: Date }[]>`
    SELECT blocked_until AS until FROM attempts WHERE subject_key = ${key}`;
  const waitMs = Math.max(1000, (row?.until.getTime() ?? now) - now);
  throw new HeraldError('ATTEMPTS_BLOCKED', { waitSeconds: Math.ceil(waitMs / 1000) });
}

/** What was counted turned out to be no failure. A block stands where there are too many others. */
export async function giveBackAttempt(db: Db, vault: Vault, who: AttemptSubject, now: number): Promise<void> {
  const { free } = ATTEMPTS[who.kind];
  await db`
    UPDATE attempts SET count = greatest(0, count - 1),
      blocked_until = CASE WHEN count - 1 < ${free}::int THEN ${new Date(now)} ELSE blocked_until END
    WHERE subject_key = ${keyOf(vault, who)}`;
}

/** Forgets all attempts of somebody who has proven to be the right one. */
export async function clearAttempts(db: Db, vault: Vault, who: AttemptSubject): Promise<void> {
  await db`DELETE FROM attempts WHERE subject_key = ${keyOf(vault, who)}`;
}

export async function forgetAttempts(db: Db, before: Date): Promise<void> {
  await db`DELETE FROM attempts WHERE last_at < ${before} AND blocked_until < ${before}`;
}
