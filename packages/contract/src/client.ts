import { ACTIONS, type ActionName, type RequestOf, type ResponseOf } from './actions/index.ts';
import { canonicalString, flatten, type ParameterValue } from './signature.ts';
import type { Language } from './words.ts';

/** The part of `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

/** SHA-1 of a text's UTF-8 bytes, as 40 hex digits. */
export type Sha1 = (text: string) => Promise<string> | string;

export interface ClientOptions {
  /** Where the gateway is, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** Language of messages and descriptions in answers; default zh. */
  readonly language?: Language;
  /** Default: the global fetch. Inject one with a signal to bound the wait; the gateway itself answers within 60 s. */
  readonly fetch?: Fetch;
  /** Default: WebCrypto. */
  readonly sha1?: Sha1;
}

/** The gateway answered with a RetCode other than 0. `message` says what to do next, in the client's language. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly action: ActionName;
  readonly retCode: number;
  /** X-UCLOUD-REQUEST-UUID of the answer, for support. */
  readonly requestId: string;

  constructor(action: ActionName, retCode: number, message: string, requestId: string) {
    super(message);
    this.action = action;
    this.retCode = retCode;
    this.requestId = requestId;
  }
}

/** No usable answer: the connection failed, or something that is no gateway answered. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

export interface Client {
  /** Calls one Action. Rejects with RefusedError or TransportError. */
  call<Name extends ActionName>(action: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
}

/** A client that signs with an API key and posts JSON. */
export function createClient(options: ClientOptions): Client {
  const fetch = options.fetch ?? globalFetch();
  const sha1 = options.sha1 ?? webCryptoSha1;
  const headers = { 'content-type': 'application/json', 'accept-language': options.language ?? 'zh' };
  const url = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;

  return {
    async call(action, request) {
      const parameters = { ...request, Action: ACTIONS[action].name, PublicKey: options.publicKey };
      const texts = new Map<string, string>();
      flatten(parameters as Record<string, ParameterValue>, { add: (name, text) => texts.set(name, text) });
      texts.set('Signature', await sha1(canonicalString(texts, options.privateKey)));

      const { status, requestId, body } = await post(
        fetch,
        url,
        headers,
        JSON.stringify(Object.fromEntries(texts)),
      );
      const answer = readAnswer(body);
      if (answer === undefined) {
        throw new TransportError(`${url} answered HTTP ${status} without a RetCode; is it a Herald gateway?`);
      }
      if (answer.RetCode !== 0) {
        throw new RefusedError(action, answer.RetCode, String(answer.Message ?? ''), requestId);
      }
      return answer as unknown as ResponseOf<typeof action>;
    },
  };
}

async function post(fetch: Fetch, url: string, headers: Record<string, string>, body: string) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const requestId = response.headers.get('x-ucloud-request-uuid') ?? '';
    return { status: response.status, requestId, body: await response.text() };
  } catch (cause) {
    throw new TransportError(`Cannot reach ${url}: ${reasonOf(cause)}`, { cause });
  }
}

function readAnswer(body: string): { RetCode: number; Message?: unknown } | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('RetCode' in answer)) return undefined;
    const { RetCode } = answer;
    return typeof RetCode === 'number' ? { ...answer, RetCode } : undefined;
  } catch {
    return undefined;
  }
}

/** fetch hides the reason (refused, not found, …) one level down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

interface WebGlobals {
  readonly fetch?: Fetch;
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
  readonly crypto?: { readonly subtle: { digest(name: string, data: Uint8Array): Promise<ArrayBuffer> } };
}

function globalFetch(): Fetch {
  const { fetch } = globalThis as unknown as WebGlobals;
  if (!fetch) throw new TransportError('This runtime has no fetch; give one in the options.');
  return fetch;
}

async function webCryptoSha1(text: string): Promise<string> {
  const { crypto, TextEncoder } = globalThis as unknown as WebGlobals;
  if (!crypto || !TextEncoder)
    throw new TransportError('This runtime has no WebCrypto; give sha1 in the options.');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
