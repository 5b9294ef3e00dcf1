import { type Language, NOTICE_KINDS, type NoticeKind } from '@herald/contract';
import { listContacts } from '../modules/notices/index.ts';
import type { Db } from '../platform/db.ts';
import type { Vault } from '../platform/vault.ts';

/** Where a notice goes beside the inbox. */
export interface Recipient {
  channel: 'email' | 'sms';
  recipient: string;
  address: { plain: string; mask: string };
  language: Language;
}

/**
 * Whom a notice of a kind reaches by e-mail and SMS, for each of these accounts: contacts who want its category, at
 * addresses that are verified. A notice to named members is theirs alone.
 */
export async function noticeRecipients(
  db: Db,
  vault: Vault,
  asked: { accountIds: readonly string[]; kind: NoticeKind; memberIds: readonly string[] | undefined },
): Promise<Map<string, Recipient[]>> {
  const { category, sms } = NOTICE_KINDS[asked.kind];
  const recipients = new Map<string, Recipient[]>();
  if (asked.memberIds) return recipients;
  for (const [accountId, contacts] of await listContacts(db, vault, asked.accountIds)) {
    const own: Recipient[] = [];
    for (const { contactId, categories, language, email, phone } of contacts) {
      if (!categories.includes(category)) continue;
      const recipient = `contact:${contactId}`;
      if (email?.verifiedAt) own.push({ channel: 'email', recipient, address: email, language });
      if (sms && phone?.verifiedAt) own.push({ channel: 'sms', recipient, address: phone, language });
    }
    recipients.set(accountId, own);
  }
  return recipients;
}
