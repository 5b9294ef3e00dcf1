import type {
  ACTIONS,
  ActionName,
  CustomerPermission,
  Language,
  OperatorPermission,
  RequestOf,
  ResponseOf,
} from '@herald/contract';
import type { ConsoleFiles } from './console.ts';
import type { Metrics } from './metrics.ts';
import type { PaymentDeps } from './payments.ts';
import type { SandboxBank } from './sandbox-payments.ts';

/** What is known of every call. */
interface Call {
  /** Source address, as seen past the trusted proxies. */
  readonly ip: string;
  /** The id in X-UCLOUD-REQUEST-UUID; sends repeat it as ReqUuid. */
  readonly requestId: string;
  /** Language for the texts of the answer. */
  readonly language: Language;
}

/** By what somebody acts for an account. */
export type Principal =
  | { readonly kind: 'key'; readonly publicKey: string; readonly memberId: string | undefined }
  | { readonly kind: 'app'; readonly appKey: string; readonly appId: string }
  | {
      readonly kind: 'member';
      readonly memberId: string;
      readonly identityId: string;
      readonly sessionId: string;
    };

/** Who acts for an account, as established by an authenticator. */
export interface CustomerIdentity {
  readonly realm: 'customer';
  readonly accountId: string;
  readonly principal: Principal;
  readonly permissions: ReadonlySet<CustomerPermission>;
  /** The projects that the caller may see and use. */
  readonly projects: 'all' | readonly string[];
}

/** One of the operator's staff, logged in. */
export interface OperatorIdentity {
  readonly realm: 'operator';
  readonly operatorId: string;
  readonly identityId: string;
  readonly sessionId: string;
  readonly permissions: ReadonlySet<OperatorPermission>;
}

export type Identity = CustomerIdentity | OperatorIdentity;

/** How a handler logs its caller in or out, where the caller is a browser. */
export interface SessionCookie {
  /** Sends the token as a cookie that no script can read, until `expiresAt` (ms). */
  set(realm: Identity['realm'], token: string, expiresAt: number): void;
  /** Takes it back; the other realm's session goes on. */
  clear(realm: Identity['realm']): void;
}

export type Caller = CustomerIdentity & Call;
export type OperatorCaller = OperatorIdentity & Call;
/** Anybody who has logged in, about themselves. */
export interface PersonCaller extends Call {
  readonly realm: 'person';
  readonly of: Identity['realm'];
  readonly identityId: string;
  readonly sessionId: string;
  readonly cookie: SessionCookie;
}
export interface PublicCaller extends Call {
  readonly realm: 'public';
  /** User-Agent, as it was sent. */
  readonly agent: string;
  readonly cookie: SessionCookie;
}

/** Who calls an Action, by its realm. */
export type CallerOf<Name extends ActionName> = (typeof ACTIONS)[Name] extends { realm: infer Realm }
  ? Realm extends 'operator'
    ? OperatorCaller
    : Realm extends 'person'
      ? PersonCaller
      : Realm extends 'public'
        ? PublicCaller
        : Caller
  : Caller;

/** A file that comes in as the body of a request. */
export interface Upload {
  /** Fails where the sender goes away before its end. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Bytes, where the sender said so. */
  readonly declaredBytes: number | undefined;
}

