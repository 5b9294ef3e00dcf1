export interface Trunk {
  trunkId: string;
  name: string;
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
  purposes: readonly number[];
  priority: number;
  concurrency: number;
  cps: number;
  terms: TrunkTerms;
}

/** `e164` +8613800000200, `digits` 8613800000200, `national` 13800000200 or 02151860000. */
export type NumberFormat = 'e164' | 'digits' | 'national';

/** How a trunk is spoken to. */
export interface TrunkTerms {
  transport: 'udp' | 'tcp' | 'tls';
  /** Host, or host:port, that every request takes first. */
  outboundProxy: string | undefined;
  /** Host, or host:port, to register at; undefined: the carrier knows us by our address. */
  registrar: string | undefined;
  calleeFormat: NumberFormat;
  /** Dialled before the called number. */
  calleePrefix: string;
  callerFormat: NumberFormat;
  /** Header that vouches for the number shown (RFC 3325). */
  identity: 'asserted' | 'preferred' | 'none';
  /** Asks that the callee sees no number (RFC 3323). */
  privacy: boolean;
  /** RFC 4028. */
  sessionTimer: boolean;
  srtp: 'off' | 'allowed' | 'required';
  /** The one liked best first. */
  codecs: readonly ('PCMA' | 'PCMU' | 'G722')[];
}

/** Those of the columns: a carrier over UDP that knows us by our address. */
export const DEFAULT_TERMS: TrunkTerms = {
  transport: 'udp',
  outboundProxy: undefined,
  registrar: undefined,
  calleeFormat: 'e164',
  calleePrefix: '',
  callerFormat: 'e164',
  identity: 'asserted',
  privacy: false,
  sessionTimer: true,
  srtp: 'off',
  codecs: ['PCMA', 'PCMU'],
};

/** What is wrong with a trunk, in words for who sets it; undefined: nothing. What the columns check is left to them. */
export function faultOfTrunk({ username, password, terms }: Trunk): string | undefined {
  const { outboundProxy, registrar } = terms;
  for (const [name, host] of Object.entries({ outboundProxy, registrar })) {
    if (host !== undefined && !HOST.test(host)) {
      return `${name} is ${host}: a host such as sip.example.com, or host:port, is expected`;
    }
  }
  if (registrar !== undefined && (username === undefined || password === undefined)) {
    return `registrar is ${registrar}: the user name and password to register with are expected beside it`;
  }
  return undefined;
}

/** A name, an IPv4 address or an IPv6 one in brackets, and perhaps a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** A trunk as a claim finds it: calls on it now, and when its latest ones started. */
export interface TrunkLoad {
  trunkId: string;
  purposes: readonly number[];
  concurrency: number;
  cps: number;
  active: number;
  /** ms, of the last second at least. */
  starts: readonly number[];
}

const SECOND_MS = 1000;
/** A start that lies further ahead of our clock than this was written by a clock that is wrong. */
const MOST_SKEW_MS = 60_000;

/**
 * Calls that count against the trunk's calls per second: those of the last second. Kept one by one, because a bucket of
 * tokens that refills while it is emptied lets through nearly twice the limit in the second after a pause.
 */
export function startsOfLastSecond(load: TrunkLoad, now: number): number[] {
  return load.starts.filter((at) => at > now - SECOND_MS && at <= now + MOST_SKEW_MS);
}

/** How many calls may start on the trunk now, under its concurrency and its calls per second. */
export function freeSlots(load: TrunkLoad, now: number): number {
  return Math.max(
    0,
    Math.min(load.concurrency - load.active, load.cps - startsOfLastSecond(load, now).length),
  );
}

/** What a failed attempt says of the trunk: whether another one may be tried for the same message. */
export function mayTryNextTrunk(cause: { kind: string; status?: number }): boolean {
  switch (cause.kind) {
    case 'sip':
      // 5xx, and 403 where the trunk refuses us; never busy, rejected or any answer about the callee.
      return (
        cause.status !== undefined && (cause.status === 403 || (cause.status >= 500 && cause.status <= 599))
      );
    case 'timeout':
    case 'transport-error':
      return true;
    default:
      return false;
  }
}
