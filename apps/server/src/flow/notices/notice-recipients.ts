import {
  type Language,
  MEMBER_ROLES,
  NOTICE_CATEGORIES,
  NOTICE_KINDS,
  type NoticeKind,
} from '@herald/contract';
import { activeMembers } from '../../modules/accounts/index.ts';
import { maskEmail, readIdentities } from '../../modules/identities/index.ts';
import { listContacts, mutedCategories } from '../../modules/notices/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** Where a notice goes beside the inbox. */
export interface Recipient {
  accountId: string;
  channel: 'email' | 'sms';
  /** 'member:…' or 'contact:…'. */
  recipient: string;
  address: { plain: string; mask: string };
  language: Language;
}

interface Asked {
  accountIds: readonly string[];
  kind: NoticeKind;
  /** Whose alone it is. */
  memberIds: readonly string[] | undefined;
}

/**
 * Whom a notice of a kind reaches by e-mail and SMS: the members whom it concerns, unless their account has muted its
 * category, and contacts who want the category, at addresses that are verified. A notice to named members is theirs
 * alone.
 */
export async function noticeRecipients(db: Db, vault: Vault, asked: Asked): Promise<Recipient[]> {
  const [members, contacts] = await Promise.all([
    memberRecipients(db, vault, asked),
    asked.memberIds ? [] : contactRecipients(db, vault, asked),
  ]);
  return [...members, ...contacts];
}

async function memberRecipients(db: Db, vault: Vault, { accountIds, kind, memberIds }: Asked) {
  const { category, concerns } = NOTICE_KINDS[kind];
  const [members, muted] = await Promise.all([
    activeMembers(db, accountIds),
    NOTICE_CATEGORIES[category].mandatory ? new Map() : mutedCategories(db, accountIds),
  ]);
  const concerned = members.filter(({ accountId, memberId, role }) => {
    if (muted.get(accountId)?.includes(category)) return false;
    if (memberIds) return memberIds.includes(memberId);
    const held: readonly string[] = MEMBER_ROLES[role].permissions;
    return held.includes(concerns);
  });
  const identities = await readIdentities(
    db,
    vault,
    concerned.map(({ identityId }) => identityId),
  );
  return concerned.flatMap(({ accountId, memberId, identityId }): Recipient[] => {
    const identity = identities.get(identityId);
    if (!identity) return [];
    const address = { plain: identity.email, mask: maskEmail(identity.email) };
    return [
      { accountId, channel: 'email', recipient: `member:${memberId}`, address, language: identity.language },
    ];
  });
}

async function contactRecipients(db: Db, vault: Vault, { accountIds, kind }: Asked) {
  const { category, sms } = NOTICE_KINDS[kind];
  const recipients: Recipient[] = [];
  for (const [accountId, contacts] of await listContacts(db, vault, accountIds)) {
    for (const { contactId, categories, language, email, phone } of contacts) {
      if (!categories.includes(category)) continue;
      const whom = { accountId, recipient: `contact:${contactId}`, language };
      if (email?.verifiedAt) recipients.push({ ...whom, channel: 'email', address: email });
      if (sms && phone?.verifiedAt) recipients.push({ ...whom, channel: 'sms', address: phone });
    }
  }
  return recipients;
}
