import { HeraldError, type Language, type NoticeCategory } from '@herald/contract';
import { findAccountName, lockAccounts } from '../../modules/accounts/index.ts';
import { maskEmail } from '../../modules/identities/index.ts';
import {
  type Address,
  type Contact,
  type ContactCode,
  contactCodesSince,
  countTry,
  insertContactCode,
  listContacts,
  saveContact,
} from '../../modules/notices/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { isMailAddress } from '../../platform/mail.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { type Random, randomDigits } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { sendMail } from './send-mail.ts';

export interface ContactDeps {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  random: Random;
  newId(): string;
  jobs: Jobs;
  smsAvailable?: boolean;
}

export const MOST_CONTACTS = 20;
const CODE_DIGITS = 6;
const CODE_LIVES_MS = 10 * 60_000;
const CODE_TRIES = 5;
const BETWEEN_CODES_MS = 60_000;
const DAY_MS = 86_400_000;
/** An account could else have strangers flooded with codes. */
const CODES_A_DAY_TO_ONE = 5;
const CODES_A_DAY = 50;

export type AddressKind = 'email' | 'phone';

/** What a customer writes about a contact. */
export interface ContactFields {
  name: string;
  email: string | undefined;
  phone: string | undefined;
  language: Language;
  categories: readonly NoticeCategory[];
}

/** Adds a contact. It gets nothing before its addresses are verified. */
export async function addContact(
  deps: ContactDeps,
  accountId: string,
  fields: ContactFields,
): Promise<string> {
  check(fields);
  const contactId = deps.newId();
  await withContacts(deps, accountId, async (tx, contacts) => {
    if (contacts.length >= MOST_CONTACTS) throw new HeraldError('CONTACTS_FULL', { limit: MOST_CONTACTS });
    await saveContact(tx, deps.vault, accountId, written(contactId, fields), new Date(deps.clock.now()));
  });
  return contactId;
}

/** Replaces what is known of a contact; an address stays verified only where it stays the same. */
export async function changeContact(
  deps: ContactDeps,
  accountId: string,
  contactId: string,
  fields: ContactFields,
): Promise<void> {
  check(fields);
  await withContacts(deps, accountId, async (tx, contacts) => {
    const before = find(contacts, contactId);
    await saveContact(
      tx,
      deps.vault,
      accountId,
      written(contactId, fields, before),
      new Date(deps.clock.now()),
    );
  });
}

/** Sends a code to an address of a contact: whoever reads it agrees by passing it on. */
export async function sendContactCode(
  deps: ContactDeps,
  asked: { accountId: string; contactId: string; kind: AddressKind },
): Promise<void> {
  const { vault, clock } = deps;
  const { accountId, contactId, kind } = asked;
  const now = clock.now();
  const code = randomDigits(deps.random, CODE_DIGITS);
  await withContacts(deps, accountId, async (tx, contacts) => {
    const contact = find(contacts, contactId);
    const address = addressOf(contact, kind);
    if (kind === 'phone' && !deps.smsAvailable) {
      throw new HeraldError('CONTACT_INVALID', {
        name: 'Phone',
        problemZh: '本服务未接入短信，不能验证手机',
        problemEn: 'this service sends no SMS, so it cannot be verified',
      });
    }
    const addressKey = vault.key(address.plain);
    const codes = await contactCodesSince(tx, accountId, new Date(now - DAY_MS));
    checkRate(codes, addressKey, now);
    const codeId = deps.newId();
    await insertContactCode(tx, accountId, {
      codeId,
      contactId,
      addressKey,
      codeKey: vault.key(`${codeId}:${code}`),
      sentAt: new Date(now),
    });
    const account = (await findAccountName(tx, accountId)) ?? accountId;
    const details = { account, code, minutes: CODE_LIVES_MS / 60_000 };
    await sendMail(tx, deps, {
      to: address.plain,
      kind: 'contact-code',
      language: contact.language,
      details,
    });
  });
}

