import type { FinalResponse, IncomingRefer, ReferHandlers, SessionHandlers } from '../api.ts';
import { SipParseError } from '../grammar/errors.ts';
import { isTerminated, readReferEvent, readSipfrag } from '../grammar/event.ts';
import { header, headerFields } from '../grammar/headers.ts';
import { bodyText } from '../grammar/message.ts';
import { parseNameAddr } from '../grammar/name-addr.ts';
import { checkSingleLine } from '../grammar/serialise.ts';
import { reasonPhrase } from '../grammar/status.ts';
import { checkUriText, uriScheme } from '../grammar/uri.ts';
import type { Timer } from '../ports.ts';
import type { Core } from './core.ts';
import type { LiveDialog } from './live-dialog.ts';
import type { ReceivedRequest, ServerTransaction } from './server-transaction.ts';

/** Transfers under way in one call, each direction. */
const MAX_REFERS = 4;
/** A transfer of which nothing more is heard is taken for over: the longest that a call rings. */
const SILENCE_MS = 180_000;

const encoder = new TextEncoder();

interface Sent {
  /** CSeq number of the REFER, by which a NOTIFY names it; another one after a challenge. */
  sequence: number;
  readonly handlers: ReferHandlers;
  timer: Timer;
  last: { status: number; reason: string } | undefined;
}

/** REFER and the subscription it brings with it (RFC 3515), in the dialog of one call, both ways. */
export class Transfer {
  readonly #core: Core;
  readonly #live: LiveDialog;
  readonly #handlers: () => SessionHandlers;
  readonly #sent = new Set<Sent>();
  readonly #received = new Set<ReceivedRefer>();

  constructor(core: Core, live: LiveDialog, handlers: () => SessionHandlers) {
    this.#core = core;
    this.#live = live;
    this.#handlers = handlers;
  }