/** A file that goes out as the answer. */
export interface FileAnswer {
  readonly name: string;
  /** Of its type, e.g. `image/png`. */
  readonly mime: string;
  /** Bytes; absent where they are not known ahead. */
  readonly size: number | undefined;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Server-Sent Events that go out as the answer, as long as they come. */
export interface EventsAnswer {
  /** Each as it goes over the wire, with the empty line that ends it. */
  readonly events: AsyncIterable<string>;
}

type FileOf<Name extends ActionName> = (typeof ACTIONS)[Name] extends { file: infer File } ? File : undefined;
type UploadOf<Name extends ActionName> = FileOf<Name> extends 'upload' ? [upload: Upload] : [];
type AnswerOf<Name extends ActionName> =
  FileOf<Name> extends 'download'
    ? FileAnswer
    : FileOf<Name> extends 'events'
      ? EventsAnswer
      : ResponseOf<Name>;

/**
 * What each Action does. A handler throws HeraldError for a refusal that the caller is told about;
 * anything else that it throws is logged and answered with RetCode 150.
 */
export type Handlers = {
  readonly [Name in ActionName]: (
    caller: CallerOf<Name>,
    request: RequestOf<Name>,
    ...upload: UploadOf<Name>
  ) => Promise<AnswerOf<Name>>;
};

/** The handlers of one part of the registry. */
export type HandlersOf<Actions> = Pick<Handlers, Extract<keyof Actions, ActionName>>;

/** An API key as the gateway needs it. */
export interface StoredKey {
  readonly accountId: string;
  /** The member whose key it is; absent for a key of the account itself. */
  readonly memberId?: string;
  readonly permissions: ReadonlySet<CustomerPermission>;
  readonly projects: 'all' | readonly string[];
  /** In plain: the signature is a hash over it. */
  readonly privateKey: string;
  readonly status: 'active' | 'disabled';
  /** Lists of IP addresses or CIDR blocks, of the key and of its account: each must admit. An empty one admits all. */
  readonly allowedIps: readonly (readonly string[])[];
  /** Whether the account takes SHA-1 key pair signatures. */
  readonly keyPairs: boolean;
}

/** Looked up once a request, so it should answer from a bounded cache. A rejection is answered with RetCode 130. */
export interface KeyStore {
  find(publicKey: string): Promise<StoredKey | undefined>;
}

/** An app that may call: approved, enabled, with a secret. */
export interface StoredApp {
  readonly accountId: string;
  readonly appId: string;
  /** In plain, and until when each is taken, Unix milliseconds: the one in force, and the one before it. */
  readonly secrets: readonly { readonly secret: string; readonly until: number }[];
  /** The account's list of IP addresses or CIDR blocks; an empty one admits all. */
  readonly allowedIps: readonly string[];
}

/** Asked once a request, `find` from a bounded cache. */
export interface AppStore {
  find(appKey: string): Promise<StoredApp | undefined>;
  /** Takes a nonce, durably and for all nodes; false where it was taken before. */
  takeNonce(nonce: { accountId: string; appId: string; nonce: string; expiresAt: number }): Promise<boolean>;
}

/** Who a session's token belongs to. */
export interface StoredSession {
  readonly identity: Identity;
  /** IP addresses or CIDR blocks from which it may be used; empty admits every address. */
  readonly allowedIps: readonly string[];
}

/** Finds an open session; asked once a request, so it should answer from a bounded cache. */
export interface SessionStore {
  find(token: string): Promise<StoredSession | undefined>;
}

export interface Timer {
  cancel(): void;
}

/** Milliseconds since the epoch, and timers. */
export interface Clock {
  now(): number;
  setTimer(afterMs: number, fire: () => void): Timer;
}

/** One line with its facts; never a parameter value or a key. */
export interface Log {
  warn(event: string, facts: Readonly<Record<string, unknown>>): void;
  error(event: string, facts: Readonly<Record<string, unknown>>): void;
}

/** Whether the parts that requests need are there. `ready` false turns /readyz to 503. */
export interface Health {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, 'up' | 'down'>>;
}

/** Every bound of the gateway. */
export interface GatewayLimits {
  /** Bytes of a body. */
  readonly bodyBytes: number;
  /** Parameters of one request, flattened. */
  readonly parameters: number;
  /** Characters of one parameter's value. */
  readonly valueLength: number;
  /** Characters of one parameter's name. */
  readonly nameLength: number;
  /** Levels of nesting in a JSON body. */
  readonly depth: number;
  /** A key's steady requests per second, and how many may come at once. */
  readonly ratePerSecond: number;
  readonly rateBurst: number;
  /** Keys whose rate is remembered; the longest unused is forgotten first. */
  readonly ratedKeys: number;
  /** The same for what anybody may call, counted by machine: logging in, registering. */
  readonly strangersPerSecond: number;
  readonly strangersBurst: number;
  /** Requests in work at once; more are answered with RetCode 150. */
  readonly inFlight: number;
  /** Time for a handler; then RetCode 110. */
  readonly handlerMs: number;
  /** Time for the bytes of one request to arrive. */
  readonly receiveMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  bodyBytes: 256 * 1024,
  parameters: 512,
  valueLength: 16_384,
  nameLength: 128,
  depth: 8,
  ratePerSecond: 200,
  rateBurst: 400,
  ratedKeys: 10_000,
  strangersPerSecond: 5,
  strangersBurst: 60,
  inFlight: 2_000,
  handlerMs: 60_000,
  receiveMs: 30_000,
};

/** What the gateway is given by the process that composes it. */
export interface GatewayDeps {
  readonly registry: Handlers;
  readonly keys: KeyStore;
  readonly apps: AppStore;
  readonly sessions: SessionStore;
  /** Told of everybody who was authenticated, to note when a key or session was last used. Must not wait. */
  onAuthenticated?(identity: Identity): void;
  readonly clock: Clock;
  /** Unguessable and URL-safe, e.g. a random UUID. */
  readonly ids: { requestId(): string };
  readonly log: Log;
  /** Ways to pay whose providers report to this server. */
  readonly payments?: Pick<PaymentDeps, 'providers' | 'confirm'>;
  /** The web console, where it is served. */
  readonly console?: ConsoleFiles;
  /** The bank of the sandbox, where there is one. */
  readonly sandboxBank?: SandboxBank;
  health(): Promise<Health>;
  /** For metrics: every answer of the API, `action` empty when no known one was named. Milliseconds. */
  onAnswer?(action: ActionName | '', retCode: number, tookMs: number): void;
  /** What `/metrics` says, where somebody may read it. */
  readonly metrics?: Metrics;
  /** Addresses or CIDR blocks that may. */
  readonly metricsNetworks?: readonly string[];
  readonly limits?: Partial<GatewayLimits>;
  /** Addresses or CIDR blocks of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
  /** The base URL that documents name, e.g. `https://api.example.com`; absent: relative. */
  readonly publicUrl?: string;
}
