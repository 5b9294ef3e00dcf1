import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { SoundSink } from '../sound/recorder.ts';
import { createWavStream, type RecordingReport, type WavStreamOptions } from '../sound/wav-stream.ts';

/** A recording on disk, for `MediaSession.record`. */
export interface FileRecording extends SoundSink {
  /** The file appears under its name, whole, or not at all when nothing was heard. */
  finish(): Promise<RecordingReport>;
  /** Nothing is left of it. */
  discard(): Promise<void>;
}

/**
 * Records to a WAV while the call lasts, some 40 KB of memory a call however long it is. Until `finish` it is
 * `path` with `.part` behind it; one that a dead process left can be thrown away.
 * @throws as `open` does, when the file cannot be made (as a rejection); a write that fails later is in the report
 */
export async function recordToFile(
  path: string,
  o: Omit<WavStreamOptions, 'write'> = { layout: 'stereo' },
): Promise<FileRecording> {
  const unfinished = `${path}.part`;
  const file: FileHandle = await open(unfinished, 'w');
  const stream = createWavStream({
    ...o,
    async write(position, bytes) {
      await file.write(bytes, 0, bytes.length, position);
    },
  });
  let end: Promise<RecordingReport> | undefined;

  function finish(): Promise<RecordingReport> {
    end ??= close();
    return end;
  }

  async function close(): Promise<RecordingReport> {
    const report = await stream.end();
    await file.close();
    if (report.seconds > 0) await rename(unfinished, path);
    else await rm(unfinished, { force: true });
    return report;
  }

  return {
    sampleRate: stream.sampleRate ?? 8_000,
    start: (atMs) => stream.start(atMs),
    put: (...packet) => stream.put(...packet),
    finish,
    async discard() {
      await finish();
      await rm(path, { force: true });
    },
  };
}
