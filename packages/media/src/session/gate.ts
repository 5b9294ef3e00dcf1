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
  /** The other side speaks from the address that it described: no NAT between, nobody else to expect. */
  readonly heardAsDescribed: boolean;
}

const same = (one: Source | undefined, other: Source) =>
  one !== undefined && one.port === other.port && one.address === other.address;

export function createGate(): Gate {
  let described: Source | undefined;
  let heard: Source | undefined;
  const gate: { -readonly [Name in keyof Gate]: Gate[Name] } = {
    peer: undefined,
    heardAsDescribed: false,
    expect({ address, port }) {
      if (same(described, { address, port })) return;
      described = { address, port };
      heard = undefined;
      gate.peer = described;
      gate.heardAsDescribed = false;
    },
    admits(from) {
      if (described === undefined) return false;
      // RFC 768: port 0 is "not used", and what is sent to it by dgram throws.
      if (from.port === 0) return false;
      if (same(heard, from)) return true;
      const asDescribed = same(described, from);
      if (heard !== undefined && !asDescribed) return false;
      heard = { address: from.address, port: from.port };
      gate.peer = heard;
      gate.heardAsDescribed = asDescribed;
      return true;
    },
  };
  return gate;
}
