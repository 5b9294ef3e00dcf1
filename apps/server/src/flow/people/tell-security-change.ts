import type { Words } from '@herald/contract';
import { findMemberOf } from '../../modules/accounts/index.ts';
import { readIdentities } from '../../modules/identities/index.ts';
import type { Tx } from '../../platform/db.ts';
import { notify } from '../notices/notify.ts';
import { sendMail } from '../notices/send-mail.ts';
import type { PeopleDeps } from './people-deps.ts';

/** Tells somebody that their way of logging in has changed: a member by a notice of theirs alone, staff by mail. */
export async function tellSecurityChange(
  tx: Tx,
  deps: PeopleDeps,
  { identityId, ip, what }: { identityId: string; ip: string; what: Words },
): Promise<void> {
  const details = { changedAt: deps.clock.now(), ip, whatZh: what.zh, whatEn: what.en };
  const member = await findMemberOf(tx, identityId);
  if (member) {
    const { accountId, memberId } = member;
    await notify(tx, deps, { accountId, kind: 'account.security-changed', details, memberIds: [memberId] });
    return;
  }
  const identity = (await readIdentities(tx, deps.vault, [identityId])).get(identityId);
  if (!identity) return;
  await sendMail(tx, deps, {
    to: identity.email,
    kind: 'staff-security-changed',
    language: identity.language,
    details: { ip, what: what[identity.language] },
  });
}
