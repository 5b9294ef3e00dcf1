import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endWaitingMessages } from '../../../src/flow/messages/end-waiting-messages.ts';
import { type MessageEvent, type MessageState, nextState } from '../../../src/flow/messages/lifecycle.ts';
import { recoverStuckMessages } from '../../../src/flow/messages/recover-stuck-messages.ts';
import { giveBack, markDialling } from '../../../src/modules/messages/index.ts';
import { giveUpLease } from '../../../src/modules/nodes/index.ts';
import { openWorld, type World } from '../../support/world.ts';

const STATES: MessageState[] = ['queued', 'claimed', 'dialling', 'ended'];
const EVENTS: MessageEvent[] = ['claim', 'dial', 'not-dialled', 'refuse', 'finish', 'expire', 'node-lost'];

/** Where each event leads from each state; `undefined`: it cannot happen. */
const TABLE: Record<MessageState, Record<MessageEvent, MessageState | undefined>> = {
  queued: {
    claim: 'claimed',
    dial: undefined,
    'not-dialled': undefined,
    refuse: 'ended',
    finish: undefined,
    expire: 'ended',
    'node-lost': undefined,
  },
  claimed: {
    claim: undefined,
    dial: 'dialling',
    'not-dialled': 'queued',
    refuse: 'ended',
    finish: undefined,
    expire: 'ended',
    'node-lost': 'queued',
  },
  dialling: {
    claim: undefined,
    dial: undefined,
    'not-dialled': 'queued',
    refuse: undefined,
    finish: 'ended',
    expire: undefined,
    'node-lost': 'ended',
  },
  ended: {
    claim: undefined,
    dial: undefined,
    'not-dialled': undefined,
    refuse: undefined,
    finish: undefined,
    expire: undefined,
    'node-lost': undefined,
  },
};
const every = STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const));

test.each(every)('product: %s × %s', (state, event) => {
  expect(nextState(state, event)).toBe(TABLE[state][event]);
});

describe('the database goes the ways of the table, and no other', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  /** The message as far as the state, and the node that has it there. */
  async function bring(state: MessageState) {
    await world.emptyQueue();
    const accountId = await world.account({ codes: 1n });
    const sessionNo = await world.send(accountId);
    const nodeId = await world.node();
    const key = { accountId, sessionNo };
    if (state !== 'queued') await world.claim(nodeId);
    if (state === 'dialling' || state === 'ended') await markDialling(world.sql, nodeId, [key]);
    if (state === 'ended') {
      await world.settler.settle({ ...key, nodeId, from: 'dialling', cause: { kind: 'no-answer' } });
    }
    return { ...key, nodeId };
  }

  type Brought = Awaited<ReturnType<typeof bring>>;
  const end = (message: Brought, from: 'queued' | 'claimed', reason: 'no-trunk' | 'expired') =>
    world.settler.settle({
      ...message,
      from,
      nodeId: from === 'queued' ? undefined : message.nodeId,
      cause: { kind: 'not-dialled', reason },
    });

  /** What happens in the database when the event occurs, whatever state the message is in. */
  const HAPPENINGS: Record<MessageEvent, (message: Brought) => Promise<unknown>> = {
    claim: ({ nodeId }) => world.claim(nodeId),
    dial: (message) => markDialling(world.sql, message.nodeId, [message]),
    'not-dialled': (message) =>
      giveBack(world.sql, message.nodeId, [{ ...message, dueAt: world.clock.now() }]),
    refuse: async (message) => {
      await end(message, 'queued', 'no-trunk');
      await end(message, 'claimed', 'no-trunk');
    },
    finish: (message) => world.settler.settle({ ...message, from: 'dialling', cause: { kind: 'no-answer' } }),
    async expire(message) {
      await world.sql`UPDATE queue SET expires_at = due_at WHERE session_no = ${message.sessionNo}`;
      await endWaitingMessages({ db: world.sql, clock: world.clock, settler: world.settler });
      await end(message, 'claimed', 'expired');
    },
    async 'node-lost'({ nodeId }) {
      await giveUpLease(world.sql, nodeId);
      await recoverStuckMessages({ db: world.sql, settler: world.settler });
    },
  };

  test.each(every)('product: a message that is %s, when %s happens', async (state, event) => {
    const message = await bring(state);
    await HAPPENINGS[event](message);
    const queued = (await world.queued(message.sessionNo))?.state;
    const over = (await world.receipt(message.sessionNo)) !== undefined;
    expect([queued, over]).toEqual(
      ((next) => (next === 'ended' ? [undefined, true] : [next, false]))(nextState(state, event) ?? state),
    );
  });
});
