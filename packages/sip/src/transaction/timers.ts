/** RFC 3261 17.1.1.1 and table 4, milliseconds. */
export interface TimerValues {
  /** Round-trip time estimate. */
  readonly t1: number;
  /** Longest interval between retransmissions of non-INVITE requests and INVITE responses. */
  readonly t2: number;
  /** Longest time a message stays in the network. */
  readonly t4: number;
}

export const DEFAULT_TIMERS: TimerValues = { t1: 500, t2: 4_000, t4: 5_000 };

/** Timer D: at least 32 s for unreliable transports, whatever T1 is (RFC 3261 17.1.1.2). */
export const TIMER_D_MS = 32_000;

/** When a server transaction answers 100 by itself: within 200 ms (RFC 3261 17.2.1). */
export const TRYING_MS = 200;

/** What a machine is made for: the values, and whether the transport retransmits by itself. */
export interface Setting extends TimerValues {
  readonly reliable: boolean;
}

/**
 * One step of a machine: the state it comes to and what its driver has to do, in this order. Timers are named
 * by the RFC's letters; starting one that runs starts it anew.
 */
export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A letter of the RFC, or 'Trying' for the 200 ms of 17.2.1. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M' | 'Trying';

/** Effects all four machines share. */
export type TimerEffect =
  | { readonly do: 'start'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly do: 'stop'; readonly timer: TimerName };

export const start = (timer: TimerName, afterMs: number): TimerEffect => ({ do: 'start', timer, afterMs });
export const stop = (timer: TimerName): TimerEffect => ({ do: 'stop', timer });
