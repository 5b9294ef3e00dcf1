import type { InviteOptions, Party, RegisterOptions } from '@herald/sip';
import type { CallPlan, CallTrunk, CallTrunkTerms, NumberFormat } from './types.ts';

/** RFC 4028: so long is a call kept that nobody confirms; a refresh comes every half of it. */
const SESSION_EXPIRES_S = 1800;

/**
 * Who is called, who calls, and as whom we log in: the parts of the INVITE that come from the plan.
 * @param ourHost IP address literal that peers know us by
 */
export function invitationOf(
  plan: Pick<CallPlan, 'callId' | 'trunk' | 'caller' | 'callee' | 'ringTimeoutMs'>,
  ourHost: string,
): Omit<InviteOptions, 'body' | 'handlers'> {
  const { trunk } = plan;
  const { terms = {} } = trunk;
  const identity = `sip:${written(plan.caller, terms.callerFormat)}@${terms.registrar ?? uriHost(ourHost)}`;
  const callee = `${terms.calleePrefix ?? ''}${written(plan.callee, terms.calleeFormat)}`;
  const credentials = credentialsOf(trunk);
  return {
    // A number may hold # (RFC 3261 25.1: not as it is).
    target: `sip:${callee.replaceAll('#', '%23')}@${uriHost(trunk.host)}:${trunk.port}${transportOf(trunk)}`,
    from: identity,
    ...routeOf(trunk),
    // RFC 3325: the number shown, vouched for towards a trunk that trusts us.
    ...identityOf(terms.identity, { uri: identity }),
    ...(terms.privacy ? { privacy: ['id'] as const } : {}),
    ...(terms.sessionTimer ? { sessionTimer: { expires: SESSION_EXPIRES_S } } : {}),
    ...(credentials === undefined ? {} : { credentials }),
    callId: plan.callId,
    ringTimeoutMs: plan.ringTimeoutMs,
  };
}

/** Whom OPTIONS asks whether a trunk is there: the proxy that all goes through, or the trunk itself. */
export function probeTargetOf(trunk: CallTrunk): string {
  const proxy = trunk.terms?.outboundProxy;
  return `sip:${proxy ?? `${uriHost(trunk.host)}:${trunk.port}`}${transportOf(trunk)}`;
}

/** Where a trunk's own calls come from: each host that what we send it goes to. */
export function peerUrisOf(trunk: CallTrunk): readonly string[] {
  const { registrar, outboundProxy } = trunk.terms ?? {};
  const hosts = [`${uriHost(trunk.host)}:${trunk.port}`, registrar, outboundProxy];
  return hosts.flatMap((host) => (host === undefined ? [] : [`sip:${host}${transportOf(trunk)}`]));
}

/** How we register at a trunk; undefined for one that knows us by our address. */
export function registrationOf(trunk: CallTrunk): Omit<RegisterOptions, 'onChange'> | undefined {
  const registrar = trunk.terms?.registrar;
  const credentials = credentialsOf(trunk);
  if (registrar === undefined || credentials === undefined) return undefined;
  return {
    registrar: `sip:${registrar}${transportOf(trunk)}`,
    aor: `sip:${encodeURIComponent(credentials.username)}@${registrar}`,
    credentials,
    ...routeOf(trunk),
  };
}

/** A number of E.164 as a carrier writes it; what is no number of mainland China is dialled abroad with 00. */
export function written(number: string, format: NumberFormat = 'e164'): string {
  if (format === 'e164') return number;
  const digits = number.replace(/^\+/, '');
  if (format === 'digits') return digits;
  if (!digits.startsWith('86')) return `00${digits}`;
  const national = digits.slice(2);
  return /^(?:1[3-9]|0)/.test(national) ? national : `0${national}`;
}

function identityOf(kind: CallTrunkTerms['identity'], party: Party): Partial<InviteOptions> {
  if (kind === 'none') return {};
  return kind === 'preferred' ? { preferred: party } : { asserted: [party] };
}

function credentialsOf({ username, password }: CallTrunk): InviteOptions['credentials'] {
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** UDP is what a URI with a port and no transport means (RFC 3263 4.1). */
function transportOf({ terms }: CallTrunk): string {
  const transport = terms?.transport ?? 'udp';
  return transport === 'udp' ? '' : `;transport=${transport}`;
}

function routeOf(trunk: CallTrunk): { route?: readonly string[] } {
  const proxy = trunk.terms?.outboundProxy;
  return proxy === undefined ? {} : { route: [`<sip:${proxy};lr${transportOf(trunk)}>`] };
}

/** RFC 3261 25.1: an IPv6 address stands in brackets. */
function uriHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
