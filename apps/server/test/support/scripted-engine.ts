import type {
  AskCaller,
  CallCause,
  CallEngine,
  CallEvent,
  CallOutcome,
  CallPlan,
} from '../../src/calling/index.ts';

/** An outcome as an engine gives it: `answered` with ten seconds of talk, everything else without. */
export function outcomeOf(cause: CallCause, now: number, more: Partial<CallOutcome> = {}): CallOutcome {
  const answered = cause.kind === 'answered';
  return {
    result: answered ? 'answered' : 'failed',
    cause,
    startedAt: now,
    ...(answered ? { ringingAt: now, answeredAt: now, endedBy: 'us' as const } : {}),
    endedAt: answered ? now + 10_000 : now,
    talkMs: answered ? 10_000 : 0,
    playsCompleted: answered ? 1 : 0,
    digits: '',
    ...more,
  };
}

export interface ScriptedEngine extends CallEngine {
  /** Every plan that `place` was called with, in order. */
  placed: CallPlan[];
}

/** An engine without a telephone: what a call comes to is the test's to say. */
export function scriptedEngine(script: {
  prepare?(said: CallPlan['script']): Promise<void>;
  place(plan: CallPlan, onEvent: (event: CallEvent) => void, ask?: AskCaller): Promise<CallOutcome>;
}): ScriptedEngine {
  const placed: CallPlan[] = [];
  return {
    placed,
    prepare: async (said) => script.prepare?.(said),
    place(plan, onEvent, ask) {
      placed.push(plan);
      return script.place(plan, onEvent, ask);
    },
    register() {},
    probe() {},
    hear() {},
    hangup() {},
    load: () => ({ calls: 0, capacity: 1000 }),
    async close() {},
  };
}
