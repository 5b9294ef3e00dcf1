import type { RenderOptions, Voice, VoiceSound } from '../../src/index.ts';
import { sine } from './signal.ts';

/** A voice that notes what it is asked and answers tones, or whatever `answer` says. */
export function fakeVoice(answer: (text: string) => VoiceSound | Promise<VoiceSound> = tone, id = 'fake-1') {
  const asked: ({ text: string } & RenderOptions)[] = [];
  const voice: Voice = {
    id,
    async render(text, how) {
      asked.push({ text, ...how });
      return answer(text);
    },
    async close() {},
  };
  return { voice, asked };
}

/** 100 ms at a pitch of the text's own, with 200 ms of silence on both sides, at 16 kHz. */
export function tone(text: string): VoiceSound {
  const pitch = 300 + ([...text].reduce((sum, c) => sum + (c.codePointAt(0) ?? 0), 0) % 2000);
  const pcm = new Int16Array(16_000 * 0.5);
  pcm.set(sine(pitch, 0.1, 16_000), 16_000 * 0.2);
  return { sampleRate: 16_000, pcm };
}
