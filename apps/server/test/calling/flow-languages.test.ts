import type { Track } from '@herald/media';
import { expect, test } from 'vitest';
import { soundsOf } from '../../src/calling/flow-sounds.ts';
import type { SoundLibrary } from '../../src/calling/sound-library.ts';
import { ringBackFlow } from '../../src/flow/callflows/ring-back.ts';

test('4.2.8 each node of the menu for who rings back is spoken in its own language', async () => {
  const said: [string, string][] = [];
  const library = {
    async track({ language, pieces }: { language: string; pieces: readonly { text?: string }[] }) {
      said.push([language, pieces[0]?.text ?? '']);
      return {} as Track;
    },
  } as unknown as SoundLibrary;
  const last = { accountId: 'a', enterprise: 'Acme', purpose: 1, language: 'zh' } as const;
  await soundsOf(library, ringBackFlow(last));
  expect(said[0]?.[0]).toBe('zh');
  expect(said.filter(([language, text]) => language === 'en' && /\p{Script=Han}/u.test(text))).toEqual([]);
  expect(said.filter(([language]) => language === 'en').length).toBeGreaterThanOrEqual(5);
});
