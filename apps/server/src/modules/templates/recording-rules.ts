import type { Details, RecordingRule } from '@herald/contract';

/** A recording as it was measured. */
export interface RecordingFacts {
  sampleRate: number;
  channels: number;
  seconds: number;
  /** Level of what is not a pause, dB below full scale; -Infinity for silence. */
  activeDb: number;
  /** Shares of samples at full scale, and of time without sound, 0 to 1. */
  clipped: number;
  silent: number;
}

const SECONDS = { least: 1, most: 60 };
const RATES = { least: 8000, most: 48_000 };
const MOST_CHANNELS = 2;
/** Sixteen below what the voices speak with: a callee in a street hears no more of it. */
const QUIETEST_DB = -36;
const MOST_CLIPPED = 0.01;
const MOST_SILENT = 0.7;

/** The first rule that a recording does not keep, with the details of its text. */
export function judgeRecording(facts: RecordingFacts): { rule: RecordingRule; details: Details } | undefined {
  const { sampleRate: rate, channels, seconds, activeDb, clipped, silent } = facts;
  if (rate < RATES.least || rate > RATES.most) return { rule: 'rate', details: { rate } };
  if (channels > MOST_CHANNELS) return { rule: 'channels', details: { channels } };
  if (seconds < SECONDS.least || seconds > SECONDS.most) {
    return { rule: 'length', details: { ...SECONDS, seconds: Math.round(seconds * 10) / 10 } };
  }
  if (silent > MOST_SILENT) return { rule: 'silent', details: { share: Math.round(silent * 100) } };
  if (activeDb < QUIETEST_DB) {
    return { rule: 'quiet', details: { level: Math.round(activeDb), least: QUIETEST_DB } };
  }
  if (clipped > MOST_CLIPPED) return { rule: 'clipped', details: { share: Math.ceil(clipped * 100) } };
  return undefined;
}
