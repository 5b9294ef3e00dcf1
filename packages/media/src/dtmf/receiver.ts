import { timestampDistance } from '../packet/rtp.ts';
import type { TelephoneEvent } from '../packet/telephone-event.ts';
import { digitOfEvent } from './digits.ts';

/**
 * Telephone events to key presses (RFC 4733 2.5.2): one digit for each press, however many packets tell of
 * it, in whatever order, and even when all three end packets are lost.
 *
 *   no press ──event──▶ pressed ──E bit──────────────────▶ told
 *                          │ ────newer event, or silence──▶ told
 *
 * A press is known by its RTP time stamp. A press longer than 65,535 units goes on in segments, each with
 * the time stamp at which the one before it ended (2.5.1.3).
 */
export interface DigitPress {
  readonly digit: string;
  /** In time stamp units. */
  readonly duration: number;
}

export interface DigitReceiver {
  /** One event packet; answers the presses that it ends (0, 1, or 2 when an earlier one lost its end). */
  event(ssrc: number, timestamp: number, event: TelephoneEvent, at: number): DigitPress[];
  /** Nothing more will come of the open press, if any: the silence has lasted, or the call is over. */
  flush(): DigitPress[];
  /** When the last packet of an open press came; undefined when no key is down. */
  readonly openSince: number | undefined;
}

/** A segment has to start where the last one ended; a sender that rounds is forgiven a packet's length. */
const SEGMENT_SLACK = 480;
/** From here on a press is taken as one that may go on in a next segment. */
const LONG_SEGMENT = 0xffff - SEGMENT_SLACK;

interface Press {
  readonly digit: string;
  readonly event: number;
  readonly ssrc: number;
  /** Start of the running segment. */
  timestamp: number;
  /** Of the segments before. */
  before: number;
  duration: number;
  at: number;
}

export function createDigitReceiver(): DigitReceiver {
  let open: Press | undefined;
  /** The newest time stamp told of; what is not after it is a retransmission or late. */
  let told: { readonly ssrc: number; readonly timestamp: number } | undefined;

  function tell(): DigitPress[] {
    if (open === undefined) return [];
    told = { ssrc: open.ssrc, timestamp: open.timestamp };
    const press = { digit: open.digit, duration: open.before + open.duration };
    open = undefined;
    return [press];
  }

  function continues(press: Press, ssrc: number, timestamp: number, event: TelephoneEvent): boolean {
    return (
      press.ssrc === ssrc &&
      press.event === event.event &&
      press.duration >= LONG_SEGMENT &&
      Math.abs(timestampDistance(timestamp, press.timestamp + press.duration)) <= SEGMENT_SLACK
    );
  }

  return {
    event(ssrc, timestamp, event, at) {
      const digit = digitOfEvent(event.event);
      if (digit === undefined) return [];
      if (told?.ssrc === ssrc && timestampDistance(timestamp, told.timestamp) <= 0) return [];
      const ended: DigitPress[] = [];
      if (open !== undefined && (open.ssrc !== ssrc || open.timestamp !== timestamp)) {
        if (open.ssrc === ssrc && timestampDistance(timestamp, open.timestamp) < 0) return [];
        if (continues(open, ssrc, timestamp, event)) {
          open.before += open.duration;
          open.timestamp = timestamp;
          open.duration = 0;
        } else ended.push(...tell());
      }
      open ??= { digit, event: event.event, ssrc, timestamp, before: 0, duration: 0, at };
      open.at = at;
      open.duration = Math.max(open.duration, event.duration);
      if (event.end) ended.push(...tell());
      return ended;
    },
    flush: tell,
    get openSince() {
      return open?.at;
    },
  };
}
