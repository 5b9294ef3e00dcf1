import type { UserAgent, UserAgentLimits, UserAgentOptions, UserAgentStats } from '../api.ts';
import { systemClock, systemHash, systemRandom } from '../system.ts';
import { DEFAULT_TIMERS } from '../transaction/timers.ts';
import { createSystemResolver } from '../transport/resolver.ts';
import { Core } from './core.ts';
import { Dispatcher } from './dispatcher.ts';
import { Outgoing } from './outgoing-call.ts';
import { OptionsProbe } from './probe.ts';
import { RegistrationClient } from './registration.ts';
import { Wire } from './wire.ts';

const DEFAULT_LIMITS: UserAgentLimits = {
  transactions: 200_000,
  calls: 20_000,
  forks: 16,
  closeWaitMs: 4_000,
  names: 1_024,
};

/**
 * An RFC 3261 user agent: places calls, takes calls, answers OPTIONS.
 *
 * @throws TypeError for no transport, or two of one protocol
 */
export function createUserAgent(options: UserAgentOptions): UserAgent {
  const transports = [options.transport].flat();
  const [first] = transports;
  if (first === undefined) throw new TypeError('a user agent needs a transport');
  if (new Set(transports.map(({ protocol }) => protocol)).size < transports.length) {
    throw new TypeError('a user agent has one transport of each protocol');
  }
  const clock = options.clock ?? systemClock;
  const wire = new Wire(transports, clock, options.trace?.bind(options));
  const core = new Core({
    wire,
    clock,
    random: options.random ?? systemRandom(),
    hash: options.hash ?? systemHash,
    resolver: options.resolver ?? createSystemResolver(),
    timers: { ...DEFAULT_TIMERS, ...options.timers },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    sessionTimer: options.sessionTimer,
    product: options.product,
  });
  const dispatcher = new Dispatcher(core, {
    onInvite: options.onInvite?.bind(options),
    isTrusted: options.isTrusted?.bind(options),
    strangerAnswersPerSecond: options.strangerAnswersPerSecond ?? 0,
  });
  for (const transport of transports) {
    transport.onPacket = (data, from) => dispatcher.receive(data, from, transport);
    const { protocol } = transport;
    transport.isTrusted = ({ address, port }) => dispatcher.trusts({ protocol, address, port });
  }
  let closed: Promise<void> | undefined;

  return {
    address: first.address,

    invite(invitation) {
      const call = new Outgoing(core, invitation);
      call.start(dispatcher.closing ? 'the user agent is closed' : undefined);
      return call;
    },

    register: (registration) => new RegistrationClient(core, registration),

    probe(probing) {
      const from = core.contact(first.protocol).slice(1, -1);
      return new OptionsProbe(core, probing, () => askOptions(core, probing.target, from));
    },

    options(target, { from } = {}) {
      return askOptions(core, target, from ?? core.contact(first.protocol).slice(1, -1));
    },

    locate(uri) {
      return new Promise((resolve) => core.sender.locate(uri, resolve));
    },

    stats(): UserAgentStats {
      return {
        ...wire.counters,
        transactions: core.layer.size,
        dialogs: core.dialogs.size,
        calls: core.calls.size,
      };
    },

    close() {
      closed ??= closeDown(core, dispatcher);
      return closed;
    },
  };
}

/** OPTIONS outside a dialog (RFC 3261 11.1). */
function askOptions(core: Core, target: string, from: string): Promise<{ status: number; reason: string }> {
  const callId = core.token(16);
  return new Promise((resolve) => {
    core.request(
      {
        method: 'OPTIONS',
        uri: target,
        nextHop: target,
        callId,
        contact: true,
        headers: [
          ['From', `<${from}>;tag=${core.token(8)}`],
          ['To', `<${target}>`],
          ['Call-ID', callId],
          ['CSeq', '1 OPTIONS'],
          ['Accept', 'application/sdp'],
        ],
      },
      {
        onResponse: ({ status, reason }) => {
          if (status >= 200) resolve({ status, reason });
        },
        // 8.1.3.1: a timeout is treated as 408, a transport error as 503.
        onTimeout: () => resolve({ status: 408, reason: 'Request Timeout' }),
        onTransportError: (message) => resolve({ status: 503, reason: message }),
      },
    );
  });
}

async function closeDown(core: Core, dispatcher: Dispatcher): Promise<void> {
  dispatcher.closing = true;
  for (const probe of [...core.probes]) probe.stop();
  for (const registration of [...core.registrations]) void registration.stop();
  for (const call of [...core.calls]) call.shutDown();
  await new Promise<void>((resolve) => {
    const timer = core.clock.setTimer(core.limits.closeWaitMs, resolve);
    core.layer.whenQuiet(() => {
      timer.cancel();
      resolve();
    });
  });
  for (const call of [...core.calls]) call.abandon();
  for (const registration of [...core.registrations]) registration.abandon();
  core.layer.abandonAll();
  const transports = [...core.wire.transports.values()];
  for (const transport of transports) {
    transport.onPacket = undefined;
    transport.isTrusted = undefined;
  }
  await Promise.all(transports.map((transport) => transport.close()));
}
