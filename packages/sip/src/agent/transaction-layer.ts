import type { Essentials } from '../grammar/essentials.ts';
import type { SipResponse } from '../grammar/message.ts';
import { MAGIC_COOKIE } from '../grammar/via.ts';
import {
  ClientTransaction,
  type ClientUser,
  type SentRequest,
  type TransactionContext,
} from './client-transaction.ts';
import { type ReceivedRequest, ServerTransaction } from './server-transaction.ts';

/** Holds all transactions and finds the one a message belongs to (RFC 3261 17.1.3 and 17.2.3). */
export class TransactionLayer {
  readonly #context: TransactionContext;
  readonly #limit: number;
  /** By branch. */
  readonly #clients = new Map<string, ClientTransaction>();
  /** Those of CANCEL, which has the branch of its INVITE (9.1). */
  readonly #cancels = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  /** Once somebody waits for quiet: the client transactions whose final response is still out, and whom to tell. */
  #quiet: { readonly awaiting: Set<ClientTransaction>; readonly done: () => void } | undefined;

  constructor(context: TransactionContext, limit: number) {
    this.#context = context;
    this.#limit = limit;
  }

  get size(): number {
    return this.#clients.size + this.#cancels.size + this.#servers.size;
  }

  /** Whether one more is refused. The last tenth is kept for requests that end calls. */
  isFull(method: string): boolean {
    const limit = method === 'INVITE' || method === 'OPTIONS' ? this.#limit * 0.9 : this.#limit;
    return this.size >= limit;
  }

  /**
   * Whether a request that begins something is refused. Strangers may send as many as they like: half of the room is
   * never theirs, so that they keep nobody from calling.
   */
  isFullFor(request: ReceivedRequest): boolean {
    const { method } = request.message;
    const inDialog = request.essentials.toTag !== '' || method === 'CANCEL';
    return this.isFull(method) || (!inDialog && this.#servers.size >= this.#limit / 2);
  }

  /** Sends a request in a new client transaction; undefined when the limit is reached. */
  send(
    sent: SentRequest,
    user: ClientUser,
    opened?: (transaction: ClientTransaction) => void,
  ): ClientTransaction | undefined {
    const { request, branch } = sent;
    if (this.isFull(request.method)) return undefined;
    const transaction = new ClientTransaction(this.#context, { sent, user, ended: this.#clientEnded });
    this.#clientsOf(request.method).set(branch, transaction);
    this.#quiet?.awaiting.add(transaction);
    opened?.(transaction);
    transaction.start();
    return transaction;
  }

  /** Gives a response to its client transaction; false when there is none. */
  receiveResponse(response: SipResponse, essentials: Essentials): boolean {
    // "the branch parameter … matches" and "the method parameter in the CSeq header field matches" (17.1.3)
    const { via, cseq } = essentials;
    const transaction = this.#clientsOf(cseq.method).get(via.branch);
    if (transaction?.method !== cseq.method) return false;
    transaction.receive(response, essentials);
    if (response.status >= 200) this.#noLongerAwaited(transaction);
    return true;
  }

  /** The transaction that a request belongs to, were it of this method (17.2.3). An ACK belongs to its INVITE. */
  findServer(request: ReceivedRequest, method: string): ServerTransaction | undefined {
    return this.#servers.get(serverKey(request, method));
  }

  /** The caller has seen that there is none yet and that the layer is not full. `gone` is told when it ends. */
  openServer(request: ReceivedRequest, gone?: () => void): ServerTransaction {
    const key = serverKey(request, request.message.method);
    const ended = (): void => {
      this.#servers.delete(key);
      gone?.();
    };
    const transaction = new ServerTransaction(this.#context, { key, request, ended });
    this.#servers.set(key, transaction);
    return transaction;
  }

  /** Calls `done` once no request of ours awaits its final response. */
  whenQuiet(done: () => void): void {
    const clients = [...this.#clients.values(), ...this.#cancels.values()];
    this.#quiet = { awaiting: new Set(clients.filter((each) => !each.answered)), done };
    this.#checkQuiet();
  }

  /** Drops every transaction and its timers. */
  abandonAll(): void {
    this.#quiet = undefined;
    const clients = [...this.#clients.values(), ...this.#cancels.values()];
    for (const transaction of [...clients, ...this.#servers.values()]) transaction.abandon();
  }

  #clientsOf(method: string): Map<string, ClientTransaction> {
    return method === 'CANCEL' ? this.#cancels : this.#clients;
  }

  /** One for all: each transaction keeps it for as long as it lives. */
  readonly #clientEnded = (transaction: ClientTransaction): void => {
    this.#clientsOf(transaction.method).delete(transaction.branch);
    this.#noLongerAwaited(transaction);
  };

  #noLongerAwaited(transaction: ClientTransaction): void {
    if (this.#quiet?.awaiting.delete(transaction)) this.#checkQuiet();
  }

  #checkQuiet(): void {
    if (this.#quiet === undefined || this.#quiet.awaiting.size > 0) return;
    const { done } = this.#quiet;
    this.#quiet = undefined;
    done();
  }
}

export function hasMagicCookie(branch: string): boolean {
  return branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length;
}

/**
 * 17.2.3: the branch, sent-by and method; without the magic cookie the rules of RFC 2543: Request-URI, From tag,
 * Call-ID, CSeq number and top Via. The To tag, which tells an ACK of one response from another, is left out: a
 * transaction has one.
 */
function serverKey({ essentials, message }: ReceivedRequest, method: string): string {
  const { via, callId, fromTag, cseq } = essentials;
  const kind = method === 'ACK' ? 'INVITE' : method;
  const hop = `${via.branch}\n${via.host}:${via.port ?? ''}\n${kind}`;
  if (hasMagicCookie(via.branch)) return hop;
  return `${hop}\n${message.uri}\n${fromTag}\n${callId}\n${cseq.number}`;
}
