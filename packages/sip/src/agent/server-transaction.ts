import type { HeaderList } from '../api.ts';
import type { Essentials } from '../grammar/essentials.ts';
import type { Header } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipRequest } from '../grammar/message.ts';
import { serialise } from '../grammar/serialise.ts';
import { reasonPhrase } from '../grammar/status.ts';
import { stampVia } from '../grammar/via.ts';
import { defaultPort } from '../location/target.ts';
import type { Hop, Protocol, Source } from '../ports.ts';
import {
  type InviteServerEffect,
  type InviteServerInput,
  type InviteServerState,
  startInviteServer,
  stepInviteServer,
} from '../transaction/invite-server.ts';
import {
  type NonInviteServerEffect,
  type NonInviteServerInput,
  type NonInviteServerState,
  startNonInviteServer,
  stepNonInviteServer,
} from '../transaction/non-invite-server.ts';
import type { Setting, Step, TimerName } from '../transaction/timers.ts';
import type { TransactionContext } from './client-transaction.ts';
import { TimerSet } from './timer-set.ts';

/** A request with what was read of it and where it came from. */
export interface ReceivedRequest {
  readonly message: SipRequest;
  readonly essentials: Essentials;
  readonly source: Source;
}

/** What an INVITE server transaction tells the call that answers it. Others have none. */
export interface ServerUser {
  onAck(ack: ReceivedRequest): void;
  /** No ACK to our final non-2xx (timer H), or it could not be sent. */
  onFailure(message: string): void;
}

export interface ResponseParts {
  readonly status: number;
  readonly reason?: string;
  /** Our tag in To; '' for a 100. */
  readonly toTag: string;
  readonly headers?: HeaderList;
  readonly body?: Uint8Array;
}

type ServerMachine =
  | { readonly method: 'INVITE'; state: InviteServerState }
  | { readonly method: 'other'; state: NonInviteServerState };

/** Drives one of the two server machines. */
export class ServerTransaction {
  readonly key: string;
  readonly callId: string;
  user: ServerUser | undefined;
  readonly #context: TransactionContext;
  readonly #setting: Setting;
  readonly #to: Hop;
  readonly #timers: TimerSet<TimerName>;
  readonly #ended: () => void;
  readonly #machine: ServerMachine;
  /** Dropped with the final response: for 32 s after it only the bytes are needed. */
  #request: ReceivedRequest | undefined;
  #bytes: Uint8Array = EMPTY_BODY;
  #ack: ReceivedRequest | undefined;
  #repeating = false;
  #failure = '';

  constructor(
    context: TransactionContext,
    parts: { key: string; request: ReceivedRequest; ended: () => void },
  ) {
    this.#context = context;
    this.key = parts.key;
    this.callId = parts.request.essentials.callId;
    this.#request = parts.request;
    this.#setting = context.settingOf(parts.request.source.protocol);
    this.#to = responseHop(parts.request);
    this.#ended = parts.ended;
    this.#timers = new TimerSet(context.clock, (timer) => this.#onTimer(timer));
    if (parts.request.message.method === 'INVITE') {
      this.#machine = { method: 'INVITE', state: { name: 'Terminated' } };
      this.#apply(startInviteServer());
    } else {
      this.#machine = { method: 'other', state: { name: 'Terminated' } };
      this.#apply(startNonInviteServer());
    }
  }

  /** By which its responses go. */
  get protocol(): Protocol {
    return this.#to.protocol;
  }

  get stateName(): string {
    return this.#machine.state.name;
  }

