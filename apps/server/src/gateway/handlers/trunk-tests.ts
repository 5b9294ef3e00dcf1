import { HeraldError } from '@herald/contract';
import { requestTrunkTest, type TestOutcome } from '../../flow/carriers/test-trunk.ts';
import { findTrunkTest } from '../../modules/carriers/index.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** Calls by which the staff hears a trunk. */
export function trunkTestHandlers(deps: HandlerDeps): Pick<Handlers, 'TestUVMSTrunk' | 'QueryUVMSTrunkTest'> {
  return {
    async TestUVMSTrunk({ operatorId }, request) {
      const testId = await requestTrunkTest(deps, {
        trunkId: request.TrunkId,
        operatorId,
        calledNumber: request.CalledNumber,
        language: request.Language ?? 'zh',
        sentence: request.Sentence ?? '这是一次线路测试，请挂机。',
      });
      return { TestId: testId };
    },

    async QueryUVMSTrunkTest(_caller, { TestId: testId }) {
      const test = isUuid(testId) ? await findTrunkTest(deps.sql, testId) : undefined;
      if (!test) throw new HeraldError('TRUNK_TEST_UNKNOWN', { testId });
      const outcome = test.outcome === '' ? undefined : (JSON.parse(test.outcome) as TestOutcome);
      return {
        TrunkId: test.trunkId,
        Phone: test.calleeMask,
        State: test.state,
        Result: outcome?.result ?? '',
        Duration: Math.round((outcome?.talkMs ?? 0) / 1000),
        Ladder: (outcome?.ladder ?? []).map(({ at, direction, message, method }) => ({
          Time: Math.round(at),
          Direction: direction,
          Message: message,
          Method: method,
        })),
        CreateTime: test.createdAt.getTime(),
      };
    },
  };
}
