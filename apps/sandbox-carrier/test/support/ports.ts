/**
 * RTP ports for one test file at a time: files run beside each other in workers, and a packet of one that falls
 * into a call of another would be taken for its caller's (RFC 4961). Below the ports that the system hands out by
 * itself.
 */
const WORKER = Number(process.env.VITEST_POOL_ID ?? 1) % 4;
const FIRST = 28_000 + WORKER * 600;

const range = (place: number): { min: number; max: number } => {
  const min = FIRST + place * 200;
  return { min, max: min + 199 };
};

export const CARRIER_RTP = range(0);
export const CALLER_RTP = range(1);
/** For a second carrier, or one that is a process. */
export const OTHER_RTP = range(2);
