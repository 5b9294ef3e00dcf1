import {
  type ReliableEffect,
  type ReliableInput,
  type ReliableState,
  type ReliableTimer,
  startReliable,
  stepReliable,
} from '../dialog/reliable-provisional.ts';
import type { Header } from '../grammar/headers.ts';
import { readRAck } from '../grammar/rack.ts';
import type { Step } from '../transaction/timers.ts';
import type { Core } from './core.ts';
import type { ResponseParts, ServerTransaction } from './server-transaction.ts';
import { TimerSet } from './timer-set.ts';

/** Responses that wait for the PRACK of the one before. Over it the latest is not sent. */
const MAX_QUEUED = 16;

/** The reliable provisional responses to one INVITE (RFC 3262 3): in order, each after the PRACK of the one before. */
export class ReliableResponses {
  readonly #core: Core;
  readonly #transaction: ServerTransaction;
  readonly #sequence: number;
  readonly #user: { onDrained(): void; onNoPrack(): void };
  readonly #timers: TimerSet<ReliableTimer>;
  readonly #queue: ResponseParts[] = [];
  #rseq: number;
  #state: ReliableState = { name: 'Acknowledged' };
  #sent: ResponseParts | undefined;
  /** The PRACK of the latest has not come. */
  #owed = false;

  /**
   * @param sequence CSeq number of the INVITE
   * @param user told when nothing waits any more, and when a PRACK did not come within 64·T1
   */
  constructor(
    core: Core,
    transaction: ServerTransaction,
    sequence: number,
    user: { onDrained(): void; onNoPrack(): void },
  ) {
    this.#core = core;
    this.#transaction = transaction;
    this.#sequence = sequence;
    this.#user = user;
    this.#timers = new TimerSet(core.clock, (timer) => this.#input({ type: 'timer', timer }));
    // "uniformly between 1 and 2**31 - 1": the rest of the range is left to count in.
    this.#rseq = Math.floor(core.draw() * (2 ** 31 - 1));
  }

  get waiting(): boolean {
    return this.#state.name === 'Waiting';
  }

  /** One with SDP is out or waits: no 2xx may go before its PRACK has come. */
  get sdpWaiting(): boolean {
    return this.waiting && [this.#sent, ...this.#queue].some((parts) => (parts?.body?.length ?? 0) > 0);
  }

  send(parts: ResponseParts): void {
    if (!this.waiting) this.#start(parts);
    else if (this.#queue.length < MAX_QUEUED) this.#queue.push(parts);
  }

  /** A PRACK may still come, also after a final response. */
  get owed(): boolean {
    return this.#owed;
  }

  /** True when this RAck is of the response that waits for it, or did when the final one overtook it. */
  acknowledges(rack: string | undefined): boolean {
    const read = readRAck(rack);
    const fits = read?.rseq === this.#rseq && read.cseq === this.#sequence && read.method === 'INVITE';
    return fits && this.#owed;
  }

  acknowledge(): void {
    this.#owed = false;
    this.#input({ type: 'prack' });
  }

  /**
   * A final response is sent. 3: the UAS "SHOULD NOT continue to retransmit the unacknowledged reliable provisional
   * responses, but it MUST be prepared to process PRACK requests for those outstanding responses".
   */
  stop(): void {
    this.#timers.cancelAll();
    this.#queue.length = 0;
    this.#state = { name: 'Acknowledged' };
  }

  #start(parts: ResponseParts): void {
    this.#rseq++;
    this.#owed = true;
    const reliable: Header[] = [
      ['Require', '100rel'],
      ['RSeq', `${this.#rseq}`],
    ];
    this.#sent = { ...parts, headers: [...(parts.headers ?? []), ...reliable] };
    this.#transaction.respond(this.#sent);
    this.#apply(startReliable(this.#core.timers));
  }

  #input(input: ReliableInput): void {
    this.#apply(stepReliable(this.#state, input));
  }

  #apply(step: Step<ReliableState, ReliableEffect>): void {
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: ReliableEffect): void {
    switch (effect.do) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'send-again':
        this.#core.wire.counters.retransmitted++;
        if (this.#sent !== undefined) this.#transaction.respond(this.#sent);
        break;
      case 'report-prack': {
        const next = this.#queue.shift();
        if (next !== undefined) this.#start(next);
        else this.#user.onDrained();
        break;
      }
      case 'report-no-prack':
        this.#queue.length = 0;
        this.#user.onNoPrack();
        break;
    }
  }
}
