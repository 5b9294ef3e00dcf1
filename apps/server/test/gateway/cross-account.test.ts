import { ACTIONS, type Action, type ActionName } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStudio, openVoices, type Studio } from '../../src/calling/index.ts';
import { createTemplatePreviewer } from '../../src/flow/preview-template.ts';
import { createHandlers } from '../../src/gateway/handlers/index.ts';
import { createGateway, type Identity } from '../../src/gateway/index.ts';
import { insertMember } from '../../src/modules/accounts/index.ts';
import { createIdentity, openSession } from '../../src/modules/identities/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { member, operator } from '../support/callers.ts';
import { openTestFiles } from '../support/files.ts';
import { fieldsOf, requestFor } from '../support/generated-request.ts';
import { collectIds, FITTING, type Ids, MARK, ownersSteps } from '../support/owners-steps.ts';
import { png } from '../support/sample-files.ts';
import { giveCoupon, openShop } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

/**
 * 4.3.1, 5.6: the data of one account is out of reach of every other. The owner's account is filled by its own calls;
 * then every Action of the registry is called by a member of another account with the owner's ids in every field that
 * can hold one. It gets nothing of the owner's, and changes nothing of it.
 */

type Answer = { RetCode: number; Message?: string } & Record<string, unknown>;

const OWNER = 'a0';
const OTHER = 'a1';
const COUPON = 'coupon-of-the-owner';
const everyAction = Object.entries(ACTIONS) as [ActionName, Action][];
const ofRealm = (...realms: string[]) =>
  everyAction.filter(([, action]) => realms.includes(action.realm ?? 'customer')).map(([name]) => name);

const identities: Readonly<Record<string, Identity>> = {
  owner: member(OWNER),
  other: member(OTHER),
  staff: operator('admin'),
};

let world: World;
let app: FastifyInstance;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let studio: Studio;
let ids: Ids;

beforeAll(async () => {
  world = await openWorld();
  await openShop(world);
  for (const _account of [OWNER, OTHER]) await world.account({ cash: 100_000_000n });
  for (const accountId of [OWNER, OTHER]) await openOwner(accountId);
  await giveCoupon(world, { accountId: OWNER, couponId: COUPON, amount: 10_000n });
  disk = await openTestFiles();
  const { sql, vault, clock, newId, jobs, submitter, log } = world;
  studio = createStudio(systemClock, openVoices({ kind: 'espeak' }, log, systemClock));
  app = createGateway({
    registry: createHandlers({
      sql,
      vault,
      clock,
      random: systemRandom,
      newId,
      jobs,
      submitter,
      files: disk.files,
      operatorName: 'operator',
      studio,
      previewer: createTemplatePreviewer(sql, studio),
      providers: [],
      oidc: { customer: undefined, operator: undefined, opensAccounts: false },
      pushAllowNetworks: [],
    }),
    keys: { find: async () => undefined },
    apps: { find: async () => undefined, takeNonce: async () => false },
    sessions: {
      async find(token) {
        const identity = identities[token];
        return identity && { identity, allowedIps: [] };
      },
    },
    clock,
    ids: { requestId: newId },
    log,
    health: async () => ({ ready: true, parts: {} }),
    limits: { ratePerSecond: 10_000, rateBurst: 10_000, strangersPerSecond: 10_000, strangersBurst: 10_000 },
  });
  ids = {
    ProjectId: `${OWNER}-project`,
    ProjectIds: [`${OWNER}-project`],
    SessionId: `${OWNER}-owner-session`,
    CouponId: COUPON,
  };
  for (const [who, action, given] of ownersSteps(ids)) {
    const answer = await call(who, action, given);
    expect(answer, `${action}: ${answer.Message}`).toMatchObject({ RetCode: 0 });
    collectIds(answer, ids);
  }
});
afterAll(async () => {
  await app.close();
  await studio.close();
  await world.close();
  await disk.drop();
});

async function call(
  who: string,
  name: ActionName,
  given: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const action: Action = ACTIONS[name];
  const form = new URLSearchParams(requestFor(action, { ...FITTING, ...given })).toString();
  const upload = action.file === 'upload';
  const response = await app.inject({
    method: 'POST',
    url: upload ? `/?${form}` : '/',
    headers: {
      'content-type': upload ? 'application/octet-stream' : 'application/x-www-form-urlencoded',
      'accept-language': 'en',
      authorization: `Bearer ${who}`,
    },
    payload: upload ? png() : form,
  });
  // A file that goes out is no JSON: its bytes are looked through like any answer.
  const isJson = response.headers['content-type']?.toString().startsWith('application/json');
  return isJson ? response.json<Answer>() : { RetCode: 0, file: response.rawPayload.toString('latin1') };
}

