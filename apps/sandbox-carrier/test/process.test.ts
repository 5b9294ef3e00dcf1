import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMediaEngine, createOffer, encodeTrack, readAnswer } from '@herald/media';
import { createUdpTransport, createUserAgent } from '@herald/sip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NUMBER_PLAN } from '../src/index.ts';
import { openPatiently } from '../src/open.ts';
import { readSettings } from '../src/settings.ts';
import { CALLER_RTP, CARRIER_RTP, OTHER_RTP } from './support/ports.ts';
import { sine } from './support/signal.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARENT = fileURLToPath(new URL('./support/parent.ts', import.meta.url));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'herald-process-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  SANDBOX_HOST: '127.0.0.1',
  SANDBOX_SIP_PORT: '0',
  SANDBOX_RTP_PORTS: `${OTHER_RTP.min}-${OTHER_RTP.max}`,
  HEARD_DIR: dir,
  ...more,
});

const start = (more: NodeJS.ProcessEnv = {}): ChildProcess =>
  fork(MAIN, { env: environment(more), serialization: 'json' });

async function wordOf(child: ChildProcess): Promise<{ type: string; port: number; message?: string }> {
  const [word] = await once(child, 'message');
  return word;
}

/** A UDP port of the system's choice that somebody else holds. */
async function heldPort(): Promise<{ port: number; release(): Promise<void> }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    release: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function isAnswered(port: number): Promise<boolean> {
  const agent = createUserAgent({ transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }) });
  const { status } = await agent.options(`sip:127.0.0.1:${port}`);
  await agent.close();
  return status === 200;
}

describe('the carrier as a process', () => {
  test('rule: says that it is ready, and ends when its parent lets go of it', async () => {
    const child = start();
    const word = await wordOf(child);
    expect(word).toEqual({ type: 'ready', port: expect.any(Number) });
    expect(await isAnswered(word.port)).toBe(true);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('rule: Ctrl-C in the terminal is its parent’s matter', async () => {
    const child = start();
    const { port } = await wordOf(child);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await isAnswered(port)).toBe(true);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('rule: a parent killed outright takes it along', async () => {
    const parent = fork(PARENT, { env: environment(), serialization: 'json' });
    const [{ pid, port }] = await once(parent, 'message');
    expect(await isAnswered(port)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const lives = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (lives()) await pause(20);
    expect(lives()).toBe(false);
  });

  test('voice: a call under way when it ends is hung up, and what it heard is on the disk', async () => {
    const child = start();
    const { port } = await wordOf(child);
    const agent = createUserAgent({ transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }) });
    const media = createMediaEngine({
      address: '127.0.0.1',
      portMin: CALLER_RTP.min,
      portMax: CALLER_RTP.max,
    });
    const session = await media.open();
    const end = await new Promise((onEnd) =>
      agent.invite({
        target: `sip:+8613800000200@127.0.0.1:${port}`,
        from: 'sip:1@127.0.0.1',
        callId: '1790000000000000002.1',
        body: createOffer({ address: '127.0.0.1', port: session.port, sessionId: '1' }),
        handlers: {
          onAnswer({ body }) {
            session.connect(readAnswer(body));
            session.play(encodeTrack(sine(450, 0.1), 'PCMA'), { onEnd: () => child.disconnect() });
          },
          onEnd,
        },
      }),
    );
    expect(end).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await readdir(dir)).filter((name) => name.endsWith('.wav'))).toEqual([
      '1790000000000000002.1.wav',
    ]);
    const account = await readFile(join(dir, 'calls.jsonl'), 'utf8');
    expect(account).not.toContain('13800000200');
    const lines = account.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'called', callId: '1790000000000000002.1', ending: '0200', line: 'answer' },
      { event: 'ended', callId: '1790000000000000002.1', answered: true, end: { kind: 'hung-up', by: 'us' } },
    ]);
    await agent.close();
    await media.close();
  });

  test('rule: a port in use is named as EADDRINUSE', async () => {
    const held = await heldPort();
    const child = start({ SANDBOX_SIP_PORT: String(held.port) });
    expect(await wordOf(child)).toMatchObject({ type: 'error', code: 'EADDRINUSE' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    await held.release();
  });

  test('rule: settings that cannot be are told in words', async () => {
    const child = start({ SANDBOX_RTP_PORTS: '44999-40000' });
    expect(await wordOf(child)).toEqual({
      type: 'error',
      message: 'SANDBOX_RTP_PORTS is a range like 40000-44999, not "44999-40000"',
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  test('rule: alone it prints its number plan, and Ctrl-C ends it', async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const part of child.stdout) {
      text += part;
      if (text.includes('any other number')) child.kill('SIGINT');
    }
    expect(await (child.exitCode ?? once(child, 'exit').then(([code]) => code))).toBe(0);
    expect(text).toMatch(/^Sandbox carrier on sip:127\.0\.0\.1:\d+ \(UDP\)/);
    for (const { ending, zh, en } of NUMBER_PLAN) expect(text).toContain(`…${ending}  ${zh} / ${en}\n`);
  });
});

describe('a port that is still held', () => {
  const never = new AbortController().signal;
  const options = (port: number) => ({ port, rtpPorts: CARRIER_RTP });

  test('rule: the orphan of a killed parent frees it, and the next carrier has waited for it', async () => {
    const held = await heldPort();
    let waits = 0;
    const carrier = await openPatiently(options(held.port), never, async () => {
      if (++waits === 3) await held.release();
    });
    expect({ port: carrier.port, waits }).toEqual({ port: held.port, waits: 3 });
    await carrier.close();
  });

  test('rule: it is waited for so long and no longer, and not when the parent has gone', async () => {
    const held = await heldPort();
    let waits = 0;
    const wait = async (): Promise<void> => void waits++;
    const taken = { code: 'EADDRINUSE' };
    await expect(openPatiently(options(held.port), never, wait)).rejects.toMatchObject(taken);
    expect(waits).toBe(49);
    await expect(openPatiently(options(held.port), AbortSignal.abort(), wait)).rejects.toMatchObject(taken);
    expect(waits).toBe(49);
    await held.release();
  });
});

describe('settings', () => {
  test('rule: defaults are loopback, 5070 and 40000-44999', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 5_070,
      rtpPorts: { min: 40_000, max: 44_999 },
      heardDir: 'data/heard',
    });
  });

  test.each([
    { SANDBOX_SIP_PORT: '65536' },
    { SANDBOX_SIP_PORT: '-1' },
    { SANDBOX_SIP_PORT: 'sip' },
    { SANDBOX_RTP_PORTS: '40000' },
    { SANDBOX_RTP_PORTS: '40000-' },
    { SANDBOX_RTP_PORTS: '1-2-3' },
  ])('rule: %j is refused by its name', (env) => {
    expect(() => readSettings(env)).toThrow(Object.keys(env)[0] ?? '');
  });
});
