import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault, loadMasterKey } from '../../src/platform/vault.ts';

const vault = createVault(randomBytes(32));

describe('seal', () => {
  test('4.3.1, 6.2 what is sealed opens as it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(vault.open(vault.seal(text, context), context)).toBe(text);
      }),
    );
  });

  test('4.3.1 any bit that is changed is detected', () => {
    const sealed = vault.seal('+8613800000200', 'messages.callee:1');
    for (let at = 0; at < sealed.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        expect(() => vault.open(changed, 'messages.callee:1')).toThrow();
      }
    }
  });

  test('4.3.1 what is cut short, or nothing at all, is refused', () => {
    const sealed = vault.seal('text', 'c');
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(sealed.subarray(0, length), 'c')).toThrow();
    }
  });

  test('4.3.1 a value opens in its own place only, and under its own key only', () => {
    const sealed = vault.seal('text', 'accounts.receipt_secret:a');
    expect(() => vault.open(sealed, 'accounts.receipt_secret:b')).toThrow();
    expect(() => createVault(randomBytes(32)).open(sealed, 'accounts.receipt_secret:a')).toThrow();
  });

  test('4.3.1 no nonce comes twice, over the pools they are drawn from', () => {
    const nonces = new Set(
      Array.from({ length: 2000 }, () => vault.seal('', 'c').subarray(1, 13).toString('hex')),
    );
    expect(nonces.size).toBe(2000);
  });
});

describe('blind index', () => {
  test('4.2.9 equal for equal texts, of 16 bytes, and useless without the master key', () => {
    expect(vault.key('+861')).toEqual(vault.key('+861'));
    expect(vault.key('+861')).toHaveLength(16);
    expect(vault.key('+861')).not.toEqual(vault.key('+862'));
    expect(createVault(randomBytes(32)).key('+861')).not.toEqual(vault.key('+861'));
  });
});

describe('master key', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'herald-vault-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  const file = (name: string) => join(directory, name, 'master.key');

  test('4.3.1 is made once, for its owner alone, and read again', async () => {
    const first = await loadMasterKey(undefined, file('one'));
    expect(first).toHaveLength(32);
    expect(Buffer.from(await loadMasterKey(undefined, file('one')))).toEqual(Buffer.from(first));
    expect((await stat(file('one'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'one'))).toEqual(['master.key']);
  });

  test('4.3.1 of many that start together, all have the same one, and none sees a half', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey(undefined, file('many'))));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect((await readFile(file('many'), 'utf8')).trim()).toBe(
      Buffer.from(keys[0] as Uint8Array).toString('hex'),
    );
    expect(await readdir(join(directory, 'many'))).toEqual(['master.key']);
  });

  test('4.3.1 from the environment, it is read and no file is made', async () => {
    const hex = 'aB'.repeat(32);
    expect(Buffer.from(await loadMasterKey(hex, file('none'))).toString('hex')).toBe(hex.toLowerCase());
    await expect(stat(file('none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each(['', 'abc', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)])(
    '4.3.1 %j is no key, and where it was found is told',
    async (text) => {
      await expect(loadMasterKey(text, file('none'))).rejects.toThrow('HERALD_MASTER_KEY');
      const path = join(directory, `bad-${text.length}`);
      await writeFile(path, text);
      await expect(loadMasterKey(undefined, path)).rejects.toThrow(path);
      await chmod(path, 0o600);
    },
  );
});

test('4.3.1 marks find a text among many, are equal for equal texts, and under another master key are others', () => {
  const texts = ['+8613800000001', '+8613800000002', '+8613800000001'];
  const marks = vault.marks(texts);
  const nth = (at: number) => marks.subarray(at * 8, at * 8 + 8);
  expect(marks.length).toBe(24);
  expect(nth(0)).toEqual(nth(2));
  expect(nth(0)).not.toEqual(nth(1));
  expect(vault.marks(['+8613800000002'])).toEqual(nth(1));
  expect(createVault(new Uint8Array(32).fill(9)).marks(texts)).not.toEqual(marks);
});
