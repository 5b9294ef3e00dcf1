import type { CodecName } from '../codec/codec.ts';
import { mosOf, ratingOf } from '../packet/e-model.ts';
import type { Reception } from '../packet/reception.ts';
import { middleNtp, parseRtcp, type ReportBlock, writeRtcp } from '../packet/rtcp.ts';
import { rtcpIntervalMs } from '../packet/rtcp-interval.ts';
import type { Clock, Timer } from '../ports.ts';
import type { RemoteReport, RtpReport } from './types.ts';

/**
 * The RTCP of a session (RFC 3550 6): reports out at random intervals around five seconds, reports in, and what
 * both tell about the call.
 */
export interface Control {
  /** Somebody is known to send to. */
  start(): void;
  /** A datagram that may be RTCP of the call. False: it is not, or too many came. */
  receive(data: Uint8Array): boolean;
  /** Counts a datagram that was refused before it came here. */
  drop(): void;
  /** Says good-bye, if anything was ever said (RFC 3550 6.3.7). */
  close(): void;
  /** @param terms the codec and packet time of the call; undefined when it never had any */
  report(
    terms: { codec: CodecName; ptimeMs: number } | undefined,
  ): Pick<RtpReport, 'remote' | 'roundTripMs' | 'mos' | 'rtcp'>;
}

export interface ControlOptions {
  readonly clock: Clock;
  readonly ssrc: number;
  readonly cname: string;
  /** From 0 up to 1. */
  chance(): number;
  readonly reception: Reception;
  readonly sender: { readonly sent: number; readonly octets: number; timestampAt(instant: number): number };
  /** False: there was nobody to send to. */
  transmit(packet: Uint8Array): boolean;
}

/** 64 kbit/s and the heads of 50 packets a second. */
const SESSION_BITS = 80_000;
/** UDP and IP. */
const HEAD_BYTES = 28;
/** A second has one to spare; ten may come at once. */
const FLOOD_BURST = 10;
const FLOOD_PER_MS = 1 / 1_000;
/** A round trip that is longer is a mistake in the report. */
const MAX_ROUND_TRIP_MS = 30_000;

export function createControl(o: ControlOptions): Control {
  const { clock, sender, reception } = o;
  const count = { sent: 0, received: 0, dropped: 0 };
  let timer: Timer | undefined;
  let averageBytes = 100 + HEAD_BYTES;
  /** How many RTP packets had left at the report before this, and the one before that: who sent is a sender. */
  let sentBefore = [0, 0];
  let lastSr: { readonly middle: number; readonly at: number } | undefined;
  let remote: RemoteReport | undefined;
  /** Packets that had left when that report came. */
  let sentThen = 1;
  let roundTripMs: number | undefined;
  let closed = false;
  let tokens = FLOOD_BURST;
  let filledAt = clock.now();

  /** RFC 3550 6.3.3. */
  function weigh(bytes: number): void {
    averageBytes += (bytes + HEAD_BYTES - averageBytes) / 16;
  }

  function send(bye: boolean): void {
    const now = clock.now();
    const state = reception.takeState();
    const blocks: ReportBlock[] = [];
    if (state !== undefined) {
      const lastSrMiddle = lastSr?.middle ?? 0;
      const since = lastSr === undefined ? 0 : Math.round(((now - lastSr.at) * 65_536) / 1_000);
      blocks.push({ ...state, lastSr: lastSrMiddle, delaySinceLastSr: since });
    }
    const isSender = sender.sent > (sentBefore[0] as number);
    sentBefore = [sentBefore[1] as number, sender.sent];
    const packet = writeRtcp({
      ssrc: o.ssrc,
      cname: o.cname,
      blocks,
      bye,
      sender: isSender
        ? { atMs: now, rtpTimestamp: sender.timestampAt(now), packets: sender.sent, octets: sender.octets }
        : undefined,
    });
    if (!o.transmit(packet)) return;
    count.sent++;
    weigh(packet.length);
  }

  function arm(initial: boolean): void {
    const wait = rtcpIntervalMs({
      sessionBitsPerSecond: SESSION_BITS,
      averageBytes,
      initial,
      chance: o.chance(),
    });
    timer = clock.setTimer(wait, () => {
      send(false);
      arm(false);
    });
  }

  function allowed(): boolean {
    const now = clock.now();
    tokens = Math.min(FLOOD_BURST, tokens + (now - filledAt) * FLOOD_PER_MS);
    filledAt = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  }

  /** RFC 3550 6.4.1: how long ago our report left, less how long it lay there. */
  function measure(block: ReportBlock, now: number): void {
    if (block.lastSr === 0) return;
    const away = (middleNtp(now) - block.lastSr - block.delaySinceLastSr) | 0;
    const ms = (away * 1_000) / 65_536;
    if (ms >= 0 && ms <= MAX_ROUND_TRIP_MS) roundTripMs = Math.round(ms * 10) / 10;
  }

  function take(block: ReportBlock): void {
    const now = clock.now();
    sentThen = Math.max(1, sender.sent);
    remote = {
      lost: block.cumulativeLost,
      fractionLost: block.fractionLost / 256,
      jitterMs: Math.round((block.jitter * 1_000) / 8) / 1_000,
      at: now,
    };
    measure(block, now);
  }

  return {
    start() {
      if (timer === undefined && !closed) arm(true);
    },
    receive(data) {
      const packets = !closed && allowed() ? parseRtcp(data) : undefined;
      if (packets === undefined) {
        count.dropped++;
        return false;
      }
      count.received++;
      weigh(data.length);
      for (const packet of packets) {
        if (packet.kind !== 'report') continue;
        if (packet.sender) lastSr = { middle: middleNtp(packet.sender.atMs), at: clock.now() };
        const ours = packet.blocks.find(({ ssrc }) => ssrc === o.ssrc);
        if (ours !== undefined) take(ours);
      }
      return true;
    },
    drop: () => void count.dropped++,
    close() {
      if (closed) return;
      timer?.cancel();
      if (sender.sent > 0 || count.sent > 0) send(true);
      closed = true;
    },
    report(terms) {
      const { received, lost, jitterMs } = reception.report();
      const network = (roundTripMs ?? 0) / 2;
      const mos = (jitter: number, lossRate: number) =>
        terms &&
        mosOf(ratingOf({ codec: terms.codec, delayMs: terms.ptimeMs + network + 2 * jitter, lossRate }));
      const heard = received === 0 ? undefined : mos(jitterMs, lost / (received + lost));
      const sent = remote && mos(remote.jitterMs, Math.max(0, Math.min(1, remote.lost / sentThen)));
      return {
        ...(remote === undefined ? {} : { remote }),
        ...(roundTripMs === undefined ? {} : { roundTripMs }),
        mos: { ...(heard === undefined ? {} : { heard }), ...(sent === undefined ? {} : { sent }) },
        rtcp: { ...count },
      };
    },
  };
}
