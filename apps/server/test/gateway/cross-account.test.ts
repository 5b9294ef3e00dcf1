import { ACTIONS, type Action, type ActionName } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf } from '../support/generated-request.ts';
import { type Answer, OWNER, type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';
import type { Ids } from '../support/owners-steps.ts';
import { MARK } from '../support/owners-steps.ts';
import type { World } from '../support/world.ts';

/**
 * 4.3.1, 5.6: the data of one account is out of reach of every other. The owner's account is filled by its own calls;
 * then every Action of the registry is called by a member of another account with the owner's ids in every field that
 * can hold one. It gets nothing of the owner's, and changes nothing of it.
 */

const everyAction = Object.entries(ACTIONS) as [ActionName, Action][];
const ofRealm = (...realms: string[]) =>
  everyAction.filter(([, action]) => realms.includes(action.realm ?? 'customer')).map(([name]) => name);

let gateway: OwnersGateway;
let world: World;
let ids: Ids;

beforeAll(async () => {
  gateway = await openOwnersGateway();
  ({ world, ids } = gateway);
});
afterAll(() => gateway.close());

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
    const answer = await gateway.call('other', name, ids);
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
    expectNothingOfTheOwners(await gateway.call('anybody', name, ids));
    expect(await ownersRows()).toEqual(before);
  },
);

test.each(ofRealm('operator'))('4.3.1 %s is for the operator’s staff: 299 for a member', async (name) => {
  const before = await ownersRows();
  expect(await gateway.call('other', name, ids)).toMatchObject({ RetCode: 299 });
  expect(await ownersRows()).toEqual(before);
});

test('4.3.1, 5.6 the owner finds with the same ids what the other did not', async () => {
  expect(await gateway.call('owner', 'GetUVMSMessage', ids)).toMatchObject({ RetCode: 0, UserId: MARK });
  expect(await gateway.call('owner', 'GetUVMSOrder', ids)).toMatchObject({ RetCode: 0 });
});
