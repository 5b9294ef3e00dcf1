import type { InviteOptions } from '@herald/sip';
import type { CallPlan } from './types.ts';

/**
 * Who is called, who calls, and as whom we log in: the parts of the INVITE that come from the plan.
 * @param ourHost IP address literal that peers know us by
 */
export function invitationOf(plan: CallPlan, ourHost: string): Omit<InviteOptions, 'body' | 'handlers'> {
  const { trunk } = plan;
  const identity = `sip:${plan.caller}@${uriHost(ourHost)}`;
  const { username, password } = trunk;
  const credentials = username === undefined || password === undefined ? undefined : { username, password };
  return {
    target: `sip:${plan.callee}@${uriHost(trunk.host)}:${trunk.port}`,
    from: identity,
    // RFC 3325: the number shown, vouched for towards a trunk that trusts us.
    headers: [['P-Asserted-Identity', `<${identity}>`]],
    ...(credentials === undefined ? {} : { credentials }),
    callId: plan.callId,
    ringTimeoutMs: plan.ringTimeoutMs,
  };
}

/** RFC 3261 25.1: an IPv6 address stands in brackets. */
function uriHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
