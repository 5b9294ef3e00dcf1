/**
 * Even ports, as RTP wants them (RFC 3550 11; the odd one above belongs to RTCP). Handed out in turn, so
 * that late packets of a call that ended do not fall into the next one.
 */
export interface PortRange {
  /** The next port that is not handed out; undefined when all are. */
  take(): number | undefined;
  give(port: number): void;
  /** How many ports there are. */
  readonly size: number;
}

/** @throws RangeError when there is no even port from `min` to `max` */
export function createPortRange(min: number, max: number): PortRange {
  const first = min + (min & 1);
  const size = Math.floor((max - first) / 2) + 1;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max > 65_535 || size < 1) {
    throw new RangeError(`there is no even port from ${min} to ${max}`);
  }
  const taken = new Set<number>();
  let turn = 0;
  return {
    size,
    take() {
      for (let tries = 0; tries < size; tries++) {
        const port = first + turn * 2;
        turn = (turn + 1) % size;
        if (taken.has(port)) continue;
        taken.add(port);
        return port;
      }
      return undefined;
    },
    give: (port) => void taken.delete(port),
  };
}
