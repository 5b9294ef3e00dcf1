/**
 * Who may speak into a call (symmetric RTP, RFC 4961). Behind a NAT the other side's packets come from an
 * address that its description does not tell, so the first source is taken for it and sent to from then on;
 * every other source is foreign. The described address itself is never foreign: should a stranger have been
 * quicker, the other side's first packet takes the call back.
 */
export interface Source {
  readonly address: string;
  readonly port: number;
}

export interface Gate {
  /** What the other side described; a new description starts anew. */
  expect(described: Source): void;
  /** Whether a packet of this source belongs to the call. */
  admits(from: Source): boolean;
  /** Where to send: the source that was heard, or else the described one. */
  readonly peer: Source | undefined;
}

const same = (one: Source | undefined, other: Source) =>
  one !== undefined && one.port === other.port && one.address === other.address;

export function createGate(): Gate {
  let described: Source | undefined;
  let heard: Source | undefined;
  return {
    expect({ address, port }) {
      if (same(described, { address, port })) return;
      described = { address, port };
      heard = undefined;
    },
    admits(from) {
      if (described === undefined) return false;
      if (same(heard, from)) return true;
      if (heard !== undefined && !same(described, from)) return false;
      heard = { address: from.address, port: from.port };
      return true;
    },
    get peer() {
      return heard ?? described;
    },
  };
}
