import { CODECS, type CodecName, type Decoder, type Encoder } from '../codec/codec.ts';
import { createJitterBuffer } from '../packet/jitter-buffer.ts';
import type { MediaSession, SoundSource, Stop } from './types.ts';

/**
 * Two sessions that hear each other, for a transfer: what one side says the other is sent, through a jitter
 * buffer of 40 to 200 ms each way, and under the other codec where they differ. Keys that came as events are
 * pressed on the other side; those heard as tones are in the sound already. Tracks and keys of a session's own
 * go before the bridge's sound. Closing either session ends the bridge, and leaves the other as it is.
 */
export interface Bridge extends Stop {
  /** Packets that came too late to be sent on, or were too many, both ways. */
  readonly dropped: number;
}

/** Under one codec, or from one to the other by way of telephone-band samples. */
function createTranscoder(): (from: CodecName, to: CodecName, payload: Uint8Array) => Uint8Array {
  let now: { from: CodecName; to: CodecName; decode: Decoder; encode: Encoder } | undefined;
  return (from, to, payload) => {
    if (from === to) return payload;
    if (now?.from !== from || now.to !== to) {
      now = { from, to, decode: CODECS[from].decoder(8_000), encode: CODECS[to].encoder(8_000) };
    }
    return now.encode(now.decode(payload));
  };
}

export function bridge(one: MediaSession, other: MediaSession): Bridge {
  const buffers = [createJitterBuffer(), createJitterBuffer()] as const;
  const listening: Stop[] = [];
  let over = false;

  function relay(from: MediaSession, to: MediaSession, buffer: (typeof buffers)[number]): void {
    const transcode = createTranscoder();
    const source: SoundSource = {
      take(codec, bytes) {
        const sound = buffer.take(bytes);
        return sound && transcode(sound.codec, codec, sound.payload);
      },
    };
    listening.push(
      from.listen({
        sound: (codec, timestamp, payload) => buffer.put(codec, timestamp, payload),
        digit(digit, ms, heardAs) {
          if (heardAs === 'tone') return;
          try {
            to.sendDigit(digit, ms);
          } catch {
            // More keys than a side can be sent at a time: what is too many is not pressed.
          }
        },
        closed: stop,
      }),
    );
    to.feed(source);
  }

  function stop(): void {
    if (over) return;
    over = true;
    for (const each of listening) each.stop();
    for (const session of [one, other]) {
      try {
        session.feed(undefined);
      } catch {
        // It is the one that was closed.
      }
    }
  }

  relay(one, other, buffers[0]);
  relay(other, one, buffers[1]);
  return {
    stop,
    get dropped() {
      return buffers[0].dropped + buffers[1].dropped;
    },
  };
}
