import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginFlow,
  checkFlow,
  type Flow,
  type FlowEffect,
  type FlowEvent,
  LIMITS,
  resultOf,
  stepFlow,
  tryFlow,
} from '../src/index.ts';
import { ORDER, ordered } from './support/flows.ts';

function checked(value: unknown): Flow {
  const { flow, findings } = checkFlow(value);
  if (!flow) throw new Error(JSON.stringify(findings));
  return flow;
}

/** A call by hand: `take` tells what the flow wants done for it. */
function call(flow: Flow) {
  let state = beginFlow();
  let at = 0;
  return {
    take(...events: FlowEvent[]): FlowEffect<string>[] {
      return events.flatMap((event) => {
        const step = stepFlow(flow, state, event, at++);
        state = step.state;
        return step.effects;
      });
    },
    get state() {
      return state;
    },
    result: () => resultOf(state),
  };
}
const key = (pressed: string): FlowEvent => ({ type: 'key', key: pressed });
const [begin, played, timeout, ended] = (['begin', 'played', 'timeout', 'ended'] as const).map((type) => ({
  type,
})) as [FlowEvent, FlowEvent, FlowEvent, FlowEvent];
const kinds = (effects: readonly FlowEffect<string>[]) => effects.map((effect) => effect.do);

const flow = checked(ORDER);
const improving = checked({
  ...ORDER,
  nodes: {
    ...ORDER.nodes,
    message: { ...ORDER.nodes.message, improve: '录音可用于改进服务吗？同意请按1。' },
  },
});

describe('4.2.7 b what is done in a call', () => {
  test('rule: a key ends the prompt and leads on at once', () => {
    const line = call(flow);
    line.take(begin);
    expect(kinds(line.take(key('1')))).toEqual(['stop-playing', 'stop-waiting', 'enter', 'play']);
    expect(line.state.node).toBe('number');
  });

  test('rule: a wrong key and a time-out say it again, at most as often as the node says', () => {
    const line = call(flow);
    line.take(begin);
    expect(kinds(line.take(key('7')))).toContain('play');
    expect(line.take(played)).toEqual([{ do: 'wait', ms: 5000 }]);
    expect(kinds(line.take(timeout))).toEqual(['play']);
    line.take(played);
    line.take(timeout);
    expect(line.state.node).toBe('bye');
    expect(line.result().visits[0]).toMatchObject({ node: 'welcome', keys: '7' });
  });

  test('rule: digits end with #, and are read out where they are to be confirmed', () => {
    const line = call(flow);
    line.take(begin, key('1'), key('8'), key('8'), key('4'), key('8'));
    const effects = line.take(key('#'));
    expect(effects.find((effect) => effect.do === 'play')).toMatchObject({ digits: '8848' });
    line.take(played, key('2'));
    expect(line.state.node).toBe('number');
    line.take(key('1'), key('2'), key('3'), key('4'), key('5'), key('6'));
    expect(line.state.node).toBe('right');
    expect(line.result().collected).toEqual([{ node: 'number', digits: '123456' }]);
  });

  test('rule: too few digits are a try, enough and a pause are an answer', () => {
    const line = call(flow);
    line.take(begin, key('1'), played, key('8'), timeout);
    expect(line.state).toMatchObject({ node: 'number', digits: '', doing: 'saying' });
    line.take(played, key('1'), key('2'), key('3'), key('4'), timeout);
    expect(line.state.node).toBe('right');
  });

  test.each([
    ['silence', [timeout]],
    ['another key', [key('2')]],
  ])('4.3.9 %s is a no: nothing is recorded', (_what, answer) => {
    const line = call(flow);
    const effects = line.take(begin, key('2'), played, ...answer);
    expect(kinds(effects)).not.toContain('record');
    expect(line.state.node).toBe('bye');
    expect(line.result().consents).toMatchObject([{ node: 'message', given: false }]);
  });

  test.each([
    ['the key', key('1'), true],
    ['silence', timeout, false],
    ['another key', key('2'), false],
  ])(
    '4.3.9 use to improve the service is asked for by itself: %s means %3$s, and is recorded either way',
    (_what, answer, given) => {
      const line = call(improving);
      line.take(begin, key('2'), played);
      // A yes to being recorded is none to more: nothing is recorded before the second answer, and no early key is one.
      expect(kinds(line.take(key('1'), key('1')))).toEqual(['stop-playing', 'stop-waiting', 'play']);
      expect(kinds(line.take(played, answer))).toEqual([
        'wait',
        'stop-playing',
        'stop-waiting',
        'record',
        'play',
      ]);
      expect(line.result().consents).toMatchObject([
        { node: 'message', kind: 'recording', given: true },
        { node: 'message', kind: 'improvement', given },
      ]);
    },
  );

  test('4.3.9 who is not to be recorded is not asked what for', () => {
    const line = call(improving);
    line.take(begin, key('2'), played, timeout);
    expect(line.state.node).toBe('bye');
    expect(line.result().consents).toMatchObject([{ kind: 'recording', given: false }]);
  });

  test('4.3.9 a key pressed before the question was said to its end is no consent', () => {
    const line = call(flow);
    expect(line.take(begin, key('2'), key('1')).map(({ do: what }) => what)).not.toContain('record');
    expect(line.state.doing).toBe('saying');
    expect(kinds(line.take(played, key('1')))).toContain('record');
  });

  test('4.3.9 who hangs up while he is recorded has left his message', () => {
    const line = call(flow);
    line.take(begin, key('2'), played, key('1'), played);
    expect(kinds(line.take(ended))).toContain('stop-recording');
    line.take({ type: 'recorded', file: 'f', ms: 900 });
    expect(line.result().recordings).toEqual([{ node: 'message', file: 'f', ms: 900 }]);
    expect(line.result().completed).toBe(false);
  });

  test('4.2.8 a refusal is said to be registered when it is, and not before', () => {
    const line = call(flow);
    expect(kinds(line.take(begin, key('9')))).toContain('refuse');
    expect(line.state.doing).toBe('refusing');
    expect(kinds(line.take({ type: 'refused', ok: true }))).toEqual(['play']);
    expect(kinds(line.take(played))).toEqual(['hang-up']);
    const unlucky = call(flow);
    expect(kinds(unlucky.take(begin, key('9'), { type: 'refused', ok: false }))).not.toContain('say');
    expect(unlucky.state.doing).toBe('closing');
  });

  test('rule: a second line that is busy leads on, one that was up ends the call with it', () => {
    const line = call(flow);
    line.take(begin, key('3'));
    expect(line.state.doing).toBe('dialling');
    line.take({ type: 'transfer', outcome: 'busy' });
    expect(line.state.node).toBe('bye');
    const other = call(flow);
    other.take(begin, key('3'), { type: 'transfer', outcome: 'connected' });
    expect(kinds(other.take({ type: 'transfer-over' }))).toEqual(['hang-up']);
  });

  test('rule: a server’s branch is taken; any other word of it, and none, is otherwise', () => {
    const asking = checked({
      start: 'ask',
      nodes: {
        ask: {
          kind: 'webhook',
          url: 'https://example.com/next',
          branches: { paid: 'good' },
          otherwise: 'bye',
        },
        good: { kind: 'play', say: '已付款。', next: 'bye' },
        bye: { kind: 'hangup' },
      },
    });
    for (const [branch, node] of [
      ['paid', 'good'],
      ['constructor', 'bye'],
      [undefined, 'bye'],
    ] as const) {
      const line = call(asking);
      line.take(begin, { type: 'answer', branch });
      expect(line.state.node).toBe(node);
    }
  });

  test('rule: a flow is tried by keys, and tells what would be said', () => {
    const { steps, used, result } = tryFlow(flow, ['1', '8', '8', '4', '8', '#', '1']);
    expect(steps.map(({ node }) => node)).toEqual(['welcome', 'number', 'right', 'thanks', 'bye']);
    expect(steps[2]?.said[0]).toMatchObject({ digits: '8848' });
    expect(used).toBe(7);
    expect(result.completed).toBe(true);
  });
});

