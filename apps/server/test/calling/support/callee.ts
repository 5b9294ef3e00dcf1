import {
  answerOffer,
  type CodecName,
  createMediaEngine,
  createRecorder,
  type MediaEngine,
  type MediaSession,
  type Recorder,
} from '@herald/media';
import {
  type CallEnd,
  createUdpTransport,
  createUserAgent,
  type IncomingCall,
  type Transport,
} from '@herald/sip';
import type { Clock } from '../../../src/platform/clock.ts';

/** One call as the called side has it. */
export interface Line {
  readonly call: IncomingCall;
  /** Its sound, from `answer` on. */
  readonly session: MediaSession;
  readonly heard: Recorder;
  /** 200 with a session description that fits. */
  answer(): void;
  readonly acknowledged: Promise<void>;
  readonly ended: Promise<CallEnd>;
}

/** A called side on loopback that does with each call what the test says. */
export interface Callee {
  readonly port: number;
  /** SIP messages as they came and went, oldest first: `< INVITE …` came in, `> SIP/2.0 200 …` went out. */
  readonly messages: readonly string[];
  /** First words of `messages`, without retransmissions. */
  summary(): string[];
  /** The first message that came in and begins with `start`; undefined while there is none. */
  received(start: string): string | undefined;
  readonly lines: readonly Line[];
  close(): Promise<void>;
}

export interface CalleeOptions {
  behave(line: Line): void;
  clock?: Clock;
  rtpPortMin?: number;
  /** Default: UDP on any port. */
  transport?: Transport;
  codecs?: readonly CodecName[];
  srtp?: 'allowed' | 'required';
}

export async function openCallee(options: CalleeOptions): Promise<Callee> {
  const { behave, clock, rtpPortMin = 45_000, codecs, srtp } = options;
  const injected = clock === undefined ? {} : { clock };
  const messages: string[] = [];
  const lines: Line[] = [];
  const media: MediaEngine = createMediaEngine({
    address: '127.0.0.1',
    portMin: rtpPortMin,
    portMax: rtpPortMin + 999,
    ...injected,
  });
  const agent = createUserAgent({
    transport: options.transport ?? (await createUdpTransport({ host: '127.0.0.1', port: 0 })),
    ...injected,
    // Nobody here waits for a caller that was killed.
    limits: { closeWaitMs: 500 },
    trace: ({ direction, text }) => messages.push(`${direction === 'in' ? '<' : '>'} ${text}`),
    onInvite(call) {
      const acknowledged = Promise.withResolvers<void>();
      const ended = Promise.withResolvers<CallEnd>();
      call.handlers = { onAck: () => acknowledged.resolve(), onEnd: ended.resolve };
      void media.open().then((session) => {
        const heard = createRecorder();
        session.record(heard);
        void ended.promise.then(() => session.close());
        const line: Line = {
          call,
          session,
          heard,
          acknowledged: acknowledged.promise,
          ended: ended.promise,
          answer() {
            const { sdp, remote } = answerOffer(call.body, {
              address: '127.0.0.1',
              port: session.port,
              sessionId: '1',
              ...(codecs && { codecs }),
              ...(srtp && { srtp: { mode: srtp, keys: session.srtpKeys } }),
            });
            session.connect(remote);
            call.answer(sdp);
          },
        };
        lines.push(line);
        behave(line);
      });
    },
  });
  return {
    port: agent.address.port,
    messages,
    lines,
    summary: () => [...new Set(messages.map((text) => text.split('\r\n', 1)[0] as string))].map(shortened),
    received: (start) => messages.find((text) => text.startsWith(`< ${start}`)),
    async close() {
      await agent.close();
      await media.close();
    },
  };
}

/** `< INVITE sip:… SIP/2.0` → `< INVITE`, `> SIP/2.0 180 Ringing` → `> 180`. */
function shortened(line: string): string {
  const [arrow, first, second] = line.split(' ');
  return `${arrow} ${first === 'SIP/2.0' ? second : first}`;
}
