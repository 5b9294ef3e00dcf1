import type { Essentials } from '../grammar/essentials.ts';
import { type Header, header } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipRequest, type SipResponse } from '../grammar/message.ts';
import { serialise } from '../grammar/serialise.ts';
import type { Clock, Hop, Protocol } from '../ports.ts';
import {
  type InviteClientEffect,
  type InviteClientInput,
  type InviteClientState,
  startInviteClient,
  stepInviteClient,
} from '../transaction/invite-client.ts';
import {
  type NonInviteClientEffect,
  type NonInviteClientInput,
  type NonInviteClientState,
  startNonInviteClient,
  stepNonInviteClient,
} from '../transaction/non-invite-client.ts';
import type { Setting, Step, TimerName } from '../transaction/timers.ts';
import { TimerSet } from './timer-set.ts';
import type { Wire } from './wire.ts';

/** What a transaction tells the one who started it. After `onTimeout` or `onTransportError` nothing follows. */
export interface ClientUser {
  onResponse(response: SipResponse, essentials: Essentials): void;
  onTimeout(): void;
  onTransportError(message: string): void;
  /** Whether another address of the peer is tried when this one fails (RFC 3263 4.3). Default: yes. */
  wantsFailover?(): boolean;
}

/** A request ready to leave. */
export interface SentRequest {
  readonly request: SipRequest;
  /** The same, serialised. */
  readonly bytes: Uint8Array;
  /** Of its top Via. */
  readonly branch: string;
  readonly callId: string;
  readonly to: Hop;
}

/** Of a transaction that has nothing more to tell. */
const NOBODY: ClientUser = { onResponse() {}, onTimeout() {}, onTransportError() {} };

export interface TransactionContext {
  readonly wire: Wire;
  readonly clock: Clock;
  /** Timers for a message that goes or came over `protocol`. */
  settingOf(protocol: Protocol): Setting;
  /** Server header of responses. */
  readonly product: string | undefined;
}

type ClientMachine =
  | { readonly method: 'INVITE'; state: InviteClientState }
  | { readonly method: 'other'; state: NonInviteClientState };

/** Drives one of the two client machines: sends, keeps its timers, matches nothing (see TransactionLayer). */
export class ClientTransaction {
  readonly branch: string;
  readonly method: string;
  /** Until the final response; after it only the ACK is needed, for 32 s. */
  request: SipRequest | undefined;
  readonly callId: string;
  readonly to: Hop;
  readonly #context: TransactionContext;
  readonly #setting: Setting;
  #user: ClientUser;
  #bytes: Uint8Array;
  readonly #timers: TimerSet<TimerName>;
  readonly #ended: (transaction: ClientTransaction) => void;
  readonly #machine: ClientMachine;
  #sentOnce = false;
  #ack: Uint8Array | undefined;
  #response: SipResponse | undefined;
  #essentials: Essentials | undefined;
  #failure = '';

  constructor(
    context: TransactionContext,
    parts: {
      sent: SentRequest;
      user: ClientUser;
      ended: (transaction: ClientTransaction) => void;
    },
  ) {
    this.#context = context;
    const { request, bytes, branch, callId, to } = parts.sent;
    this.branch = branch;
    this.method = request.method;
    this.request = request;
    this.callId = callId;
    this.to = to;
    this.#user = parts.user;
    this.#ended = parts.ended;
    this.#bytes = bytes;
    this.#setting = context.settingOf(to.protocol);
    this.#timers = new TimerSet(context.clock, (timer) =>
      this.#input({ type: 'timer', timer } as InviteClientInput),
    );
    this.#machine =
      request.method === 'INVITE'
        ? { method: 'INVITE', state: { name: 'Terminated' } }
        : { method: 'other', state: { name: 'Terminated' } };
  }

  /** Sends the request for the first time. Apart from the constructor, as sending may fail at once. */
  start(): void {
    if (this.#machine.method === 'INVITE') this.#apply(startInviteClient(this.#setting));
    else this.#apply(startNonInviteClient(this.#setting));
  }

  get stateName(): string {
    return this.#machine.state.name;
  }

  /** The final response is there. */
  get answered(): boolean {
    return this.request === undefined;
  }

  receive(response: SipResponse, essentials: Essentials): void {
    this.#response = response;
    this.#essentials = essentials;
    this.#input({ type: 'response', status: response.status });
    this.#response = undefined;
    this.#essentials = undefined;
    if (response.status < 200) return;
    // It stays for 5 or 32 s, with thousands like it: what it will not need again is not kept with it.
    this.request = undefined;
    this.#bytes = EMPTY_BODY;
    if (this.#machine.state.name !== 'Accepted') this.#user = NOBODY;
  }

  /** Ends it without a word to its user. */
  abandon(): void {
    this.#timers.cancelAll();
    this.#ended(this);
  }

  #input(input: InviteClientInput | NonInviteClientInput): void {
    const machine = this.#machine;
    const setting = this.#setting;
    if (machine.method === 'INVITE') {
      this.#apply(stepInviteClient(machine.state, input as InviteClientInput, setting));
    } else {
      this.#apply(stepNonInviteClient(machine.state, input as NonInviteClientInput, setting));
    }
  }

  #apply(step: Step<ClientMachine['state'], InviteClientEffect | NonInviteClientEffect>): void {
    this.#machine.state = step.state;
    if (step.state.name === 'Terminated') {
      this.#timers.cancelAll();
      this.#ended(this);
    }
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: InviteClientEffect | NonInviteClientEffect): void {
    switch (effect.do) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'send-request':
        if (this.#sentOnce) this.#context.wire.counters.retransmitted++;
        this.#sentOnce = true;
        this.#send(this.#bytes);
        break;
      case 'send-ack':
        if (this.#ack !== undefined) this.#context.wire.counters.retransmitted++;
        if (this.request !== undefined) this.#ack ??= this.#buildAck(this.request);
        if (this.#ack !== undefined) this.#send(this.#ack);
        break;
      case 'pass':
        if (this.#response && this.#essentials) this.#user.onResponse(this.#response, this.#essentials);
        break;
      case 'report-timeout':
        this.#user.onTimeout();
        break;
      case 'report-transport-error':
        this.#user.onTransportError(this.#failure);
        break;
    }
  }

  #send(bytes: Uint8Array): void {
    this.#context.wire.send(bytes, this.to, this.callId, (message) => {
      this.#failure = message;
      this.#input({ type: 'transport-error' });
    });
  }

  /**
   * RFC 3261 17.1.1.3: Call-ID, From, Request-URI and the top Via of the request, the To of the response, the
   * CSeq number with method ACK, and the request's Route.
   */
  #buildAck({ headers, uri }: SipRequest): Uint8Array {
    const picked: Header[] = [
      ['Via', header(headers, 'Via') ?? ''],
      ['Max-Forwards', '70'],
    ];
    for (const entry of headers) if (entry[0] === 'Route') picked.push(entry);
    picked.push(
      ['From', header(headers, 'From') ?? ''],
      ['To', this.#essentials?.to ?? ''],
      ['Call-ID', this.callId],
      ['CSeq', `${this.#essentials?.cseq.number ?? 0} ACK`],
    );
    return serialise({
      kind: 'request',
      method: 'ACK',
      uri,
      version: 'SIP/2.0',
      headers: picked,
      body: EMPTY_BODY,
    });
  }
}