/** The member of the account who owns it, as a person who has logged in. */
async function openOwner(accountId: string): Promise<void> {
  const { sql, vault, clock } = world;
  const { principal } = member(accountId);
  if (principal.kind !== 'member') throw new Error('an owner is a member');
  const { memberId, identityId, sessionId } = principal;
  const at = new Date(clock.now());
  const name = accountId === OWNER ? MARK : 'other';
  await inTransaction(sql, async (tx) => {
    const email = `${accountId}@${name}.example`;
    const person = { identityId, realm: 'customer', email, name, language: 'zh', at } as const;
    await createIdentity(tx, vault, { ...person, passwordHash: null });
    await insertMember(tx, vault, {
      accountId,
      memberId,
      who: { identityId },
      role: 'owner',
      projects: 'all',
      at,
    });
    await openSession(tx, {
      sessionId,
      token: `${accountId}-token`,
      identityId,
      realm: 'customer',
      ip: '203.0.113.7',
      agent: name,
      at,
    });
  });
}

/** All rows of the owner's in all tables, as one text. */
async function ownersRows(): Promise<Record<string, string>> {
  const tables = await world.sql<{ name: string; column: 'account_id' | 'identity_id' }[]>`
    SELECT c.table_name AS name, c.column_name AS column FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name IN ('account_id', 'identity_id') AND t.table_type = 'BASE TABLE'
    ORDER BY 1, 2`;
  const owner = { account_id: OWNER, identity_id: `${OWNER}-owner-identity` };
  const rows: Record<string, string> = {};
  for (const { name, column } of tables) {
    const [row] = await world.sql<{ digest: string | null }[]>`
      SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${world.sql(name)} t
      WHERE ${world.sql(column)} = ${owner[column]}`;
    rows[`${name} by ${column}`] = row?.digest ?? '';
  }
  return rows;
}

/** Whatever the answer says, but for ids that the caller gave himself and is told about. */
function expectNothingOfTheOwners(answer: Answer): void {
  const text = JSON.stringify(answer);
  expect(text).not.toContain(MARK);
  if (answer.RetCode !== 0) return;
  for (const [field, id] of Object.entries(ids)) {
    for (const one of [id].flat()) if (one.length >= 8) expect(text, field).not.toContain(one);
  }
}

test('4.3.1 every field that can hold an id has one of the owner’s to be tried with', () => {
  const fields = everyAction
    .filter(([, { realm = 'customer' }]) => realm !== 'operator')
    .flatMap(([name, action]) => fieldsOf(action).map(([field]) => ({ name, field })))
    .filter(({ field }) => /(?:Id|Ids|No|Key)$/.test(field) && !NOT_IDS.has(field));
  for (const { name, field } of fields) expect(ids, `${name}.${field}`).toHaveProperty(field);
});

/** Named like ids, and are none of the service's. */
const NOT_IDS = new Set(['UserId']);

describe('4.3.1 another account’s member, with the owner’s ids, gets nothing and changes nothing', () => {
  test.each(ofRealm('customer', 'person'))('4.3.1 %s', async (name) => {
    const before = await ownersRows();
    const answer = await call('other', name, ids);
    // A request that does not fit would prove nothing.
    expect(answer.RetCode, answer.Message).not.toBe(18_003);
    expectNothingOfTheOwners(answer);
    expect(await ownersRows()).toEqual(before);
  });
});

test.each(ofRealm('public'))(
  '4.3.1 %s, which anybody may call, tells nothing of the owner’s',
  async (name) => {
    const before = await ownersRows();
    expectNothingOfTheOwners(await call('anybody', name, ids));
    expect(await ownersRows()).toEqual(before);
  },
);

test.each(ofRealm('operator'))('4.3.1 %s is for the operator’s staff: 299 for a member', async (name) => {
  const before = await ownersRows();
  expect(await call('other', name, ids)).toMatchObject({ RetCode: 299 });
  expect(await ownersRows()).toEqual(before);
});

test('4.3.1 the owner finds with the same ids what the other did not', async () => {
  expect(await call('owner', 'GetUVMSMessage', ids)).toMatchObject({ RetCode: 0, UserId: MARK });
  expect(await call('owner', 'GetUVMSOrder', ids)).toMatchObject({ RetCode: 0 });
});
