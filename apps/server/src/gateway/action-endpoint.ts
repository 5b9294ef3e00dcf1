import {
  ACTIONS,
  type Action,
  type ActionName,
  explain,
  HeraldError,
  isActionName,
  type Language,
} from '@herald/contract';
import { machineOf } from '../platform/ip-allow-list.ts';
import type { Authenticator } from './authenticate.ts';
import { compileDecoder, type Decoder } from './decode.ts';
import type {
  EventsAnswer,
  FileAnswer,
  GatewayDeps,
  GatewayLimits,
  Identity,
  SessionCookie,
  Upload,
} from './deps.ts';
import { type Parameters, readParameters, type WireRequest } from './parameters.ts';
import { createRateLimit } from './rate-limit.ts';
import { createSessionCookie } from './session-cookie.ts';

/** One API call as it came in. */
export interface ActionCall extends WireRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly method: string;
  /** Path and query as they came over the wire. */
  readonly target: string;
  /** Whether it came by HTTPS, as seen past the trusted proxies. */
  readonly secure: boolean;
  /** Source address. */
  readonly ip: string;
  readonly requestId: string;
  readonly language: Language;
  /** The body as it comes in, where the query names an Action that takes a file. */
  readonly upload: Upload | undefined;
}

/** What goes back with HTTP 200. */
export interface ActionAnswer {
  /** JSON: RetCode, Action, Message or the Action's own fields. Or the file, or the events, that were asked for. */
  readonly body: string | FileAnswer | EventsAnswer;
  /** 5.3: set for an Action whose end has been announced. */
  readonly deprecated: Action['deprecated'];
  /** Set-Cookie headers of a caller who logged in or out. */
  readonly cookies: readonly string[];
}

/** Answers an API call. Never rejects: whatever goes wrong is a RetCode. */
export type ActionEndpoint = (call: ActionCall) => Promise<ActionAnswer>;

type Handler = (caller: object, request: unknown, upload?: Upload) => Promise<object>;

interface Served {
  readonly action: Action;
  readonly decode: Decoder;
  readonly handle: Handler;
}

/**
 * The way of a call: parameters read → Action known (160, 161) → authenticated (170, 172, 294, 171, 174), unless the
 * Action is for anybody → within its rate (153) → permitted (299) → fits the schema → handled within time (110).
 */
