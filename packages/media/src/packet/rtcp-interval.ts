/**
 * When to send the next RTCP packet (RFC 3550 6.2, 6.3.1 and A.7), for a session of two members: neither joins
 * nor leaves while it lasts, so timer reconsideration would give the interval that was drawn.
 */

const MEMBERS = 2;
/** RFC 3550 6.2: the share of the session's bandwidth that is for RTCP. */
const RTCP_SHARE = 0.05;
const MINIMUM_MS = 5_000;
/** e − 3/2: what reconsideration makes of the mean is made good (6.3.1). */
const COMPENSATION = Math.E - 1.5;

/**
 * Milliseconds to the next packet.
 * @param o.averageBytes of the RTCP packets sent and received, with their UDP and IP heads
 * @param o.initial the first interval has half the minimum, so that a call is soon known
 * @param o.chance from 0 up to 1: the packets of calls that began together spread over half to one and a half
 */
export function rtcpIntervalMs(o: {
  sessionBitsPerSecond: number;
  averageBytes: number;
  initial: boolean;
  chance: number;
}): number {
  const bytesPerSecond = (o.sessionBitsPerSecond / 8) * RTCP_SHARE;
  const fair = (o.averageBytes * MEMBERS * 1_000) / bytesPerSecond;
  const mean = Math.max(fair, o.initial ? MINIMUM_MS / 2 : MINIMUM_MS);
  return (mean * (o.chance + 0.5)) / COMPENSATION;
}
