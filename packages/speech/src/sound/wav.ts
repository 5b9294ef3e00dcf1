import { SpeechError } from '../error.ts';
import type { VoiceSound } from '../voice/voice.ts';

/**
 * Reads a RIFF/WAVE file of 16 bit mono PCM, as voices give it.
 *
 * ```
 *  0 'RIFF'  4 size  8 'WAVE'  then chunks: id (4), size (4), content, a pad byte when the size is odd
 *  'fmt ':   0 format (1 = PCM)  2 channels  4 sample rate  8 bytes/s  12 block  14 bits per sample
 *  'data':   samples, little endian
 * ```
 *
 * A data chunk that claims more than there is (a size never patched after streaming) is read to the end.
 * @throws SpeechError `voice-failed` on anything else.
 */
export function readWav(bytes: Uint8Array): VoiceSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE')
    throw bad('no RIFF/WAVE header');
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = tag(view, at);
    const content = at + 8;
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - content);
    if (id === 'fmt ' && size >= 16) {
      const isPcm16Mono =
        view.getUint16(content, true) === 1 &&
        view.getUint16(content + 2, true) === 1 &&
        view.getUint16(content + 14, true) === 16;
      if (!isPcm16Mono) throw bad('not 16 bit mono PCM');
      sampleRate = view.getUint32(content + 4, true);
    }
    if (id === 'data') {
      if (sampleRate < 8000 || sampleRate > 192_000) throw bad(`sample rate ${sampleRate}`);
      const pcm = new Int16Array(size >> 1);
      for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(content + i * 2, true);
      return { sampleRate, pcm };
    }
    at = content + size + (size & 1);
  }
  throw bad('no data chunk');
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

function bad(reason: string): SpeechError {
  return new SpeechError('voice-failed', `the voice gave a WAV that cannot be read: ${reason}`);
}
