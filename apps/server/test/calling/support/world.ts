import { createManualClock, type ManualClock } from '@herald/sip/testkit';
import { onTestFinished } from 'vitest';
import {
  type CallEngine,
  type CallEngineOptions,
  type CallEvent,
  type CallOutcome,
  type CallPlan,
  type CallScript,
  createCallEngine,
} from '../../../src/calling/index.ts';
import { type Callee, type CalleeOptions, type Line, openCallee } from './callee.ts';
import { toneVoice } from './tone-voice.ts';

/** Two plays of 200 ms with 300 ms between them, in a world whose voice gives 200 ms for each text. */
export const SCRIPT: CallScript = {
  language: 'zh',
  pieces: [{ kind: 'text', text: '您好' }],
  plays: 2,
  pauseMs: 300,
};
export const TONE_MS = 200;

let calls = 0;

/** A plan with a Call-ID of its own for a callee on loopback. */
export function planFor(port: number, more: Partial<CallPlan> = {}): CallPlan {
  calls++;
  return {
    callId: `test-${process.pid}-${calls}`,
    trunk: { trunkId: 'test', host: '127.0.0.1', port },
    caller: '+8602151860000',
    callee: '+8613800000200',
    script: SCRIPT,
    ringTimeoutMs: 45_000,
    maxTalkMs: 60_000,
    ...more,
  };
}

export interface Placed {
  readonly plan: CallPlan;
  /** State and detail of each event, as `playing 1`. */
  readonly events: string[];
  readonly outcome: Promise<CallOutcome>;
  /** Resolves once this event has been told. */
  told(event: string): Promise<void>;
}

export function placeCall(engine: CallEngine, plan: CallPlan): Placed {
  const events: string[] = [];
  const waiting = new Map<string, () => void>();
  const onEvent = ({ state, detail }: CallEvent) => {
    const event = detail === undefined ? state : `${state} ${detail}`;
    events.push(event);
    waiting.get(event)?.();
  };
  return {
    plan,
    events,
    outcome: engine.place(plan, onEvent),
    told: (event) =>
      events.includes(event) ? Promise.resolve() : new Promise((resolve) => waiting.set(event, resolve)),
  };
}

/**
 * Real sockets and a clock by hand: both sides of a call live in this event loop and see the same time, which moves
 * only while something is waited for. So no test depends on how fast the machine is.
 */
export interface World {
  readonly clock: ManualClock;
  engine(options?: Partial<CallEngineOptions>): Promise<CallEngine>;
  callee(behave: (line: Line) => void, options?: Partial<CalleeOptions>): Promise<Callee>;
  /** Lets time pass until the promise is settled. */
  pass<Value>(promise: Promise<Value>): Promise<Value>;
  /** Lets the event loop turn, in no time, until there is a value. */
  until<Value>(look: () => Value | undefined | false): Promise<Value>;
}

/** What is opened in it is closed when the test is over. */
export function createWorld(): World {
  const clock = createManualClock();
  const open: { close(): Promise<void> }[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  const world: World = {
    clock,
    async engine(options = {}) {
      const engine = await createCallEngine({
        host: '127.0.0.1',
        sipPort: 0,
        rtpPortMin: 30_000,
        rtpPortMax: 30_999,
        capacity: 100,
        voice: toneVoice(TONE_MS),
        warm: [],
        clock,
        ...options,
      });
      open.push(engine);
      return engine;
    },
    async callee(behave, options = {}) {
      const callee = await openCallee({ behave, clock, ...options });
      open.push(callee);
      return callee;
    },
    async pass(promise) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      // Turns between the steps: what was sent in one has arrived before the next.
      for (let turns = 0; !settled; turns++) {
        if (turns % 3 === 0) clock.advance(20);
        await turn();
      }
      return promise;
    },
    async until(look) {
      for (;;) {
        const value = look();
        if (value !== undefined && value !== false) return value;
        await turn();
      }
    },
  };
  onTestFinished(async () => {
    for (const thing of open.reverse()) await world.pass(thing.close());
  });
  return world;
}
