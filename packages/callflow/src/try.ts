import type { Flow } from './language.ts';
import {
  beginFlow,
  type FlowEffect,
  type FlowEvent,
  type FlowResult,
  resultOf,
  stepFlow,
  type TransferOutcome,
} from './machine.ts';

/** What would be heard in one node. */
export interface TriedStep<Say> {
  readonly node: string;
  /** `digits` are read out behind the prompt. */
  readonly said: readonly { readonly say: Say; readonly digits?: string }[];
  /** What was done there: keys, `timeout`, `branch:…`, `connected` …, in order. */
  readonly did: readonly string[];
}

const TRANSFERS: readonly TransferOutcome[] = ['connected', 'busy', 'no-answer', 'failed'];

/**
 * Goes through a flow without a call. `acts` are what others do, in order: a key where one is waited for, `timeout`
 * for nobody pressing one, `branch:name` for a server's answer, `connected`, `busy`, `no-answer` or `failed` for a
 * second line. When they are used up nobody presses anything, servers do not answer, and a second line is connected.
 * @returns also how many of `acts` were used: an act that does not fit the moment ends the using
 */
export function tryFlow<Say>(
  flow: Flow<Say>,
  acts: readonly string[],
): { steps: readonly TriedStep<Say>[]; result: FlowResult; used: number } {
  let state = beginFlow();
  const steps: { node: string; said: { say: Say; digits?: string }[]; did: string[] }[] = [];
  let used = 0;

  function take(event: FlowEvent): void {
    const step = stepFlow(flow, state, event, 0);
    state = step.state;
    for (const effect of step.effects) see(effect);
  }

  function see(effect: FlowEffect<Say>): void {
    if (effect.do === 'enter') steps.push({ node: effect.node, said: [], did: [] });
    else if (effect.do === 'play') {
      const { say, digits } = effect;
      steps.at(-1)?.said.push(digits === undefined ? { say } : { say, digits });
    }
  }

  /** The next act where it fits, else what happens by itself. */
  function act(fits: (act: string) => boolean, byItself: string): string {
    const next = acts[used];
    const taken = next !== undefined && fits(next);
    if (taken) used++;
    const done = taken ? next : byItself;
    steps.at(-1)?.did.push(done);
    return done;
  }

  take({ type: 'begin' });
  for (;;) {
    switch (state.doing) {
      case 'nothing':
      case 'closing':
      case 'over':
        return { steps, result: resultOf(state), used };
      case 'saying':
        take({ type: 'played' });
        break;
      case 'listening': {
        const key = act((next) => next === 'timeout' || /^[0-9*#]$/.test(next), 'timeout');
        take(key === 'timeout' ? { type: 'timeout' } : { type: 'key', key });
        break;
      }
      case 'recording':
        act((next) => next === '#' || next === 'timeout', 'timeout');
        take({ type: 'timeout' });
        break;
      case 'storing':
        take({ type: 'recorded', file: 'recording', ms: 0 });
        break;
      case 'dialling': {
        const outcome = act((next) => (TRANSFERS as readonly string[]).includes(next), 'connected');
        take({ type: 'transfer', outcome: outcome as TransferOutcome });
        break;
      }
      case 'connected':
        take({ type: 'transfer-over' });
        break;
      case 'asking': {
        const branch = act((next) => next.startsWith('branch:'), 'no-answer');
        const named = branch.startsWith('branch:') ? branch.slice('branch:'.length) : undefined;
        take({ type: 'answer', branch: named });
        break;
      }
      case 'refusing':
        take({ type: 'refused', ok: true });
        break;
    }
  }
}
