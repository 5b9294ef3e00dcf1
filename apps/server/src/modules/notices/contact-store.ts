import type { Language, NoticeCategory } from '@herald/contract';
import type { Db } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** To whom notices go beside the members. An address is used only when it has been verified. */
export interface Contact {
  contactId: string;
  name: string;
  language: Language;
  categories: readonly NoticeCategory[];
  email: Address | undefined;
  phone: Address | undefined;
}

export interface Address {
  plain: string;
  mask: string;
  verifiedAt: Date | undefined;
}

interface ContactRow {
  account_id: string;
  contact_id: string;
  name_sealed: Buffer;
  language: Language;
  categories: NoticeCategory[];
  email_sealed: Buffer | null;
  email_mask: string;
  email_verified_at: Date | null;
  phone_sealed: Buffer | null;
  phone_mask: string;
  phone_verified_at: Date | null;
}

export const noticeContactContext = (contactId: string, what: 'name' | 'email' | 'phone') =>
  `notice_contacts.${what}:${contactId}`;

export async function listContacts(
  db: Db,
  vault: Vault,
  accountIds: readonly string[],
): Promise<Map<string, Contact[]>> {
  const rows = await db<ContactRow[]>`
    SELECT account_id, contact_id, name_sealed, language, categories, email_sealed, email_mask, email_verified_at,
      phone_sealed, phone_mask, phone_verified_at
    FROM notice_contacts WHERE account_id = ANY(${accountIds as string[]}) ORDER BY account_id, contact_id`;
  const contacts = new Map<string, Contact[]>();
  for (const row of rows) {
    const own = contacts.get(row.account_id) ?? [];
    own.push(opened(vault, row));
    contacts.set(row.account_id, own);
  }
  return contacts;
}

function opened(vault: Vault, row: ContactRow): Contact {
  const address = (what: 'email' | 'phone'): Address | undefined => {
    const sealed = row[`${what}_sealed`];
    if (!sealed) return undefined;
    return {
      plain: vault.open(sealed, noticeContactContext(row.contact_id, what)),
      mask: row[`${what}_mask`],
      verifiedAt: row[`${what}_verified_at`] ?? undefined,
    };
  };
  return {
    contactId: row.contact_id,
    name: vault.open(row.name_sealed, noticeContactContext(row.contact_id, 'name')),
    language: row.language,
    categories: row.categories,
    email: address('email'),
    phone: address('phone'),
  };
}

/** Writes a contact, new or changed. */
export async function saveContact(
  db: Db,
  vault: Vault,
  accountId: string,
  contact: Contact,
  at: Date,
): Promise<void> {
  const { contactId, email, phone } = contact;
  const seal = (what: 'name' | 'email' | 'phone', text: string | undefined) =>
    text === undefined ? null : vault.seal(text, noticeContactContext(contactId, what));
  await db`
    INSERT INTO notice_contacts (account_id, contact_id, name_sealed, language, categories, email_sealed, email_mask,
      email_verified_at, phone_sealed, phone_mask, phone_verified_at, created_at, updated_at)
    VALUES (${accountId}, ${contactId}, ${seal('name', contact.name)}, ${contact.language},
      ${contact.categories as string[]}, ${seal('email', email?.plain)}, ${email?.mask ?? ''},
      ${email?.verifiedAt ?? null}, ${seal('phone', phone?.plain)}, ${phone?.mask ?? ''},
      ${phone?.verifiedAt ?? null}, ${at}, ${at})
    ON CONFLICT (account_id, contact_id) DO UPDATE SET name_sealed = excluded.name_sealed,
      language = excluded.language, categories = excluded.categories, email_sealed = excluded.email_sealed,
      email_mask = excluded.email_mask, email_verified_at = excluded.email_verified_at,
      phone_sealed = excluded.phone_sealed, phone_mask = excluded.phone_mask,
      phone_verified_at = excluded.phone_verified_at, updated_at = excluded.updated_at`;
}

/** @returns whether there was one */
export async function deleteContact(db: Db, key: { accountId: string; contactId: string }): Promise<boolean> {
  const gone = await db`
    DELETE FROM notice_contacts WHERE account_id = ${key.accountId} AND contact_id = ${key.contactId}`;
  return gone.count === 1;
}

// ── codes that prove an address ─────────────────────────────────────────────────────────────────────────────

export interface ContactCode {
  codeId: string;
  contactId: string;
  addressKey: Uint8Array;
  codeKey: Uint8Array;
  tries: number;
  sentAt: Date;
}

export async function insertContactCode(
  db: Db,
  accountId: string,
  code: Omit<ContactCode, 'tries'>,
): Promise<void> {
  await db`
    INSERT INTO notice_contact_codes (account_id, code_id, contact_id, address_key, code_key, sent_at)
    VALUES (${accountId}, ${code.codeId}, ${code.contactId}, ${code.addressKey}, ${code.codeKey}, ${code.sentAt})`;
}

/** Codes of the account since `since`, newest first. */
export async function contactCodesSince(db: Db, accountId: string, since: Date): Promise<ContactCode[]> {
  return await db<ContactCode[]>`
    SELECT code_id AS "codeId", contact_id AS "contactId", address_key AS "addressKey", code_key AS "codeKey", tries,
      sent_at AS "sentAt"
    FROM notice_contact_codes WHERE account_id = ${accountId} AND sent_at > ${since}
    ORDER BY code_id DESC`;
}

/** Counts a try of a code. */
export async function countTry(db: Db, key: { accountId: string; codeId: string }): Promise<void> {
  await db`
    UPDATE notice_contact_codes SET tries = tries + 1
    WHERE account_id = ${key.accountId} AND code_id = ${key.codeId}`;
}

/** Forgets codes sent before `before`, at most 10,000 at a time. @returns how many */
export async function forgetContactCodes(db: Db, before: Date): Promise<number> {
  const gone = await db`
    DELETE FROM notice_contact_codes WHERE (account_id, code_id) IN (
      SELECT account_id, code_id FROM notice_contact_codes WHERE sent_at < ${before} LIMIT 10000)`;
  return gone.count;
}

// ── what the members of an account want by e-mail ───────────────────────────────────────────────────────────

/** Categories that these accounts have muted, by account; accounts without any are left out. */
export async function mutedCategories(
  db: Db,
  accountIds: readonly string[],
): Promise<Map<string, readonly NoticeCategory[]>> {
  const rows = await db<{ account_id: string; muted: NoticeCategory[] }[]>`
    SELECT account_id, muted FROM notice_preferences WHERE account_id = ANY(${accountIds as string[]})`;
  return new Map(rows.map((row) => [row.account_id, row.muted]));
}

export async function saveMuted(
  db: Db,
  accountId: string,
  muted: readonly NoticeCategory[],
  at: Date,
): Promise<void> {
  await db`
    INSERT INTO notice_preferences (account_id, muted, updated_at) VALUES (${accountId}, ${muted as string[]}, ${at})
    ON CONFLICT (account_id) DO UPDATE SET muted = excluded.muted, updated_at = excluded.updated_at`;
}
