import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createMediaEngine, createOffer, readAnswer } from '@herald/media';
import { type CallEnd, createUdpTransport, createUserAgent } from '@herald/sip';

const HOST = '127.0.0.1';
/** Samples of 8 kHz that are sound and not silence: a second of speech. */
const HEARD = 8000;
const LOUD = 500;
/** Nothing is sent between what is said: so long after the last of it, it is over. */
const QUIET_MS = 500;

/** Somebody who calls the platform through its carrier: a telephone of its own, over real SIP and RTP. */
export interface OutsideCaller {
  /**
   * Calls, listens to a second of speech, or until what is said is over, presses the keys, and waits until the call is
   * over.
   */
  call(
    number: string,
    keys: string,
    listens?: 'a-second' | 'to-the-end',
  ): Promise<{ answered: boolean; end: CallEnd }>;
  close(): Promise<void>;
}

/** @param port on which the platform's engine takes calls */
export async function openOutsideCaller(
  port: number,
  options: { from: string; rtp: { min: number; max: number } },
): Promise<OutsideCaller> {
  const agent = createUserAgent({ transport: await createUdpTransport({ host: HOST, port: 0 }) });
  const media = createMediaEngine({ address: HOST, portMin: options.rtp.min, portMax: options.rtp.max });
  return {
    async call(number, keys, listens = 'a-second') {
      const session = await media.open();
      const over = Promise.withResolvers<CallEnd>();
      let answered = false;
      let heard = 0;
      let pressed = false;
      let quiet: NodeJS.Timeout | undefined;
      const press = () => {
        pressed = true;
        for (const key of keys) session.sendDigit(key, 100);
      };
      session.record({
        start: () => {},
        put(channel, _ssrc, _timestamp, samples) {
          if (channel !== 0 || pressed) return;
          for (const sample of samples) if (Math.abs(sample) > LOUD) heard++;
          clearTimeout(quiet);
          if (heard < HEARD) return;
          if (listens === 'a-second') press();
          else quiet = setTimeout(press, QUIET_MS);
        },
        pcm: () => new Int16Array(0),
        wav: () => new Uint8Array(0),
        seconds: 0,
        dropped: 0,
      });
      agent.invite({
        target: `sip:${number}@${HOST}:${port}`,
        from: `sip:${options.from}@${HOST}`,
        body: createOffer({ address: HOST, port: session.port, sessionId: '1' }),
        handlers: {
          onAnswer({ body }) {
            answered = true;
            session.connect(readAnswer(body));
          },
          onEnd: over.resolve,
        },
      });
      const end = await over.promise;
      clearTimeout(quiet);
      session.close();
      return { answered, end };
    },
    async close() {
      await agent.close();
      await media.close();
    },
  };
}

/** A UDP port that nobody has at this moment. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(() => closed()));
  return port;
}
