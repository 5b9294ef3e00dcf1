import { createFlow } from '../../src/flow/callflows/draft-flow.ts';
import { reviewableFlows } from '../../src/flow/callflows/review-flow.ts';
import { submitFlow } from '../../src/flow/callflows/submit-flow.ts';
import { grantCapability } from '../../src/modules/accounts/index.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { World } from './world.ts';

/** A flow that asks for one key, and has one of everything behind it. */
export const ASKING = {
  start: 'ask',
  maxSeconds: 90,
  nodes: {
    ask: {
      kind: 'menu',
      say: '您好，您的订单{1}已送达。满意请按1，客服请按2，不再接听请按9。',
      keys: { 1: 'thanks', 2: 'agent', 9: 'stop' },
      otherwise: 'thanks',
    },
    agent: {
      kind: 'transfer',
      number: '+8613800000201',
      maxSeconds: 100,
      busy: 'thanks',
      noAnswer: 'thanks',
      failed: 'thanks',
    },
    stop: { kind: 'refuse', say: '已为您登记，我们不会再次致电。' },
    thanks: { kind: 'hangup', say: '感谢您的反馈，再见。' },
  },
};

/** The account may navigate by keys, and record if it is asked to. */
export async function grantNavigation(
  world: Pick<World, 'sql'> & { clock: Clock },
  accountId: string,
  recording = false,
): Promise<void> {
  const at = new Date(world.clock.now());
  await inTransaction(world.sql, async (tx) => {
    await grantCapability(tx, { accountId, capability: 'navigation', at });
    if (recording) await grantCapability(tx, { accountId, capability: 'recording', at });
  });
}

/** An approved flow of the account. @returns its id */
export async function approvedFlow(
  world: Pick<World, 'sql' | 'random' | 'newId' | 'limits'> & { clock: Clock },
  accountId: string,
  graph: unknown = ASKING,
): Promise<string> {
  const { sql, random, newId, clock, limits } = world;
  await grantNavigation(world, accountId, true);
  const at = new Date(clock.now());
  return inTransaction(sql, async (tx) => {
    const draft = {
      ...{ name: '送达回访', scene: '订单送达后请用户评价', appId: undefined, language: 'zh' as const },
      ...{ allDay: true, graph: JSON.stringify(graph) },
    } as const;
    const key = await createFlow(tx, { random }, accountId, draft, at);
    await submitFlow(tx, { newId, limits, allowNetworks: ['127.0.0.0/8'] }, key, at);
    const decision = { approved: true, reason: '', parts: [], operatorId: 'op', at } as const;
    await reviewableFlows().apply(tx, { accountId, subjectId: key.flowId, ...decision });
    return key.flowId;
  });
}
