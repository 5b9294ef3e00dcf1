import { createHash } from 'node:crypto';
import { fill, HeraldError, RECORDING_RULES, type RecordingRule } from '@herald/contract';
import type { Conversion } from '../../calling/index.ts';
import {
  insertSound,
  judgeRecording,
  lockSounds,
  type RecordedSound,
} from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
import { readFile } from '../files/read-file.ts';
import type { FileDeps } from '../files/store-file.ts';
import { callEngineErrorOf } from '../messages/engine-error.ts';
import type { Studio } from './preview-template.ts';

/** A recording, judged and ready to be kept. */
export interface Recording extends RecordedSound {
  alaw: Uint8Array;
}

/** Recordings of one account. */
export const MOST_SOUNDS = 200;

/**
 * An uploaded WAV file as a template's sound: read, measured and converted; nothing is stored yet.
 * @throws HeraldError FILE_NOT_FOUND, AUDIO_INVALID, PREVIEW_BUSY
 */
export async function takeRecording(
  deps: Pick<FileDeps, 'sql' | 'vault' | 'files'> & { studio: Studio },
  accountId: string,
  fileId: string,
): Promise<Recording> {
  const file = await readFile(deps, { accountId, fileId }, ({ kind }) => {
    if (kind !== 'audio') throw new HeraldError('FILE_NOT_FOUND', { fileId });
  });
  // An upload of this kind is 2 MiB at most.
  const parts: Uint8Array[] = [];
  for await (const part of file.content) parts.push(part);
  const wav = new Uint8Array(Buffer.concat(parts));
  const converted = await convert(deps.studio, wav);
  if ('unusable' in converted) throw invalid(converted.unusable, {});
  const fault = judgeRecording(converted);
  if (fault) throw invalid(fault.rule, fault.details);
  const { alaw, ms } = converted;
  return { soundId: createHash('sha256').update(alaw).digest('hex'), ms, alaw };
}

/** Keeps it, in the transaction of the template that has it. @throws HeraldError TEMPLATES_TOO_MANY */
export async function keepRecording(
  tx: Tx,
  accountId: string,
  recording: Recording,
  at: Date,
): Promise<void> {
  await lockSounds(tx, accountId);
  const key = { accountId, soundId: recording.soundId };
  if (!(await insertSound(tx, key, recording.alaw, at, MOST_SOUNDS))) {
    throw new HeraldError('TEMPLATES_TOO_MANY', { limit: MOST_SOUNDS });
  }
}

async function convert(studio: Studio, wav: Uint8Array): Promise<Conversion> {
  try {
    return await studio.convert(wav);
  } catch (error) {
    if (callEngineErrorOf(error)) throw new HeraldError('PREVIEW_BUSY');
    throw error;
  }
}

function invalid(rule: RecordingRule, details: Readonly<Record<string, string | number>>): HeraldError {
  const { zh, en } = RECORDING_RULES[rule];
  return new HeraldError('AUDIO_INVALID', { problemZh: fill(zh, details), problemEn: fill(en, details) });
}
