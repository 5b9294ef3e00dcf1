import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMasterKey, loadMasterKeys } from '../../src/platform/master-keys.ts';
import { createVault, lookupKeysOf, SEAL_BYTES } from '../../src/platform/vault.ts';

const vault = createVault(randomBytes(32));
/** 'text' in context 'c' under 32 bytes of 1, by the version that knew one master key. */
const SEALED_BEFORE_IDS = '011714df4c2f130cc8eac5f1ef81531c94b8cfbd65127df60471543b4d4850f327';

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
      Array.from({ length: 2000 }, () => vault.seal('', 'c').subarray(5, 17).toString('hex')),
    );
    expect(nonces.size).toBe(2000);
  });
});

describe('several master keys', () => {
  const [first, second, third] = [1, 2, 3].map((fill) => new Uint8Array(32).fill(fill)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const lookup = lookupKeysOf(first);

  test('4.3.1 the newest seals, all that are held open, and of one that is not held its id is told', () => {
    const old = createVault(first).seal('text', 'c');
    const both = createVault([second, first], lookup);
    expect(both.open(old, 'c')).toBe('text');
    const anew = both.seal('text', 'c');
    expect(anew.subarray(0, 5)).toEqual(both.sealedNow);
    expect(anew.length).toBe(SEAL_BYTES + 4);
    expect(createVault(second).open(anew, 'c')).toBe('text');
    expect(() => createVault(first).open(anew, 'c')).toThrow(
      `sealed under master key ${both.sealedNow.toString('hex').slice(2)}, which is not held`,
    );
  });

  test('4.3.1 what was sealed before keys had ids opens under whichever it is of', () => {
    const sealed = Buffer.from(SEALED_BEFORE_IDS, 'hex');
    for (const keys of [[first], [second, first], [third, second, first], [first, second]]) {
      expect(createVault(keys as [Uint8Array], lookup).open(sealed, 'c')).toBe('text');
    }
    expect(() => createVault([third, second], lookup).open(sealed, 'c')).toThrow();
  });

  test('4.2.9 numbers are found, and signatures verified, as before the change of keys', () => {
    const [before, after] = [createVault(first), createVault([second], lookup)];
    expect(after.key('+861')).toEqual(before.key('+861'));
    expect(after.marks(['+861'])).toEqual(before.marks(['+861']));
    expect(after.verificationKeys).toEqual(before.verificationKeys);
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

  const hex = (keys: readonly Uint8Array[]) => keys.map((key) => Buffer.from(key).toString('hex'));

  test('4.3.1 is made once, for its owner alone, and read again', async () => {
    const first = await loadMasterKeys(undefined, file('one'));
    expect(first.map((key) => key.length)).toEqual([32]);
    expect(hex(await loadMasterKeys(undefined, file('one')))).toEqual(hex(first));
    expect((await stat(file('one'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'one'))).toEqual(['master.key']);
  });

  test('4.3.1 of many that start together, all have the same one, and none sees a half', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKeys(undefined, file('many'))));
    const made = new Set(keys.flatMap(hex));
    expect(made.size).toBe(1);
    expect([(await readFile(file('many'), 'utf8')).trim()]).toEqual([...made]);
    expect(await readdir(join(directory, 'many'))).toEqual(['master.key']);
  });

  test('4.3.1 from the environment, it is read and no file is made', async () => {
    const given = ['aB'.repeat(32), 'cd'.repeat(32)];
    expect(hex(await loadMasterKeys(given.join(', '), file('none')))).toEqual(
      given.map((one) => one.toLowerCase()),
    );
    await expect(stat(file('none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('4.3.1 a new one comes before those that are there, up to eight', async () => {
    const first = await loadMasterKeys(undefined, file('more'));
    const both = await addMasterKey(file('more'));
    expect(hex(both).slice(1)).toEqual(hex(first));
    for (let more = 2; more < 8; more++) await addMasterKey(file('more'));
    await expect(addMasterKey(file('more'))).rejects.toThrow('there are 8 master keys');
    const all = await loadMasterKeys(undefined, file('more'));
    expect(new Set(hex(all)).size).toBe(8);
    expect(hex(all).slice(-2)).toEqual(hex(both));
    expect((await stat(file('more'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'more'))).toEqual(['master.key']);
    await expect(loadMasterKeys(`${hex(first)},${hex(first)}`, '')).rejects.toThrow('each of them once');
  });

  test.each(['', 'abc', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)])(
    '4.3.1 %j is no key, and where it was found is told',
    async (text) => {
      await expect(loadMasterKeys(text, file('none'))).rejects.toThrow('HERALD_MASTER_KEY');
      const path = join(directory, `bad-${text.length}`);
      await writeFile(path, text);
      await expect(loadMasterKeys(undefined, path)).rejects.toThrow(path);
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
