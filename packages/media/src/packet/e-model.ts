/**
 * How good a call sounded, by the E-model (ITU-T G.107) with everything that a packet network does not change
 * at the values of its table 2: what is left is delay, codec and loss.
 *
 *   R = R₀ − Id − Ie,eff        Id = 0.024 d + 0.11 (d − 177.3) when d > 177.3     (d: mouth to ear, ms)
 *                               Ie,eff = Ie + (95 − Ie) · Ppl / (Ppl + Bpl)        (Ppl: loss, percent)
 *
 * Id is the usual fit to G.107's curve, good to one R from 0 to 400 ms. Wide band has the scale of G.107.1, which
 * ends at 129 instead of 100; its R is divided by 1.29 before it becomes a MOS.
 */
import type { CodecName } from '../codec/codec.ts';

interface Impairment {
  /** R of a call without delay and loss, less the codec's own Ie. */
  readonly best: number;
  readonly scale: number;
  /** Equipment impairment, and robustness against random loss (ITU-T G.113 appendices I and IV). */
  readonly ie: number;
  readonly bpl: number;
}

/** G.711 with loss concealment (its appendix I), which telephones have. */
const G711: Impairment = { best: 93.2, scale: 1, ie: 0, bpl: 25.1 };
const IMPAIRMENTS: Readonly<Record<CodecName, Impairment>> = {
  PCMA: G711,
  PCMU: G711,
  G722: { best: 129, scale: 1.29, ie: 13, bpl: 4.9 },
};

export interface Conditions {
  readonly codec: CodecName;
  /** Mouth to ear: packet time, network, jitter buffer. */
  readonly delayMs: number;
  /** Of the packets, from 0 to 1. */
  readonly lossRate: number;
}

/** Transmission rating: 0 to 100. */
export function ratingOf({ codec, delayMs, lossRate }: Conditions): number {
  const { best, scale, ie, bpl } = IMPAIRMENTS[codec];
  const percent = lossRate * 100;
  const delayed = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const effective = ie + ((95 - ie) * percent) / (percent + bpl);
  return Math.max(0, Math.min(100, (best - delayed - effective) / scale));
}

/** Mean opinion score of a rating: 1 to 4.5, to two places (G.107 annex B). */
export function mosOf(rating: number): number {
  const mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  // Between 0 and 6.5 the polynomial dips below its floor.
  return Math.round(Math.max(1, mos) * 100) / 100;
}
