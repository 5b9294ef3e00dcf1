import { findMember, insertMember } from '../../modules/accounts/index.ts';
import {
  createIdentity,
  deleteIdentity,
  endSessions,
  findIdentityByEmail,
  type PasswordHasher,
  type Realm,
  setPassword,
} from '../../modules/identities/index.ts';
import {
  deleteOperator,
  findOperator,
  insertOperator,
  lockOperators,
} from '../../modules/operators/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

/** By whom the demo is tried out: an owner of the demo account, and an administrator of the platform. */
export const DEMO_OWNER = 'mem-demo';
export const DEMO_OPERATOR = 'op-demo';
export const DEMO_EMAILS = { customer: 'owner@demo.example', operator: 'admin@demo.example' } as const;

interface Deps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
  readonly passwords: PasswordHasher;
}

/** Makes both log-ins, or gives those that are there the passwords that this installation has on file. */
export async function seedDemoLogins(
  deps: Deps,
  accountId: string,
  passwords: Readonly<Record<Realm, string>>,
): Promise<void> {
  const { vault, clock } = deps;
  const at = () => new Date(clock.now());
  await seedLogin(deps, 'customer', passwords.customer, async (tx, identityId) => {
    if (await findMember(tx, vault, { accountId, memberId: DEMO_OWNER })) return;
    const who = { identityId };
    const member = { accountId, memberId: DEMO_OWNER, who, role: 'owner', projects: 'all' } as const;
    await insertMember(tx, vault, { ...member, at: at() });
  });
  await seedLogin(deps, 'operator', passwords.operator, async (tx, identityId) => {
    if (await findOperator(tx, vault, DEMO_OPERATOR)) return;
    const operator = { operatorId: DEMO_OPERATOR, who: { identityId }, roles: ['admin'] } as const;
    await insertOperator(tx, vault, { ...operator, at: at() });
  });
}

async function seedLogin(
  { sql, vault, clock, newId, passwords }: Deps,
  realm: Realm,
  password: string,
  place: (tx: Tx, identityId: string) => Promise<void>,
): Promise<void> {
  const email = DEMO_EMAILS[realm];
  const before = await findIdentityByEmail(sql, vault, realm, email);
  if (await passwords.verify(password, before?.passwordHash)) return;
  const passwordHash = await passwords.hash(password);
  await inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    const identityId = newId();
    const person = { identityId, realm, email, name: 'Demo', language: 'zh', passwordHash, at } as const;
    if (await createIdentity(tx, vault, person)) return place(tx, identityId);
    // Made before, by another start or with a password that was lost.
    const identity = await findIdentityByEmail(tx, vault, realm, email);
    if (!identity) return;
    await setPassword(tx, { identityId: identity.identityId, passwordHash, at });
    await endSessions(tx, { identityIds: [identity.identityId], at });
  });
}

/** Where the sandbox is off, nobody logs in by the demo: an administrator whose password lies in a file is gone. */
export async function removeDemoOperator({ sql, vault }: Pick<Deps, 'sql' | 'vault'>): Promise<void> {
  await inTransaction(sql, async (tx) => {
    await lockOperators(tx);
    const operator = await findOperator(tx, vault, DEMO_OPERATOR);
    if (!operator) return;
    await deleteOperator(tx, DEMO_OPERATOR);
    if (operator.identityId) await deleteIdentity(tx, operator.identityId);
  });
}
