import {
  type AnswerEffect,
  type AnswerInput,
  type AnswerState,
  type AnswerTimer,
  startAnswer,
  stepAnswer,
} from '../dialog/answer.ts';
import type { Step } from '../transaction/timers.ts';
import type { Core } from './core.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';
import { TimerSet } from './timer-set.ts';

/** Drives the answer machine for one 2xx to an INVITE or re-INVITE. */
export class AnswerRetransmitter {
  /** CSeq number of the INVITE answered, which its ACK carries. */
  readonly sequence: number;
  readonly #core: Core;
  readonly #transaction: ServerTransaction;
  readonly #done: (ack: ReceivedRequest | undefined) => void;
  readonly #timers: TimerSet<AnswerTimer>;
  #state: AnswerState;
  #ack: ReceivedRequest | undefined;

  /**
   * @param done called once, with the ACK, or with undefined when none came within 64·T1
   */
  constructor(
    core: Core,
    transaction: ServerTransaction,
    sequence: number,
    done: (ack: ReceivedRequest | undefined) => void,
  ) {
    this.#core = core;
    this.#transaction = transaction;
    this.sequence = sequence;
    this.#done = done;
    this.#timers = new TimerSet(core.clock, (timer) => this.#input({ type: 'timer', timer }));
    const first = startAnswer(core.timers);
    this.#state = first.state;
    this.#apply(first);
  }

  get waiting(): boolean {
    return this.#state.name === 'Waiting';
  }

  receiveAck(ack: ReceivedRequest): void {
    this.#ack = ack;
    this.#input({ type: 'ack' });
  }

  stop(): void {
    this.#timers.cancelAll();
  }

  #input(input: AnswerInput): void {
    this.#apply(stepAnswer(this.#state, input, this.#core.timers));
  }

  #apply(step: Step<AnswerState, AnswerEffect>): void {
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: AnswerEffect): void {
    switch (effect.do) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'send-answer':
        this.#transaction.repeatAnswer();
        break;
      case 'report-ack':
        this.#done(this.#ack);
        break;
      case 'report-no-ack':
        this.#done(undefined);
        break;
    }
  }
}
