import { ACTIONS, type Action } from '@herald/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';
import { randomRequest } from '../support/random-request.ts';

/**
 * Whatever a request holds, its sender is told what is wrong with it. RetCode 150 (a fault of ours) and 110 (too long)
 * are no answer to any input: every Action is called with values of the right types, most of which fit its schema, by
 * the owner of an account that has one of everything, by the staff and by somebody without a session.
 */

const everyAction = Object.values(ACTIONS) as Action[];
const SEED = 20_260_301;
/** Who is refused before the values are read shows as much by few. */
const RUNS = 12;
const RUNS_OF_A_STRANGER = 2;
const CALLERS = {
  customer: ['owner'],
  person: ['owner'],
  operator: ['staff'],
  public: ['owner', 'staff', 'stranger'],
};

let gateway: OwnersGateway;

beforeAll(async () => {
  gateway = await openOwnersGateway();
});
afterAll(() => gateway.close());

describe.each(['owner', 'staff', 'stranger'])('api: random values by the %s', (who) => {
  test.each(everyAction.map((action) => [action.name, action] as const))(
    'api: %s never answers 150 or 110',
    async (_name, action) => {
      const { log, emptyQueue } = gateway.world;
      const numRuns = CALLERS[action.realm ?? 'customer'].includes(who) ? RUNS : RUNS_OF_A_STRANGER;
      await fc.assert(
        fc.asyncProperty(randomRequest(action, gateway.ids), async (texts) => {
          const { RetCode } = await gateway.send(who, action, texts);
          expect([110, 150], `${log.lines.at(-1)?.facts.error}`).not.toContain(RetCode);
        }),
        { seed: SEED, numRuns },
      );
      await emptyQueue();
    },
  );
});