/** Takes a code: the newest that was sent to this address of this contact counts, for ten minutes and five tries. */
export async function verifyContact(
  deps: ContactDeps,
  asked: { accountId: string; contactId: string; kind: AddressKind; code: string },
): Promise<void> {
  const { vault, clock } = deps;
  const { accountId, contactId, kind } = asked;
  const at = new Date(clock.now());
  const verified = await withContacts(deps, accountId, async (tx, contacts) => {
    const contact = find(contacts, contactId);
    const address = addressOf(contact, kind);
    if (address.verifiedAt) return true;
    const addressKey = vault.key(address.plain);
    const since = new Date(at.getTime() - CODE_LIVES_MS);
    const newest = (await contactCodesSince(tx, accountId, since)).find(
      (sent) => sent.contactId === contactId && addressKey.equals(sent.addressKey),
    );
    if (!newest || newest.tries >= CODE_TRIES) return false;
    await countTry(tx, { accountId, codeId: newest.codeId });
    if (!vault.key(`${newest.codeId}:${asked.code}`).equals(newest.codeKey)) return false;
    await saveContact(tx, vault, accountId, { ...contact, [kind]: { ...address, verifiedAt: at } }, at);
    return true;
  });
  // Not within the transaction: a wrong try must stay counted.
  if (!verified) throw new HeraldError('CONTACT_CODE_WRONG');
}

/** Under the lock of the account: what is judged by all its contacts and codes is judged by one at a time. */
async function withContacts<Result>(
  { sql, vault }: ContactDeps,
  accountId: string,
  work: (tx: Tx, contacts: readonly Contact[]) => Promise<Result>,
): Promise<Result> {
  return inTransaction(sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    return work(tx, (await listContacts(tx, vault, [accountId])).get(accountId) ?? []);
  });
}

function find(contacts: readonly Contact[], contactId: string): Contact {
  const contact = contacts.find((one) => one.contactId === contactId);
  if (!contact) throw new HeraldError('CONTACT_NOT_FOUND', { contactId });
  return contact;
}

function addressOf(contact: Contact, kind: AddressKind): Address {
  const address = contact[kind];
  if (address) return address;
  throw new HeraldError('CONTACT_INVALID', {
    name: kind === 'email' ? 'Email' : 'Phone',
    problemZh: '没有填写',
    problemEn: 'there is none',
  });
}

function written(contactId: string, fields: ContactFields, before?: Contact): Contact {
  const address = (kind: AddressKind, mask: (plain: string) => string): Address | undefined => {
    const plain = fields[kind];
    if (plain === undefined) return undefined;
    const known = before?.[kind];
    return { plain, mask: mask(plain), verifiedAt: known?.plain === plain ? known.verifiedAt : undefined };
  };
  const { name, language, categories } = fields;
  return {
    contactId,
    name,
    language,
    categories: [...new Set(categories)],
    email: address('email', maskEmail),
    phone: address('phone', maskNumber),
  };
}

function check({ email, phone }: ContactFields): void {
  if (email === undefined && phone === undefined) {
    throw new HeraldError('CONTACT_INVALID', {
      name: 'Email',
      problemZh: '邮箱与手机至少填写一项',
      problemEn: 'an e-mail address or a telephone is needed',
    });
  }
  if (email !== undefined && !isMailAddress(email)) {
    throw new HeraldError('CONTACT_INVALID', {
      name: 'Email',
      problemZh: '不是有效的邮箱地址',
      problemEn: 'it is no e-mail address',
    });
  }
}

function checkRate(codes: readonly ContactCode[], addressKey: Buffer, now: number): void {
  const toOne = codes.filter((code) => addressKey.equals(code.addressKey));
  // Newest first: the nth of them is the one that must have grown old.
  const waits = [
    wait(toOne[0], BETWEEN_CODES_MS, '每个地址每分钟 1 次', 'one a minute to an address'),
    wait(toOne[CODES_A_DAY_TO_ONE - 1], DAY_MS, '每个地址每天 5 次', 'five a day to an address'),
    wait(codes[CODES_A_DAY - 1], DAY_MS, '每个账号每天 50 次', 'fifty a day of an account'),
  ];
  for (const { until, limitZh, limitEn } of waits) {
    if (until <= now) continue;
    const waitSeconds = Math.ceil((until - now) / 1000);
    throw new HeraldError('CONTACT_CODE_TOO_OFTEN', { limitZh, limitEn, waitSeconds });
  }
}

function wait(code: ContactCode | undefined, spanMs: number, limitZh: string, limitEn: string) {
  return { until: code ? code.sentAt.getTime() + spanMs : 0, limitZh, limitEn };
}
