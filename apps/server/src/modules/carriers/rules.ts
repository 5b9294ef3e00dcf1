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
  routing: TrunkRouting;
  watch: TrunkWatch;
}

/** How a trunk stands in for others, and what it may carry beside its purposes. */
export interface TrunkRouting {
  /** A backup is taken where no main trunk has a place. */
  role: 'main' | 'backup';
  /** ISO 3166 countries and regions of the callees, such as CN. */
  countries: readonly string[];
  /** Of mainland mobile callees; none named: all of them, and landlines. */
  operators: readonly Operator[];
  /** Calls a day in Beijing; undefined: no limit. */
  dailyLimit: number | undefined;
  /** What a minute costs; the longest prefix that a number begins with counts. */
  prices: readonly TrunkPrice[];
}

export type Operator = 'cmcc' | 'cucc' | 'ctcc';

export interface TrunkPrice {
  /** Beginning of the called number, e.g. +86 or +8610. */
  prefix: string;
  /** 10⁻⁴ yuan. */
  perMinute: bigint;
}

/** By what it is known that a trunk is sick. */
export interface TrunkWatch {
  /** Seconds from one OPTIONS to the next; 0: it is not asked. */
  probeSeconds: number;
  /** Answered calls, per cent, under which it is sick; 0: any share will do. */
  leastAnswered: number;
}

/** `sick`: nothing is dialled over it; `trial`: one call at a time, to see whether it is well again. */
export type TrunkHealth = 'up' | 'sick' | 'trial';

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
  /** Addresses and networks that its own calls come from, beside its hosts. */
  sources: readonly string[];
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
  sources: [],
};

/** Those of the columns: a main trunk to every callee in the mainland. */
export const DEFAULT_ROUTING: TrunkRouting = {
  role: 'main',
  countries: ['CN'],
  operators: [],
  dailyLimit: undefined,
  prices: [],
};

export const DEFAULT_WATCH: TrunkWatch = { probeSeconds: 0, leastAnswered: 0 };

export const MOST_TRUNK_PRICES = 500;

export interface TrunkFault {
  problemZh: string;
  problemEn: string;
}

/** What is wrong with a trunk, in words for who sets it; undefined: nothing. What the columns check is left to them. */
export function faultOfTrunk({
  username,
  password,
  terms,
  routing,
}: Pick<Trunk, 'username' | 'password' | 'terms' | 'routing'>): TrunkFault | undefined {
  const { outboundProxy, registrar } = terms;
  for (const [name, host] of Object.entries({ outboundProxy, registrar })) {
    if (host !== undefined && !HOST.test(host)) {
      return {
        problemZh: `${name} 为 ${host}：应为主机名（如 sip.example.com）或“主机:端口”`,
        problemEn: `${name} is ${host}: a host such as sip.example.com, or host:port, is expected`,
      };
    }
  }
  if (registrar !== undefined && (username === undefined || password === undefined)) {
    return {
      problemZh: `registrar 为 ${registrar}：注册需要同时给出用户名和密码`,
      problemEn: `registrar is ${registrar}: the user name and password to register with are expected beside it`,
    };
  }
  const prefixes = routing.prices.map(({ prefix }) => prefix);
  const twice = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index);
  if (twice !== undefined) {
    return { problemZh: `前缀 ${twice} 有两个价格`, problemEn: `the prefix ${twice} has two prices` };
  }
  return undefined;
}

/** A name, an IPv4 address or an IPv6 one in brackets, and perhaps a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

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