  /** Asks the peer to call `target`. `done` gets the response to the REFER, the handlers what comes of it. */
  refer(target: string, handlers: ReferHandlers, done: (response: FinalResponse) => void): void {
    const mistake = this.#sent.size >= MAX_REFERS ? 'too many transfers' : uriMistake(target);
    if (mistake !== undefined) {
      done({ status: 400, reason: mistake, headers: [], body: '' });
      return;
    }
    const timer = this.#silence(() => this.#end(sent));
    const sent: Sent = { sequence: 0, handlers, timer, last: undefined };
    this.#sent.add(sent);
    this.#live.request(
      { method: 'REFER', headers: [['Refer-To', `<${target}>`]] },
      (response) => {
        if (response.status >= 300) this.#forget(sent);
        done(response);
      },
      (sequence) => {
        sent.sequence = sequence;
      },
    );
  }

  receiveNotify(request: ReceivedRequest, transaction: ServerTransaction): void {
    const { headers } = request.message;
    const event = readReferEvent(headers);
    if (event === undefined) {
      transaction.respond({ status: 489, toTag: '', headers: [['Allow-Events', 'refer']] });
      return;
    }
    const sent = [...this.#sent].find(({ sequence }) => event.id === undefined || event.id === sequence);
    if (sent === undefined) {
      // RFC 6665 4.1.3: a NOTIFY for no subscription.
      transaction.respond({ status: 481, toTag: '' });
      return;
    }
    transaction.respond({ status: 200, toTag: '' });
    const progress = readSipfrag(bodyText(request.message));
    if (progress !== undefined) {
      sent.last = progress;
      this.#core.wire.guard(() => sent.handlers.onProgress?.(progress));
    }
    if (isTerminated(headers)) this.#end(sent);
    else {
      sent.timer.cancel();
      sent.timer = this.#silence(() => this.#end(sent));
    }
  }

  receiveRefer(request: ReceivedRequest, transaction: ServerTransaction): void {
    const handlers = this.#handlers();
    const targets = headerFields(request.message.headers, 'Refer-To');
    const target = targets.length === 1 ? readTarget(targets[0] ?? '') : undefined;
    if (target === undefined) {
      // RFC 3515 2.4.2: "A REFER … with … zero Refer-To … or … more than one … MUST be rejected" with 400.
      transaction.respond({ status: 400, toTag: '', reason: 'One Refer-To is needed' });
    } else if (handlers.onRefer === undefined || this.#received.size >= MAX_REFERS) {
      transaction.respond({ status: 603, toTag: '' });
    } else {
      const refer = new ReceivedRefer(this.#core, this.#live, {
        request,
        target,
        transaction,
        over: () => this.#received.delete(refer),
      });
      this.#received.add(refer);
      this.#core.wire.guard(() => handlers.onRefer?.(refer));
    }
  }

  /** The call is over, and what hangs on its dialog with it. */
  stop(): void {
    for (const sent of [...this.#sent]) this.#end(sent);
    for (const refer of [...this.#received]) refer.abandon();
  }

  #silence(fire: () => void): Timer {
    return this.#core.clock.setTimer(SILENCE_MS, fire);
  }

  #forget(sent: Sent): void {
    sent.timer.cancel();
    this.#sent.delete(sent);
  }

  #end(sent: Sent): void {
    if (!this.#sent.has(sent)) return;
    this.#forget(sent);
    this.#core.wire.guard(() => sent.handlers.onEnd?.(sent.last));
  }
}

/**
 * A REFER of the peer.
 *
 *   asked ──accept()──▶ subscribed ──notify(200-699), the call's end──▶ over
 *     └──reject(), 64·T1 without a decision──▶ over
 */
class ReceivedRefer implements IncomingRefer {
  readonly target: string;
  readonly referredBy: string | undefined;
  readonly headers: IncomingRefer['headers'];
  readonly #core: Core;
  readonly #live: LiveDialog;
  readonly #transaction: ServerTransaction;
  readonly #sequence: number;
  readonly #over: () => void;
  #timer: Timer;
  #state: 'asked' | 'subscribed' | 'over' = 'asked';

  constructor(
    core: Core,
    live: LiveDialog,
    parts: { request: ReceivedRequest; target: string; transaction: ServerTransaction; over: () => void },
  ) {
    const { message, essentials } = parts.request;
    this.#core = core;
    this.#live = live;
    this.#transaction = parts.transaction;
    this.#over = parts.over;
    this.#sequence = essentials.cseq.number;
    this.target = parts.target;
    this.headers = message.headers;
    this.referredBy = header(message.headers, 'Referred-By');
    this.#timer = core.clock.setTimer(60 * core.timers.t1, () => this.reject());
  }

  accept(): void {
    if (this.#state !== 'asked') return;
    this.#state = 'subscribed';
    this.#timer.cancel();
    this.#timer = this.#core.clock.setTimer(SILENCE_MS, () => this.notify(408));
    const contact = this.#core.contact(this.#transaction.protocol);
    this.#transaction.respond({ status: 202, toTag: '', headers: [['Contact', contact]] });
    // RFC 3515 2.4.4: a NOTIFY at once, whose status line may be that of a 100.
    this.#notify(100, 'Trying');
  }

  notify(status: number, reason = reasonPhrase(status)): void {
    if (this.#state !== 'subscribed' || status < 100 || status > 699 || /[\r\n\0]/.test(reason)) return;
    this.#notify(Math.trunc(status), reason);
    if (status >= 200) this.#end();
  }

  reject(status = 603): void {
    if (this.#state !== 'asked') return;
    this.#transaction.respond({
      status: status >= 300 && status <= 699 ? Math.trunc(status) : 603,
      toTag: '',
    });
    this.#end();
  }

  abandon(): void {
    if (this.#state === 'asked') this.reject(481);
    else this.#end();
  }

  #notify(status: number, reason: string): void {
    const state = status >= 200 ? 'terminated;reason=noresource' : `active;expires=${SILENCE_MS / 1_000}`;
    this.#live.request(
      {
        method: 'NOTIFY',
        headers: [
          ['Event', `refer;id=${this.#sequence}`],
          ['Subscription-State', state],
        ],
        contentType: 'message/sipfrag;version=2.0',
        body: encoder.encode(`SIP/2.0 ${status} ${reason}\r\n`),
      },
      (response) => {
        // RFC 6665 4.2.2: whoever refuses a NOTIFY wants no more of them.
        if (response.status >= 300 && this.#state === 'subscribed') this.#end();
      },
    );
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#timer.cancel();
    this.#over();
  }
}

function readTarget(value: string): string | undefined {
  try {
    return parseNameAddr(value).uri;
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}

function uriMistake(uri: string): string | undefined {
  try {
    checkUriText(uri);
    checkSingleLine(uri, 'Refer-To');
    return uriScheme(uri) === undefined ? `not a URI: ${uri}` : undefined;
  } catch (error) {
    if (error instanceof SipParseError) return error.message;
    throw error;
  }
}
