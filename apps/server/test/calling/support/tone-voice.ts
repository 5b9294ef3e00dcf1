import type { Voice } from '@herald/speech';

const RATE = 8000;

/** A voice without words: a tone of `ms`, at a pitch of the text's own. It counts what it was asked. */
export function toneVoice(ms: number): Voice & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id: 'tone',
    asked,
    async render(text) {
      asked.push(text);
      return { sampleRate: RATE, pcm: tone(text, ms) };
    },
    async close() {},
  };
}

function tone(text: string, ms: number): Int16Array {
  const pitch = 300 + ([...text].reduce((sum, c) => sum + (c.codePointAt(0) ?? 0), 0) % 1500);
  return Int16Array.from({ length: (ms * RATE) / 1000 }, (_, i) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * pitch * i) / RATE)),
  );
}
