import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHeardSounds } from '../../src/processes/heard-sounds.ts';

const MESSAGE = '01a214e8-789a-74f9-878e-73a4a0f6c079';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-heard-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function heard(sessionNo: string): Promise<string | undefined> {
  const sound = await createHeardSounds(folder).find(sessionNo);
  if (!sound) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of sound.content) parts.push(part);
  const text = Buffer.concat(parts).toString();
  expect(sound).toMatchObject({ mime: 'audio/wav', size: text.length });
  return text;
}

test('product 3: of a message the sound of its last call is had, and of no other message', async () => {
  for (const attempt of ['1', '2', '10']) {
    await writeFile(join(folder, `${MESSAGE}.${attempt}.wav`), `attempt ${attempt}`);
  }
  await writeFile(join(folder, `${MESSAGE}.11.wav.part`), 'not written to its end');
  await writeFile(join(folder, `${MESSAGE.slice(0, -1)}0.99.wav`), 'of another');
  expect(await heard(MESSAGE)).toBe('attempt 10');
  await unlink(join(folder, `${MESSAGE}.10.wav`));
  expect(await heard(MESSAGE)).toBe('attempt 2');
});

test('product 3: a message without a sound, and a folder that is not there yet, have none', async () => {
  expect(await heard('01a214e8-0000-74f9-878e-73a4a0f6c079')).toBeUndefined();
  expect(await createHeardSounds(join(folder, 'none')).find(MESSAGE)).toBeUndefined();
});
