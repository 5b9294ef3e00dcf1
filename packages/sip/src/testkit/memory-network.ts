import type { Clock, Endpoint, Protocol, Transport } from '../ports.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface MemoryNetworkOptions {
  clock: Clock;
  /** Repeats which datagrams are lost, doubled and late. Default 1. */
  seed?: number;
  /** Share of datagrams lost, 0 to 1. Default 0. */
  loss?: number;
  /** Share of datagrams that arrive twice. Default 0. */
  duplication?: number;
  /** Least and most milliseconds on the way; with a span, datagrams overtake each other. Default 0, 0. */
  delayMs?: readonly [least: number, most: number];
  reliable?: boolean;
}

/** Messages between transports of one process, on the clock given; UDP and unreliable as the options say. */
export interface MemoryNetwork {
  transport(address: string, port?: number, protocol?: Protocol): Transport;
  /** Decides about each datagram before chance does: false loses it. Assignable. */
  pass: ((text: string, from: Endpoint, to: Endpoint, protocol: Protocol) => boolean) | undefined;
  /** Sending to this address (`192.0.2.1`, or `TCP 192.0.2.1` for one protocol) fails with the message. */
  readonly broken: Map<string, string>;
}

export function createMemoryNetwork(options: MemoryNetworkOptions): MemoryNetwork {
  const { clock, loss = 0, duplication = 0, delayMs = [0, 0] } = options;
  const random = createSeededRandom(options.seed ?? 1);
  const decoder = new TextDecoder();
  const transports = new Map<string, Transport>();

  function deliver(data: Uint8Array, from: Endpoint, to: string): void {
    const after = delayMs[0] + random.next() * (delayMs[1] - delayMs[0]);
    clock.setTimer(after, () => transports.get(to)?.onPacket?.(data, from));
  }

  const network: MemoryNetwork = {
    pass: undefined,
    broken: new Map(),
    transport(address, port = 5060, protocol = 'UDP') {
      const own: Endpoint = { address, port };
      const key = `${protocol} ${address}:${port}`;
      const reliable = protocol !== 'UDP' || (options.reliable ?? false);
      if (transports.has(key)) throw new Error(`${key} is taken`);
      const transport: Transport = {
        protocol,
        reliable,
        family: address.includes(':') ? 6 : 4,
        address: { host: address, port },
        send(data, to, failed) {
          const broken = network.broken.get(to.address) ?? network.broken.get(`${protocol} ${to.address}`);
          if (broken !== undefined) {
            failed(broken);
            return;
          }
          if (network.pass?.(decoder.decode(data), own, to, protocol) === false) return;
          const copy = data.slice();
          const target = `${protocol} ${to.address}:${to.port}`;
          if (protocol !== 'UDP' || random.next() >= loss) deliver(copy, own, target);
          if (protocol === 'UDP' && random.next() < duplication) deliver(copy, own, target);
        },
        close() {
          transports.delete(key);
          return Promise.resolve();
        },
      };
      transports.set(key, transport);
      return transport;
    },
  };
  return network;
}
