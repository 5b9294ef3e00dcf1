import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { columns } from '../src/terminal.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const empty = mkdtempSync(join(tmpdir(), 'herald-cli-'));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

function herald(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: '', DATA_DIR: empty, HERALD_URL: '' },
  });
  return { status, stdout, stderr };
}

describe('cli: what was typed wrongly is told, with exit code 2', () => {
  test.each([
    ['nothing', []],
    ['an unknown command', ['call']],
    ['a name that every object has', ['constructor']],
    ['an unknown option', ['demo', '--loud']],
    ['an option without its value', ['demo', '--data']],
  ])('%s', (_what, words) => {
    const { status, stderr, stdout } = herald(...words);
    expect(status).toBe(2);
    expect(stderr).toContain('herald demo');
    expect(stdout).toBe('');
  });

  test('--help is no mistake', () => {
    expect(herald('--help')).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('herald'),
    });
  });
});

describe('cli: what cannot be done is told in one line, with exit code 1 and the next step', () => {
  test('no installation here', () => {
    const { status, stderr } = herald('demo');
    expect(status).toBe(1);
    expect(stderr).toContain(join(empty, 'demo.json'));
    expect(stderr).toContain('npm start');
  });

  test('in Chinese when asked', () => {
    expect(herald('demo', '--lang', 'zh').stderr).toContain('请先在另一个终端运行 npm start');
  });

  test('an address without keys', () => {
    const { status, stderr } = herald('demo', '--url', 'http://127.0.0.1:9');
    expect(status).toBe(1);
    expect(stderr).toContain('--private-key');
  });

  test('nobody at the address', () => {
    const keys = ['--url', 'http://127.0.0.1:9', '--public-key', 'a', '--private-key', 'b'];
    const { status, stderr } = herald('watch', '019b0000-0000-7000-8000-000000000000', ...keys);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Cannot reach http:\/\/127\.0\.0\.1:9/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('verify without anything to verify', () => {
    expect(herald('verify')).toMatchObject({ status: 1, stderr: expect.stringContaining('verify ledger') });
  });

  test('verify at an address without an operator', () => {
    const { status, stderr } = herald('verify', 'ledger', '--url', 'http://127.0.0.1:9');
    expect(status).toBe(1);
    expect(stderr).toContain('HERALD_OPERATOR_PASSWORD');
  });

  test('a send without a number', () => {
    const keys = ['--url', 'http://127.0.0.1:9', '--public-key', 'a', '--private-key', 'b'];
    expect(herald('send', 'UVVT1', ...keys)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('NUMBER'),
    });
  });
});

test.each([
  ['', 0],
  ['Receipt', 7],
  ['被叫', 4],
  ['费用：¥', 7],
])('cli: hanzi and full-width signs take two columns: %s', (text, width) => {
  expect(columns(text)).toBe(width);
});
