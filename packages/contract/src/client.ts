import { ACTIONS, type ActionName, type RequestOf, type ResponseOf } from './actions/index.ts';
import { APP_HEADERS, appStringToSign } from './app-signature.ts';
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

/** Signs with an API key pair: SHA-1 over the parameters, the published scheme. */
export interface KeyCredentials {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Default: WebCrypto. */
  readonly sha1?: Sha1;
}

/** Signs as an app: HMAC-SHA-256 over the request, its time and a nonce; a captured request cannot be sent again. */
export interface AppCredentials {
  readonly appKey: string;
  readonly appSecret: string;
  /** Default: WebCrypto and the system's clock. */
  readonly crypto?: ClientCrypto;
}

/** What signing as an app needs of its surroundings. */
export interface ClientCrypto {
  /** In lower case hex, of a text's UTF-8 bytes. */
  sha256(text: string): Promise<string> | string;
  hmacSha256(secret: string, text: string): Promise<string> | string;
  /** 16 to 64 letters, digits, `-` or `_`, never the same twice. */
  nonce(): string;
  /** Unix milliseconds. */
  now(): number;
}

/** Acts as a person who has logged in; without a token as anybody, who may log in. */
export interface SessionCredentials {
  /** As Login or OperatorLogin answered it. */
  readonly token: string | undefined;
}

export type ClientOptions = CommonOptions & (KeyCredentials | AppCredentials | SessionCredentials);

interface CommonOptions {
  /** Where the gateway is, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Language of messages and descriptions in answers; default zh. */
  readonly language?: Language;
  /** Default: the global fetch. Inject one with a signal to bound the wait; the gateway itself answers within 60 s. */
  readonly fetch?: Fetch;
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

/** A client that signs with an API key or as an app, or bears a session, and posts JSON. */
export function createClient(options: ClientOptions): Client {
  const fetch = options.fetch ?? globalFetch();
  const sign = signerOf(options);
  const headers = { 'content-type': 'application/json', 'accept-language': options.language ?? 'zh' };
  const url = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;

  return {
    async call(action, request) {
      const texts = new Map<string, string>();
      const parameters = { ...request, Action: ACTIONS[action].name } as Record<string, ParameterValue>;
      flatten(parameters, { add: (name, text) => texts.set(name, text) });
      const signed = await sign(texts);

      const { status, requestId, body } = await post(
        fetch,
        url,
        { ...headers, ...signed.headers },
        signed.body,
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

/** Turns flat parameters into the body that is sent, and the headers that go with it. */
type Signer = (texts: Map<string, string>) => Promise<{ body: string; headers: Record<string, string> }>;

function signerOf(options: ClientOptions): Signer {
  if ('appKey' in options) return appSigner(options);
  return 'token' in options ? sessionBearer(options) : keySigner(options);
}

function sessionBearer({ token }: SessionCredentials): Signer {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return async (texts) => ({ body: JSON.stringify(Object.fromEntries(texts)), headers });
}

function keySigner({ publicKey, privateKey, sha1 = webCryptoSha1 }: KeyCredentials): Signer {
  return async (texts) => {
    texts.set('PublicKey', publicKey);
    texts.set('Signature', await sha1(canonicalString(texts, privateKey)));
    return { body: JSON.stringify(Object.fromEntries(texts)), headers: {} };
  };
}

function appSigner({ appKey, appSecret, crypto = webCrypto() }: AppCredentials): Signer {
  return async (texts) => {
    const body = JSON.stringify(Object.fromEntries(texts));
    const timestamp = String(crypto.now());
    const nonce = crypto.nonce();
    const bodySha256 = await crypto.sha256(body);
    const text = appStringToSign({ method: 'POST', target: '/', timestamp, nonce, bodySha256 });
    const headers = {
      [APP_HEADERS.key]: appKey,
      [APP_HEADERS.timestamp]: timestamp,
      [APP_HEADERS.nonce]: nonce,
      [APP_HEADERS.signature]: await crypto.hmacSha256(appSecret, text),
    };
    return { body, headers };
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

/** WebCrypto and the system's clock, as browsers and Node have them. */
function webCrypto(): ClientCrypto {
  const { crypto, TextEncoder, Date: SystemDate } = globalThis as unknown as WebGlobals;
  if (!crypto || !TextEncoder)
    throw new TransportError('This runtime has no WebCrypto; give crypto in the options.');
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return {
    sha256: async (text) => hex(await crypto.subtle.digest('SHA-256', bytes(text))),
    async hmacSha256(secret, text) {
      const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign']);
      return hex(await crypto.subtle.sign('HMAC', key, bytes(text)));
    },
    nonce: () => crypto.randomUUID(),
    now: () => SystemDate.now(),
  };
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface WebGlobals {
  readonly fetch?: Fetch;
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
  readonly Date: { now(): number };
  readonly crypto?: {
    randomUUID(): string;
    readonly subtle: {
      digest(name: string, data: Uint8Array): Promise<ArrayBuffer>;
      importKey(
        format: 'raw',
        key: Uint8Array,
        algorithm: { name: string; hash: string },
        extractable: boolean,
        uses: readonly ['sign'],
      ): Promise<unknown>;
      sign(name: string, key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
    };
  };
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
  return hex(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text)));
}
