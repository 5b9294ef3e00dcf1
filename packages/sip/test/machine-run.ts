import type { Timer } from '../src/ports.ts';
import { createManualClock } from '../src/testkit/index.ts';

interface AnyEffect {
  readonly do: string;
  readonly timer?: string;
  readonly afterMs?: number;
}
interface AnyStep<State> {
  readonly state: State;
  readonly effects: readonly AnyEffect[];
}

/** Runs one pure machine on a manual clock and keeps what it asked for, timers apart, with the time it asked. */
export function createMachineRun<State extends { readonly name: string }, Input>(
  first: AnyStep<State>,
  step: (state: State, input: Input) => AnyStep<State>,
) {
  const clock = createManualClock(0);
  const timers = new Map<string, Timer>();
  const log: [at: number, effect: string][] = [];
  let state = first.state;

  function apply(next: AnyStep<State>): void {
    state = next.state;
    for (const { do: verb, timer = '', afterMs = 0 } of next.effects) {
      if (verb === 'start' || verb === 'stop') {
        timers.get(timer)?.cancel();
        timers.delete(timer);
      } else {
        log.push([clock.now(), verb]);
      }
      if (verb !== 'start') continue;
      const fire = () => {
        timers.delete(timer);
        input({ type: 'timer', timer } as Input);
      };
      timers.set(timer, clock.setTimer(afterMs, fire));
    }
    // The driver's rule: a terminated machine has no timers.
    if (state.name === 'Terminated') for (const timer of timers.values()) timer.cancel();
  }
  function input(given: Input): void {
    apply(step(state, given));
  }

  apply(first);
  return {
    log,
    input,
    advance: (ms: number) => clock.advance(ms),
    toTheEnd: () => clock.runOut(),
    times: (effect: string) => log.filter(([, each]) => each === effect).map(([at]) => at),
    get state() {
      return state;
    },
    get running() {
      return [...timers.keys()];
    },
  };
}
