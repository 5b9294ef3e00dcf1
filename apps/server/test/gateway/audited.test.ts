import { ACTIONS, type Action, type ActionName, isAudited } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailOf } from '../../src/modules/audit/index.ts';
import { fieldsOf } from '../support/generated-request.ts';
import { type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';

/**
 * 4.2.11: an act and its row in the audit log are one. The log is made to fail; then every Action that is an act is
 * called by who may call it: none is done, whichever tables it changes.
 */

const acts = (Object.entries(ACTIONS) as [ActionName, Action][]).filter(([, action]) => isAudited(action));
const callerOf = ({ realm = 'customer' }: Action) => (realm === 'operator' ? 'staff' : 'owner');
/** Counted before they are judged, and no part of what is asked for. */
const COUNTED_FIRST = new Set(['attempts', 'mail_proofs']);

let gateway: OwnersGateway;
/** As it was, and must stay. */
let before: Record<string, string>;
/** Actions that got as far as their row. */
const reached: string[] = [];

beforeAll(async () => {
  gateway = await openOwnersGateway();
  await gateway.world.sql`ALTER TABLE audit_log ADD CONSTRAINT nothing_more CHECK (false) NOT VALID`;
  before = await everything();
});
afterAll(() => gateway.close());

/** Every row of every table, but for those of a counter. */
async function everything(): Promise<Record<string, string>> {
  const { sql } = gateway.world;
  const tables = await sql<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const digests = tables
    .filter(({ name }) => !COUNTED_FIRST.has(name))
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${name} t`,
    );
  const rows = await sql.unsafe<{ name: string; digest: string | null }[]>(digests.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest ?? '']));
}

describe('4.2.11 what cannot be kept in the audit log is not done', () => {
  test.each(acts)('4.2.11 %s', async (name, action) => {
    const answer = await gateway.call(callerOf(action), name, gateway.ids);
    if (answer.RetCode === 150) reached.push(name);
    expect(answer.RetCode, 'an act was done without its row').not.toBe(0);
    expect(await everything()).toEqual(before);
  });

  test('4.2.11 two of five acts were called with what they ask for, so that the above shows something', () => {
    expect(reached.length).toBeGreaterThan(acts.length * 0.4);
  });
});

test('4.2.11 no secret and nothing that a person is called by is kept', () => {
  const personal = /密码|恢复码|令牌|动态口令|位验证码|姓名|联系电话|证件号/;
  const request: Record<string, string> = {};
  for (const [, action] of acts) {
    for (const [field, { words }] of fieldsOf(action) as [string, { words?: { zh: string } }][]) {
      if (personal.test(words?.zh ?? '')) request[field] = `kept-${field}`;
    }
  }
  expect(Object.keys(request)).toEqual(expect.arrayContaining(['Password', 'Token', 'ContactPhone', 'Name']));
  expect(detailOf(request)).not.toContain('kept-');
  expect(detailOf({ Reason: '来自 13800000200、call@example.com' })).toBe('{"Reason":"来自 …00、…@…"}');
  expect(detailOf({ Amount: '12345678.00', Numbers: ['+8613800000200'] })).toBe(
    '{"Amount":"12345678.00","Numbers":["…00"]}',
  );
});
