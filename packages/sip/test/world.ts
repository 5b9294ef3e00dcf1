import {
  type CallEnd,
  createUserAgent,
  type IncomingCall,
  type InviteOptions,
  type OutgoingCall,
  type UserAgent,
  type UserAgentOptions,
} from '../src/index.ts';
import {
  createManualClock,
  createMemoryNetwork,
  createScriptedPeer,
  createSeededRandom,
  createZoneResolver,
  type ManualClock,
  type MemoryNetwork,
  type MemoryNetworkOptions,
  type ScriptedPeer,
} from '../src/testkit/index.ts';

export const OFFER = 'v=0\r\no=us 1 1 IN IP4 192.0.2.1\r\ns=-\r\n';
export const ANSWER = 'v=0\r\no=them 7 1 IN IP4 192.0.2.2\r\ns=-\r\n';

/** What happened to one side of a call, in order, as short words. */
export interface CallLog {
  readonly events: string[];
  end: CallEnd | undefined;
}

export interface World {
  readonly clock: ManualClock;
  readonly network: MemoryNetwork;
  agent(address: string, options?: Partial<UserAgentOptions>): UserAgent;
  peer(address: string, port?: number): ScriptedPeer;
  /** Places a call and keeps what its handlers hear. */
  call(from: UserAgent, to: string, more?: Partial<InviteOptions>): { call: OutgoingCall; log: CallLog };
  /** Lets datagrams already sent arrive, and their answers, without a timer of seconds firing. */
  settle(): void;
}

/** A manual clock, a network in memory and whoever is put into it. */
export function createWorld(options: Partial<MemoryNetworkOptions> = {}): World {
  const clock = createManualClock();
  const network = createMemoryNetwork({ clock, ...options });
  return {
    clock,
    network,
    agent(address, more = {}) {
      const seed = [...address].reduce((sum, char) => sum * 31 + char.charCodeAt(0), options.seed ?? 1);
      return createUserAgent({
        transport: more.transport ?? network.transport(address),
        resolver: createZoneResolver({}),
        clock,
        random: createSeededRandom(seed),
        ...more,
      });
    },
    peer: (address, port) => createScriptedPeer(network.transport(address, port)),
    call(from, to, more = {}) {
      const log: CallLog = { events: [], end: undefined };
      const call = from.invite({
        target: to,
        from: 'sip:02151860000@192.0.2.1',
        body: OFFER,
        ...more,
        handlers: {
          onProgress: ({ status }) => log.events.push(`${status}`),
          onAnswer: ({ body }) => log.events.push(body === ANSWER ? 'answer' : `answer ${body}`),
          onEnd: (end) => {
            log.events.push(end.kind);
            log.end = end;
          },
          ...more.handlers,
        },
      });
      return { call, log };
    },
    settle: () => clock.advance(10),
  };
}

/** Keeps what an incoming call's handlers hear. */
export function listen(call: IncomingCall): CallLog {
  const log: CallLog = { events: [], end: undefined };
  call.handlers = {
    onCancel: () => log.events.push('cancel'),
    onAck: () => log.events.push('ack'),
    onEnd: (end) => {
      log.events.push(end.kind);
      log.end = end;
    },
  };
  return log;
}
