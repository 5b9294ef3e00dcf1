import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openStream, SealBroken, sealStream } from '../../src/platform/sealed-stream.ts';
import { collect, inPieces } from '../support/sample-files.ts';

const KIB = 1024;
const FRAME = 64 * KIB;
const key = randomBytes(32);
const seal = (bytes: Uint8Array, pieces = 10_000) => collect(sealStream(key, inPieces(bytes, pieces)));
const open = (sealed: Uint8Array, pieces = 10_000) => collect(openStream(key, inPieces(sealed, pieces)));

describe('4.3.1 files at rest', () => {
  test.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 17])(
    '4.3.1 %i bytes come back as they were, however they are cut on the way',
    async (size) => {
      const plain = randomBytes(size);
      const sealed = await seal(plain, 7919);
      for (const pieces of [1009, FRAME, FRAME + 16, 1 << 20]) {
        expect((await open(sealed, pieces)).equals(plain), `pieces of ${pieces}`).toBe(true);
      }
    },
  );

  test('4.3.1 nothing of the content can be read in what is kept', async () => {
    const plain = Buffer.alloc(100 * KIB, '91310000MA1FL0AB12');
    expect((await seal(plain)).includes('91310000MA1FL0AB12')).toBe(false);
  });

  test('4.3.1 a file that was cut off is told, wherever it was cut', async () => {
    const sealed = await seal(randomBytes(2 * FRAME + 5));
    for (const end of [0, 1, 20, FRAME, 1 + FRAME + 16, 1 + 2 * (FRAME + 16), sealed.length - 1]) {
      await expect(open(sealed.subarray(0, end)), `cut at ${end}`).rejects.toThrow(SealBroken);
    }
  });

  test('4.3.1 frames that were swapped, repeated or left out are told', async () => {
    const sealed = await seal(randomBytes(3 * FRAME));
    const size = FRAME + 16;
    const [version, ...frames] = [
      sealed.subarray(0, 1),
      ...[0, 1, 2].map((index) => sealed.subarray(1 + index * size, 1 + (index + 1) * size)),
    ];
    for (const order of [
      [1, 0, 2],
      [0, 0, 1, 2],
      [0, 2],
    ]) {
      const changed = Buffer.concat([version as Buffer, ...order.map((index) => frames[index] as Buffer)]);
      await expect(open(changed), order.join()).rejects.toThrow(SealBroken);
    }
  });

  test('4.3.1 one changed bit is told before any byte of its frame is handed out', async () => {
    const plain = randomBytes(2 * FRAME);
    const sealed = await seal(plain);
    sealed[1 + FRAME + 16 + 100] = (sealed[1 + FRAME + 16 + 100] ?? 0) ^ 1;
    const got: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of openStream(key, inPieces(sealed, 5000))) got.push(piece);
    })();
    await expect(reading).rejects.toThrow(SealBroken);
    expect(Buffer.concat(got).equals(plain.subarray(0, FRAME))).toBe(true);
  });

  test('4.3.1 another key opens nothing', async () => {
    const sealed = await seal(randomBytes(100));
    await expect(collect(openStream(randomBytes(32), inPieces(sealed, 64)))).rejects.toThrow(SealBroken);
  });
});