  /** Sends a response. One that does not fit the state (a second final) is not sent. */
  respond(parts: ResponseParts): void {
    if (this.#request === undefined) return;
    this.#bytes = buildResponse(this.#request, parts, this.#context.product);
    if (parts.status >= 200) this.#request = undefined;
    this.#input({ type: 'respond', status: parts.status });
  }

  /** The 2xx once more (RFC 3261 13.3.1.4); only while Accepted. */
  repeatAnswer(): void {
    if (this.#machine.state.name !== 'Accepted') return;
    this.#context.wire.counters.retransmitted++;
    this.#input({ type: 'respond', status: 200 });
  }

  /** The same request came again. */
  repeated(): void {
    this.#repeating = true;
    this.#input({ type: 'request' });
    this.#repeating = false;
  }

  receiveAck(ack: ReceivedRequest): void {
    if (this.#machine.method !== 'INVITE') return;
    this.#ack = ack;
    this.#input({ type: 'ack' });
    this.#ack = undefined;
  }

  abandon(): void {
    this.#timers.cancelAll();
    this.#ended();
  }

  #onTimer(timer: TimerName): void {
    this.#repeating = timer === 'G';
    this.#input({ type: 'timer', timer } as InviteServerInput);
    this.#repeating = false;
  }

  #input(input: InviteServerInput | NonInviteServerInput): void {
    const machine = this.#machine;
    const setting = this.#setting;
    if (machine.method === 'INVITE') {
      this.#apply(stepInviteServer(machine.state, input as InviteServerInput, setting));
    } else {
      this.#apply(stepNonInviteServer(machine.state, input as NonInviteServerInput, setting));
    }
  }

  #apply(step: Step<ServerMachine['state'], InviteServerEffect | NonInviteServerEffect>): void {
    this.#machine.state = step.state;
    if (step.state.name === 'Terminated') {
      this.#timers.cancelAll();
      this.#ended();
    }
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: InviteServerEffect | NonInviteServerEffect): void {
    switch (effect.do) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'send-response':
        if (this.#repeating) this.#context.wire.counters.retransmitted++;
        this.#send(this.#bytes);
        break;
      case 'send-trying':
        if (this.#request === undefined) break;
        this.#bytes = buildResponse(this.#request, { status: 100, toTag: '' }, undefined);
        this.#send(this.#bytes);
        break;
      case 'pass':
        if (this.#ack !== undefined) this.user?.onAck(this.#ack);
        break;
      case 'report-timeout':
        this.user?.onFailure('no ACK');
        break;
      case 'report-transport-error':
        this.user?.onFailure(this.#failure);
        break;
    }
  }

  #send(bytes: Uint8Array): void {
    this.#context.wire.send(bytes, this.#to, this.callId, (message) => {
      this.#failure = message;
      this.#input({ type: 'transport-error' });
    });
  }
}

/**
 * Where a response goes (RFC 3261 18.2.2, RFC 3581 4). Over UDP the source address; its port if the request asked
 * with rport, else that of sent-by. Over a stream the connection the request came by, and if that is closed one to
 * sent-by's port at the source address. `maddr` is not followed: it would let a stranger aim our answers at a third
 * party.
 */
export function responseHop(request: ReceivedRequest): Hop {
  const { via } = request.essentials;
  const { protocol, address, port } = request.source;
  const sentByPort = via.port ?? defaultPort(protocol);
  if (protocol !== 'UDP') return { protocol, address, port, elsePort: sentByPort };
  const rport = via.params.some(([name]) => name === 'rport');
  return { protocol, address, port: rport ? port : sentByPort };
}

/** The bytes of a response (RFC 3261 8.2.6): Via, From, To, Call-ID, CSeq, Record-Route and Timestamp copied. */
export function buildResponse(
  request: ReceivedRequest,
  parts: ResponseParts,
  product: string | undefined,
): Uint8Array {
  const { essentials, message, source } = request;
  const headers: Header[] = [];
  let top = true;
  for (const entry of message.headers) {
    const name = entry[0];
    if (name === 'Via') {
      headers.push(top ? [name, stampVia(entry[1], essentials.via, source)] : entry);
      top = false;
    } else if (name === 'To') {
      // 8.2.6.2: the To of a request that has a tag is copied, else a tag is added (100 excepted).
      const tagged = essentials.toTag === '' && parts.toTag !== '';
      headers.push(tagged ? [name, `${entry[1]};tag=${parts.toTag}`] : entry);
    } else if (name === 'From' || name === 'Call-ID' || name === 'CSeq' || name === 'Timestamp') {
      headers.push(entry);
    } else if (name === 'Record-Route' && parts.status > 100 && parts.status < 300) {
      headers.push(entry);
    }
  }
  for (const entry of parts.headers ?? []) headers.push(entry);
  if (product !== undefined) headers.push(['Server', product]);
  return serialise({
    kind: 'response',
    version: 'SIP/2.0',
    status: parts.status,
    reason: parts.reason ?? reasonPhrase(parts.status),
    headers,
    body: parts.body ?? EMPTY_BODY,
  });
}