export function createActionEndpoint(
  deps: GatewayDeps,
  limits: GatewayLimits,
  authenticate: Authenticator,
): ActionEndpoint {
  const { clock, log, onAnswer } = deps;
  const served = serve(deps);
  const rate = createRateLimit({
    perSecond: limits.ratePerSecond,
    burst: limits.rateBurst,
    keys: limits.ratedKeys,
    now: () => clock.now(),
  });
  const strangers = createRateLimit({
    perSecond: limits.strangersPerSecond,
    burst: limits.strangersBurst,
    keys: limits.ratedKeys,
    now: () => clock.now(),
  });
  // Who is reached by HTTPS is so whether or not the proxy in front is a trusted one.
  const isHttps = deps.publicUrl?.startsWith('https:') ?? false;
  let inFlight = 0;

  async function run(
    call: ActionCall,
    progress: { action: string },
    cookie: SessionCookie,
  ): Promise<ActionAnswer['body']> {
    const parameters = readParameters(call, limits);
    const name = parameters.get('Action') ?? '';
    progress.action = name;
    if (name === '') throw new HeraldError('ACTION_MISSING');
    if (!isActionName(name)) throw new HeraldError('ACTION_UNKNOWN', { action: name.slice(0, 64) });
    const { action, decode, handle } = served[name];
    const who = await callerOf(action, parameters, call, cookie);
    const request = decode(parameters);
    const caller = { ...who, ip: call.ip, requestId: call.requestId, language: call.language };
    if (action.file === 'upload' && !call.upload) throw new HeraldError('FILE_BODY_MISSING');
    const answer = await withinTime(handle(caller, request, call.upload));
    if (action.file === 'download') return answer as FileAnswer;
    if (action.file === 'events') return answer as EventsAnswer;
    return JSON.stringify({ RetCode: 0, Action: `${name}Response`, ...answer });
  }

  /** Who calls, as the Action's realm has it, within the rate and permitted. */
  async function callerOf(
    action: Action,
    parameters: Parameters,
    call: ActionCall,
    cookie: SessionCookie,
  ): Promise<object> {
    const { realm = 'customer' } = action;
    if (realm === 'public') {
      strangers.take(machineOf(call.ip));
      return { realm, cookie, agent: String(call.headers['user-agent'] ?? '') };
    }
    const { identity, rateKey } = await authenticate({
      parameters,
      headers: call.headers,
      realm: realm === 'person' ? undefined : realm,
      ip: call.ip,
      method: call.method,
      target: call.target,
      body: call.body,
    });
    rate.take(rateKey);
    deps.onAuthenticated?.(identity);
    if (realm !== 'person') {
      permit(action, identity);
      return identity;
    }
    const session = sessionOf(identity);
    if (!session) throw new HeraldError('TOKEN_UNKNOWN');
    return { realm, of: identity.realm, ...session, cookie };
  }

  /** Waits for a handler up to `handlerMs`. Its work may still be done afterwards: the caller is told so. */
  function withinTime<Answer>(work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = clock.setTimer(limits.handlerMs, () => {
        reject(new HeraldError('TIMED_OUT', { seconds: limits.handlerMs / 1000 }));
      });
      work.then(resolve, reject).then(() => timer.cancel());
    });
  }

  function refusal(error: unknown, action: string, requestId: string): HeraldError {
    if (error instanceof HeraldError) {
      if (error.cause !== undefined) log.error('gateway.fault', { requestId, action, error: error.cause });
      return error;
    }
    log.error('gateway.handler-failed', { requestId, action, error });
    return new HeraldError('SERVICE_UNAVAILABLE');
  }

  return async function answer(call) {
    const progress = { action: '' };
    const startedAt = clock.now();
    const cookie = createSessionCookie(call.secure || isHttps, () => clock.now());
    let retCode = 0;
    let body: ActionAnswer['body'];
    inFlight += 1;
    try {
      if (inFlight > limits.inFlight) throw new HeraldError('SERVICE_UNAVAILABLE');
      body = await run(call, progress, cookie);
    } catch (error) {
      const refused = refusal(error, nameOf(progress.action), call.requestId);
      retCode = refused.code;
      body = refusalBody(refused, progress.action, call.language);
    } finally {
      inFlight -= 1;
    }
    const name = nameOf(progress.action);
    onAnswer?.(name, retCode, clock.now() - startedAt);
    const deprecated = name === '' ? undefined : served[name].action.deprecated;
    return { body, deprecated, cookies: cookie.headers() };
  };
}

/** 299: an Action of another realm, or without the permission that it needs. */
function permit(action: Action, identity: Identity): void {
  const { realm = 'customer', permission = '' } = action;
  const held: ReadonlySet<string> = identity.permissions;
  if (identity.realm !== realm || !held.has(permission))
    throw new HeraldError('NOT_PERMITTED', { permission });
}

/** The session by which somebody acts; keys and apps have none. */
function sessionOf(identity: Identity): { identityId: string; sessionId: string } | undefined {
  const holder = identity.realm === 'operator' ? identity : identity.principal;
  return 'sessionId' in holder ? { identityId: holder.identityId, sessionId: holder.sessionId } : undefined;
}

/** The body of a refusal: `{RetCode, Action, Message}`. */
export function refusalBody(refused: HeraldError, action: string, language: Language): string {
  return JSON.stringify({
    RetCode: refused.code,
    Action: /^[A-Za-z0-9]{0,64}$/.test(action) ? `${action}Response` : 'Response',
    Message: explain(refused.code, language, refused.details),
  });
}

/** Only names of Actions go into logs and metrics: everything else is a stranger's text. */
function nameOf(action: string): ActionName | '' {
  return isActionName(action) ? action : '';
}

function serve({ registry }: GatewayDeps): Readonly<Record<ActionName, Served>> {
  const names = Object.keys(ACTIONS) as ActionName[];
  const entries = names.map((name): [ActionName, Served] => {
    const action: Action = ACTIONS[name];
    // The decoder yields what the schema says, which is what the handler's type says.
    return [name, { action, decode: compileDecoder(action), handle: registry[name] as Handler }];
  });
  return Object.fromEntries(entries) as Record<ActionName, Served>;
}
