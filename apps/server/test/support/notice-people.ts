import type { Language, MemberRole, NoticeCategory } from '@herald/contract';
import { insertMember } from '../../src/modules/accounts/index.ts';
import { createIdentity } from '../../src/modules/identities/index.ts';
import { type Contact, saveContact } from '../../src/modules/notices/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { TestDatabase } from './database.ts';

/** A member who can log in, with an address of its own. @returns its id */
export async function addMember(
  { sql, vault, clock, newId }: TestDatabase,
  accountId: string,
  role: MemberRole,
  email: string,
  language: Language = 'zh',
): Promise<string> {
  const [identityId, memberId, at] = [newId(), newId(), new Date(clock.now())];
  await inTransaction(sql, async (tx) => {
    const identity = {
      identityId,
      realm: 'customer',
      email,
      name: role,
      language,
      passwordHash: null,
      at,
    } as const;
    if (!(await createIdentity(tx, vault, identity))) throw new Error(`${email} is taken`);
    await insertMember(tx, vault, { accountId, memberId, who: { identityId }, role, projects: 'all', at });
  });
  return memberId;
}

/** A contact whose addresses are verified, unless that is changed. @returns its id */
export async function addVerifiedContact(
  { sql, vault, clock, newId }: TestDatabase,
  accountId: string,
  categories: readonly NoticeCategory[],
  change: Partial<Contact>,
): Promise<string> {
  const contactId = newId();
  const contact: Contact = {
    contactId,
    name: 'Duty',
    language: 'zh',
    categories,
    email: undefined,
    phone: undefined,
    ...change,
  };
  await saveContact(sql, vault, accountId, contact, new Date(clock.now()));
  return contactId;
}