const anyEvent: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.constantFrom(...'0123456789*#').map(key),
  fc.constantFrom<FlowEvent>(
    played,
    timeout,
    begin,
    { type: 'recorded', ms: 1 },
    { type: 'answer', branch: 'paid' },
    { type: 'refused', ok: false },
    { type: 'transfer', outcome: 'busy' },
    { type: 'transfer-over' },
  ),
);

/** What comes by itself where the flow stands. */
const BY_ITSELF: Readonly<Record<string, FlowEvent>> = {
  nothing: begin,
  saying: played,
  listening: timeout,
  recording: timeout,
  storing: { type: 'recorded', ms: 1 },
  dialling: { type: 'transfer', outcome: 'no-answer' },
  connected: { type: 'transfer-over' },
  asking: { type: 'answer', branch: undefined },
  refusing: { type: 'refused', ok: true },
};

test('rule: a flow that the checker accepts comes to its end within its bound, whatever happens in the call', () => {
  let accepted = 0;
  fc.assert(
    fc.property(ordered(8), fc.array(anyEvent, { maxLength: 60 }), (value, events) => {
      const { flow: any } = checkFlow(value);
      fc.pre(any !== undefined);
      accepted++;
      const line = call(any);
      const nodes = Object.values(any.nodes);
      const bound =
        (nodes.reduce((sum, { visits }) => sum + (visits?.most ?? 0), 0) + 1) * (nodes.length + 1);
      const waiting = [...events];
      let enough = 100_000;
      while (line.state.doing !== 'closing') {
        // What anybody does comes between; what is waited for comes too.
        const event = waiting.pop();
        if (event) line.take(event);
        if (resultOf(line.state).completed) break;
        line.take(BY_ITSELF[line.state.doing] as FlowEvent);
        expect(enough--).toBeGreaterThan(0);
      }
      expect(line.state.steps).toBeLessThanOrEqual(Math.min(bound, LIMITS.steps + 1));
      expect(line.take(ended).some((effect) => effect.do === 'play')).toBe(false);
      expect(line.take(...events)).toEqual([]);
    }),
    { numRuns: 600, seed: 11 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('4.3.9 whatever happens, recording begins after a consent of that visit only, and ends with the call', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const line = call(flow);
      let recording = false;
      for (const event of [begin, ...events, ended]) {
        const consents = line.result().consents.filter(({ given }) => given).length;
        for (const effect of line.take(event)) {
          if (effect.do === 'record') {
            expect(line.result().consents.filter(({ given }) => given)).toHaveLength(consents + 1);
            recording = true;
          }
          if (effect.do === 'stop-recording') recording = false;
        }
        if (event.type === 'recorded') recording = false;
      }
      expect(recording).toBe(false);
    }),
    { numRuns: 500, seed: 5 },
  );
});
