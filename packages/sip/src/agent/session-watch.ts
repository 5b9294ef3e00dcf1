import type { FinalResponse } from '../api.ts';
import {
  type AgreedTimer,
  agreedByResponse,
  askForTimer,
  judgeTimer,
  NO_TIMER,
  raiseTerms,
  type TimerTerms,
  type TimerVerdict,
  timesOf,
} from '../dialog/session-timer.ts';
import type { Header } from '../grammar/headers.ts';
import type { Core } from './core.ts';
import { endsDialog } from './live-dialog.ts';
import { TimerSet } from './timer-set.ts';

export interface WatchUser {
  /** Sends the refresh. */
  refresh(done: (response: FinalResponse) => void): void;
  /** The INVITE is answered: before that there is no session that could expire. */
  isConfirmed(): boolean;
  /** The session is dead: nobody refreshed it in time. */
  onExpired(): void;
}

/** How long after a refresh that failed the next one is sent. */
const RETRY_MS = 5_000;

/** Drives the session timer of one dialog (RFC 4028 10). Until something is agreed on no timer runs. */
export class SessionWatch {
  #terms: TimerTerms;
  readonly #user: WatchUser;
  readonly #timers: TimerSet<'refresh' | 'end'>;
  #agreed: AgreedTimer | undefined;
  #over = false;

  constructor(core: Core, terms: TimerTerms, user: WatchUser) {
    this.#terms = terms;
    this.#user = user;
    this.#timers = new TimerSet(core.clock, (timer) => {
      if (timer === 'refresh') this.#refresh();
      else this.#user.onExpired();
    });
  }

  /** Header fields for an INVITE or UPDATE of ours inside the session. */
  ask(): Header[] {
    return this.#agreed === undefined ? [] : askForTimer(this.#terms, this.#agreed);
  }

  /** Verdict on the peer's request; to be followed once the request is agreed to. */
  judge(request: readonly Header[]): TimerVerdict {
    return this.#user.isConfirmed() ? judgeTimer(request, this.#terms) : NO_TIMER;
  }

  /** A 2xx to our INVITE or UPDATE. */
  agreed(response: readonly Header[]): void {
    this.follow(agreedByResponse(response));
  }

  follow(agreed: AgreedTimer | undefined): void {
    if (this.#over || !this.#user.isConfirmed()) return;
    this.#agreed = agreed;
    this.#timers.cancelAll();
    if (agreed === undefined) return;
    const { refreshMs, endMs } = timesOf(agreed);
    if (refreshMs !== undefined) this.#timers.start('refresh', refreshMs);
    this.#timers.start('end', endMs);
  }

  /** For good. */
  stop(): void {
    this.#over = true;
    this.#timers.cancelAll();
  }

  #refresh(): void {
    this.#user.refresh((response) => {
      if (response.status < 300 || this.#over) return;
      const raised = response.status === 422 ? raiseTerms(this.#terms, response.headers) : undefined;
      if (raised !== undefined && this.#agreed !== undefined) {
        // 7.4: the same again with the interval that the peer can live with.
        this.#terms = raised;
        this.#agreed = { ...this.#agreed, seconds: Math.max(this.#agreed.seconds, raised.minimum) };
        this.#refresh();
        return;
      }
      // 10: "if the … request times out or generates a 408 or 481 response, the UAC … sends a BYE".
      if (endsDialog(response)) this.#user.onExpired();
      else this.#timers.start('refresh', RETRY_MS);
    });
  }
}
