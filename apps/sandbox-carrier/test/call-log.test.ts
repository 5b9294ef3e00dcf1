import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCallLog } from '../src/heard/call-log.ts';
import type { SeenCall } from '../src/index.ts';
import { type Lab, openLab } from './support/lab.ts';

const CALL: SeenCall = {
  callId: '7.1',
  called: '+8613800000404',
  from: 'sip:02151860000@127.0.0.1',
  branch: 'z9hG4bK1',
  line: 'empty-number',
  answered: false,
};

let dir: string;
let log: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'herald-call-log-'));
  log = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (path: string) => createCallLog({ path, now: () => 1_000, log: (line) => log.push(line) });

describe('the account of calls', () => {
  test('4.2.9 a line when a call begins and one when it ends, in a folder that is made, without the number', async () => {
    const path = join(dir, 'heard', 'calls.jsonl');
    const calls = open(path);
    const end = { kind: 'rejected', status: 404, reason: 'Not Found' } as const;
    const { called: _called, ...rest } = CALL;
    const kept = { ...rest, ending: '0404' };
    calls.note({ type: 'called', call: CALL });
    calls.note({ type: 'answered', call: CALL });
    calls.note({ type: 'ended', call: { ...CALL, end } });
    expect((await readFile(path, 'utf8')).split('\n').map((line) => line && JSON.parse(line))).toEqual([
      { at: 1_000, event: 'called', ...kept },
      { at: 1_000, event: 'ended', ...kept, end },
      '',
    ]);
  });

  test('rule: a file that is full is put aside, and only the latest one of those is kept', async () => {
    const path = join(dir, 'calls.jsonl');
    for (const age of ['older', 'old']) {
      await writeFile(path, age.padEnd(16 * 1024 * 1024, '.'));
      open(path).note({ type: 'called', call: CALL });
    }
    expect((await readdir(dir)).sort()).toEqual(['calls.jsonl', 'calls.jsonl.1']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ callId: '7.1' });
    expect((await readFile(`${path}.1`, 'utf8')).startsWith('old.')).toBe(true);
  });

  test('rule: a disk that fails is logged and throws nothing', () => {
    open(dir).note({ type: 'called', call: CALL });
    expect(log).toEqual([expect.stringContaining(`the call log ${dir}`)]);
  });
});

describe('INVITEs told apart', () => {
  let lab: Lab;
  afterEach(() => lab.close());

  test('RFC 3261 17.2.3: a call is seen with the branch of its INVITE, each INVITE with its own', async () => {
    lab = await openLab();
    for (const callId of ['a', 'b']) await (await lab.call('0404', { callId })).ended;
    const branches = lab.carrier.calls().map((call) => call.branch);
    expect(branches).toEqual([expect.stringMatching(/^z9hG4bK/), expect.stringMatching(/^z9hG4bK/)]);
    expect(branches[0]).not.toBe(branches[1]);
  });
});
