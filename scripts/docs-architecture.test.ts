import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nextState } from '../apps/server/src/flow/messages/lifecycle.ts';
import { tableRows } from './generate-markdown.ts';

const ARCHITECTURE = readFileSync('docs/ARCHITECTURE.md', 'utf8');
const DECISIONS = readdirSync('docs/decisions').map((name) => join('docs/decisions', name));
const MIGRATIONS = readdirSync('apps/server/migrations')
  .map((name) => readFileSync(join('apps/server/migrations', name), 'utf8'))
  .join('\n');

const codes = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
const section = (title: string) =>
  new RegExp(`^## ${title}$.*?(?=^## |$(?![\\s\\S]))`, 'ms').exec(ARCHITECTURE)?.[0] ?? '';

test.each(['docs/ARCHITECTURE.md', 'CONTRIBUTING.md', ...DECISIONS])(
  '%s: every file it names is there',
  (path) => {
    const files = codes(readFileSync(path, 'utf8')).filter(
      (code) => /^[\w@./-]+\/[\w.-]*$/.test(code) && !code.startsWith('@'),
    );
    const missing = files.filter(
      (file) => !['', 'apps/server/src', 'packages/sip/src'].some((root) => existsSync(join(root, file))),
    );
    expect(missing).toEqual([]);
  },
);

test('the modules it lists are the modules', () => {
  const line = /The modules: ([^.]+)\./.exec(ARCHITECTURE)?.[1] ?? '';
  const there = readdirSync('apps/server/src/modules', { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  expect(codes(line).sort()).toEqual(there.map(({ name }) => name).sort());
});

describe('the way of a message', () => {
  const tables = new Set([...MIGRATIONS.matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name));

  test('the tables it names are tables', () => {
    const named = tableRows(section('The way of a message'))
      .filter(([number]) => /^\d+$/.test(number ?? ''))
      .flatMap((row) => codes(row[3] ?? ''));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => name !== 'jobs' && !tables.has(name))).toEqual([]);
  });

  test('the states it goes through are those of lifecycle.ts', () => {
    expect(nextState('queued', 'claim')).toBe('claimed');
    expect(nextState('claimed', 'dial')).toBe('dialling');
    expect(nextState('dialling', 'finish')).toBe('ended');
    expect(nextState('claimed', 'node-lost')).toBe('queued');
    expect(nextState('dialling', 'node-lost')).toBe('ended');
    for (const state of ['queued', 'claimed', 'dialling', 'ended']) {
      expect(section('The states of a message')).toContain(state);
    }
  });
});
