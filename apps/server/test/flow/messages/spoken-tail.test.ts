import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlowScript } from '../../../src/calling/index.ts';
import { compareSpoken, spokenMessage } from '../../../src/flow/audit/spoken.ts';
import { createFlowHelp } from '../../../src/flow/callflows/answer-call.ts';
import { COMPLAIN } from '../../../src/flow/messages/spoken-tail.ts';
import { changeTail } from '../../../src/flow/templates/set-tail.ts';
import { createOutboundHttp } from '../../../src/platform/outbound-http.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NOTICE = { templateId: NOTICE_TEMPLATE, values: ['A1'] };

/** An account whose notices end so. */
async function account(tail: 'refuse' | 'refuse-complain', templateId?: string): Promise<string> {
  const accountId = await world.account({ cash: 1_000_000n });
  await changeTail(world, { accountId, templateId, tail });
  return accountId;
}

/** Sends one message and has the callee press the key of this node, if any. @returns the script that was called with */
async function called(accountId: string, change: object, node?: string) {
  await world.emptyQueue();
  const calledNumber = world.freshNumber();
  const sessionNo = await world.send(accountId, { calledNumber, ...change });
  const nodeId = await world.node();
  const http = createOutboundHttp({ allow: [] });
  const engine = scriptedEngine({
    async place(_plan, _onEvent, ask) {
      if (node !== undefined) expect(await ask?.('refuse', { node })).toBe(true);
      return outcomeOf({ kind: 'answered' }, world.clock.now());
    },
  });
  const flows = {
    help: createFlowHelp({ ...world, nodeId, http }),
    recordings: { keep: async () => new Map() },
  };
  await (await openPlacer(world, engine, { nodeId, flows })).run();
  const script = engine.placed[0]?.script;
  if (!script) throw new Error('nothing was called');
  return { sessionNo, calledNumber, script };
}

const said = (script: object): string =>
  [...JSON.stringify(script).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text).join('');

test('4.2.8 a notice says at its end how to refuse and to complain, where the account or its template says so; a code never', async () => {
  const accountId = await account('refuse-complain');
  const { script } = await called(accountId, NOTICE);
  expect(said(script)).toContain('您的订单A1已发货。不再接听此类来电，请按9，投诉请按8。');
  expect((script as FlowScript).flow.nodes.notice).toMatchObject({ keys: { 8: COMPLAIN, 9: 'refuse' } });
  expect(said((await called(accountId, { templateId: CODE_TEMPLATE })).script)).not.toContain('请按');

  await changeTail(world, { accountId, templateId: NOTICE_TEMPLATE, tail: 'none' });
  expect('pieces' in (await called(accountId, NOTICE)).script).toBe(true);
  await changeTail(world, { accountId, templateId: NOTICE_TEMPLATE, tail: 'refuse' });
  expect(said((await called(accountId, NOTICE)).script)).not.toContain('投诉');
  await changeTail(world, { accountId, templateId: NOTICE_TEMPLATE, tail: undefined });
  expect(said((await called(accountId, NOTICE)).script)).toContain('投诉请按8');
  await expect(
    changeTail(world, { accountId, templateId: CODE_TEMPLATE, tail: 'refuse' }),
  ).rejects.toMatchObject({ name: 'SPOKEN_TAIL_UNFIT' });
});

test('4.3.2 the key of a refusal acts at once: the next message is refused, and nobody has complained', async () => {
  const accountId = await account('refuse', NOTICE_TEMPLATE);
  const { calledNumber } = await called(accountId, NOTICE, 'refuse');
  await expect(world.send(accountId, { calledNumber, ...NOTICE })).rejects.toMatchObject({
    name: 'CALLEE_REFUSES',
  });
  expect(await world.sql`SELECT 1 FROM complaints WHERE account_id = ${accountId}`).toHaveLength(0);
});

test('4.2.8, 4.3.6 the key of a complaint opens one about this message, and the callee is not called again', async () => {
  const accountId = await account('refuse-complain');
  const { sessionNo, calledNumber } = await called(accountId, NOTICE, COMPLAIN);
  const complaints = await world.sql`
    SELECT session_no AS "sessionNo", channel FROM complaints WHERE account_id = ${accountId}`;
  expect([...complaints]).toEqual([{ sessionNo, channel: 'key' }]);
  await expect(world.send(accountId, { calledNumber, ...NOTICE })).rejects.toMatchObject({
    name: 'CALLEE_REFUSES',
  });
});

test('4.3.8 what was spoken with a tail still fits what was filed', async () => {
  const accountId = await account('refuse');
  const { sessionNo } = await called(accountId, NOTICE);
  const spoken = await spokenMessage(world.sql, { accountId, sessionNo });
  expect(await compareSpoken(world.sql, world.vault, spoken)).toMatchObject({
    spoken: '您的订单A1已发货。',
    fits: true,
  });
});
