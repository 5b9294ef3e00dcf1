import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createManualClock } from '@herald/sip/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type CallEngine,
  type ForkOptions,
  forkEngine,
  type RegistrationChange,
} from '../../src/calling/index.ts';
import { ConfigError } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { type Callee, type Line, openCallee } from './support/callee.ts';
import { field, openScriptedCallee } from './support/scripted-callee.ts';
import { placeCall, planFor, SCRIPT } from './support/world.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const TEST_ENGINE = file('./support/engine-main.ts');
const PARENT = file('./support/parent-main.ts');
const ENGINE = file('../../src/processes/engine.ts');

async function openLine(behave: (line: Line) => void): Promise<Callee> {
  const callee = await openCallee({ behave, rtpPortMin: 46_000 });
  onTestFinished(() => callee.close());
  return callee;
}

interface Forked {
  readonly engine: CallEngine;
  /** Of the process that runs now. */
  pid(): number;
  /** Resolves with the next log line that holds `words`; those before it are not looked at again. */
  logged(words: string): Promise<string>;
}

async function fork(env: Record<string, string> = {}, options: ForkOptions = {}): Promise<Forked> {
  const folder = mkdtempSync(join(tmpdir(), 'herald-engine-'));
  const pidFile = join(folder, 'pid');
  const lines: string[] = [];
  let onLine = () => {};
  const log = createLog({
    level: 'debug',
    name: 'test',
    now: () => 0,
    write(line) {
      lines.push(line);
      onLine();
    },
  });
  const engine = await forkEngine(TEST_ENGINE, { PID_FILE: pidFile, ...env }, { log, ...options });
  onTestFinished(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  return {
    engine,
    pid: () => Number(readFileSync(pidFile, 'utf8')),
    logged: (words) =>
      new Promise((resolve) => {
        onLine = () => {
          const at = lines.findIndex((line) => line.includes(words));
          const [found] = at < 0 ? [] : lines.splice(0, at + 1).slice(-1);
          if (found !== undefined) resolve(found);
        };
        onLine();
      }),
  };
}

/** A minute of sound, so that a call is on until something ends it. */
const LONG = { TONE_MS: '60000' };

describe('an engine in a process of its own', () => {
  test('rule: a call goes its way as in one process: events in order, then the outcome', async () => {
    const { engine } = await fork();
    const callee = await openLine((line) => {
      line.call.ring();
      line.answer();
      line.session.sendDigit('5', 40);
    });
    await engine.prepare(SCRIPT);
    const { events, outcome } = placeCall(engine, planFor(callee.port));
    expect(engine.load()).toEqual({ calls: 1, capacity: 100 });
    expect(await outcome).toMatchObject({
      result: 'answered',
      cause: { kind: 'answered' },
      endedBy: 'us',
      playsCompleted: 2,
      digits: '5',
    });
    expect(engine.load()).toEqual({ calls: 0, capacity: 100 });
    expect(events.filter((event) => !event.startsWith('digit'))).toEqual([
      'dialling',
      'ringing',
      'answered',
      'playing 1',
      'played 1',
      'playing 2',
      'played 2',
      'ended answered',
    ]);
    expect(await callee.lines[0]?.ended).toMatchObject({ q850: 16 });
  });

  test('rule: refusals come across as they are', async () => {
    const { engine } = await fork({ CAPACITY: '1', ...LONG });
    const callee = await openLine((line) => line.answer());
    await expect(engine.prepare({ ...SCRIPT, pieces: [] })).rejects.toMatchObject({
      name: 'CallEngineError',
      code: 'bad-script',
    });
    const first = placeCall(engine, planFor(callee.port));
    expect((await placeCall(engine, first.plan).outcome).cause).toEqual({ kind: 'engine-busy' });
    expect((await placeCall(engine, planFor(callee.port)).outcome).cause).toEqual({ kind: 'engine-busy' });
    await first.told('playing 1');
    engine.hangup('nobody');
    engine.hangup(first.plan.callId);
    expect(await first.outcome).toMatchObject({ result: 'answered', endedBy: 'us', playsCompleted: 0 });
    expect(callee.lines).toHaveLength(1);
    const again = placeCall(engine, first.plan);
    await again.told('playing 1');
    engine.hangup(first.plan.callId);
    expect((await again.outcome).result).toBe('answered');
  });

  test('rule: close hangs up, tells the outcomes, and the process is gone', async () => {
    const { engine, pid } = await fork(LONG);
    const callee = await openLine((line) => line.answer());
    const { outcome, told } = placeCall(engine, planFor(callee.port));
    await told('playing 1');
    const process = pid();
    await engine.close();
    expect(await outcome).toMatchObject({ result: 'answered', endedBy: 'us' });
    expect(await callee.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(isAlive(process)).toBe(false);
    expect(engine.load()).toEqual({ calls: 0, capacity: 0 });
    await expect(engine.prepare(SCRIPT)).rejects.toMatchObject({ code: 'closed' });
    expect((await placeCall(engine, planFor(callee.port)).outcome).cause).toEqual({ kind: 'engine-busy' });
  });

  test('rule: the signals of a terminal and a supervisor are the parent’s to act on', async () => {
    const { engine, pid } = await fork();
    const callee = await openLine((line) => line.answer());
    const { outcome, told } = placeCall(engine, planFor(callee.port));
    await told('answered');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGINT']) process.kill(pid(), signal);
    expect(await outcome).toMatchObject({ result: 'answered', playsCompleted: 2 });
    expect((await placeCall(engine, planFor(callee.port)).outcome).result).toBe('answered');
  });
});

describe('an engine process that ends by itself', () => {
  test('rule: killed, its calls are engine-lost, nothing is told after that, and another takes its place', async () => {
    const clock = createManualClock();
    const { engine, pid, logged } = await fork({}, { clock });
    const callee = await openLine((line) => {
      if (callee.lines.length > 1) line.answer();
      else line.call.ring();
    });
    const first = pid();
    const call = placeCall(engine, planFor(callee.port));
    await call.told('ringing');
    process.kill(first, 'SIGKILL');
    const preparing = Array.from({ length: 3 }, () => engine.prepare(SCRIPT).catch((error) => error.code));
    expect(await call.outcome).toMatchObject({
      result: 'failed',
      cause: { kind: 'engine-lost' },
      startedAt: clock.now(),
      endedAt: clock.now(),
    });
    expect(await Promise.all(preparing)).toEqual(['lost', 'lost', 'lost']);
    expect(engine.load()).toEqual({ calls: 0, capacity: 0 });
    await expect(engine.prepare(SCRIPT)).rejects.toMatchObject({ code: 'lost' });
    expect((await placeCall(engine, planFor(callee.port)).outcome).cause).toEqual({ kind: 'engine-busy' });

    clock.advance(200);
    await logged('takes calls again');
    expect(pid()).not.toBe(first);
    expect(engine.load()).toEqual({ calls: 0, capacity: 100 });
    expect((await placeCall(engine, planFor(callee.port)).outcome).result).toBe('answered');
    expect(call.events).toEqual(['dialling', 'ringing']);
    callee.lines[0]?.call.reject(480);
  });

  test('rule: with a process that ends its registrations fail, and the next one makes them anew', async () => {
    const clock = createManualClock();
    const changes: string[] = [];
    const registered = Promise.withResolvers<void>();
    const again = Promise.withResolvers<void>();
    const onRegistration = ({ state, detail }: RegistrationChange) => {
      changes.push(`${state} ${detail}`.trim());
      if (state === 'registered') (changes.length === 1 ? registered : again).resolve();
    };
    const { engine, pid, logged } = await fork({}, { clock, onRegistration });
    const carrier = await openScriptedCallee();
    carrier.onRequest((request) =>
      carrier.respond(request, '200 OK', {
        tag: 'r',
        headers: [`Contact: ${field(request, 'Contact')};expires=3600`],
      }),
    );
    const { port } = carrier;
    const account = { username: 'herald', password: 'secret', terms: { registrar: `127.0.0.1:${port}` } };
    engine.register([{ trunkId: 'test', host: '127.0.0.1', port, ...account }]);
    await registered.promise;
    process.kill(pid(), 'SIGKILL');
    await logged('starting another');
    clock.advance(200);
    await again.promise;
    expect(changes).toEqual(['registered', 'failed the call engine ended', 'registered']);
  });

  test('rule: one that stands still is killed, and is lost as any other', async () => {
    const clock = createManualClock();
    const { engine, pid, logged } = await fork(LONG, { clock });
    const callee = await openLine((line) => line.answer());
    const call = placeCall(engine, planFor(callee.port));
    await call.told('playing 1');
    process.kill(pid(), 'SIGSTOP');
    clock.advance(60_000);
    expect((await call.outcome).cause).toEqual({ kind: 'engine-lost' });
    clock.advance(200);
    await logged('takes calls again');
    expect(engine.load().capacity).toBe(100);
    callee.lines[0]?.call.hangup();
  });

  test('rule: one that dies again and again is started ever later, until one has lived for a minute', async () => {
    const clock = createManualClock();
    const { pid, logged, engine } = await fork({}, { clock });
    for (const afterMs of [200, 400, 800]) {
      process.kill(pid(), 'SIGKILL');
      expect(await logged('starting another')).toContain(`"afterMs":${afterMs}}`);
      clock.advance(afterMs - 1);
      expect(clock.pending).toBe(1);
      clock.advance(1);
      await logged('takes calls again');
    }
    for (let tenSeconds = 0; tenSeconds < 6; tenSeconds++) {
      clock.advance(10_000);
      // A word of the engine's, so that it does not pass for one that stands still.
      await engine.prepare(SCRIPT);
    }
    process.kill(pid(), 'SIGKILL');
    expect(await logged('starting another')).toContain('"afterMs":200}');
  });

  test('rule: close while it is being started anew starts nothing', async () => {
    const clock = createManualClock();
    const { pid, logged, engine } = await fork({}, { clock });
    process.kill(pid(), 'SIGKILL');
    await logged('starting another');
    await engine.close();
    expect(clock.pending).toBe(0);
  });
});

describe('an engine whose parent is killed', () => {
  test('rule: it hangs up every call and ends by itself', async () => {
    const talking = await openLine((line) => line.answer());
    const ringing = await openLine(({ call }) => call.ring());
    const plans = [planFor(talking.port, { script: { ...SCRIPT } }), planFor(ringing.port)];
    const parent = spawn(process.execPath, [PARENT], {
      env: { ...process.env, PLANS: JSON.stringify(plans) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // The engine writes to the same pipe as its parent: it is closed when both are gone.
    const bothGone = once(parent, 'close');
    let said = '';
    parent.stderr.on('data', (data) => {
      said += data;
    });
    await Promise.race([
      Promise.all([talking, ringing].map((callee) => somethingOf(callee, '> SIP/2.0 '))),
      bothGone,
    ]);
    expect(said).toBe('');
    await talking.lines[0]?.acknowledged;
    parent.kill('SIGKILL');
    expect(await talking.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(await ringing.lines[0]?.ended).toEqual({ kind: 'cancelled' });
    await bothGone;
    expect(said).toBe('');
  });
});

describe('an engine that cannot start', () => {
  test('rule: a SIP port that stays taken is told with the name of its setting', async () => {
    const holder = createSocket('udp4');
    onTestFinished(() => void holder.close());
    holder.bind(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address();
    const forked = forkEngine(TEST_ENGINE, { SIP_PORT: String(port) });
    await expect(forked).rejects.toThrow(ConfigError);
    await expect(forked).rejects.toThrow(
      `UDP port ${port} (call engine) is in use by another program: choose another one with SIP_PORT`,
    );
  });

  test('rule: an address that is not ours is told with the names of its settings', async () => {
    for (const SIP_HOST of ['192.0.2.77', 'localhost', '0.0.0.0']) {
      const forked = forkEngine(ENGINE, { SIP_HOST, SIP_PORT: '0', RTP_PORTS: '32000-32767' });
      await expect(forked).rejects.toThrow(ConfigError);
      await expect(forked).rejects.toThrow(/^SIP_HOST=.*RTP_PORTS=32000-32767/);
    }
  });

  test('rule: a process that ends before it is ready is an error that says how', async () => {
    await expect(forkEngine(file('./support/tone-voice.ts'), {})).rejects.toThrow(/ended with code 0/);
  });
});

test('voice: the engine process of the service takes its settings from the environment', async () => {
  const speech = mkdtempSync(join(tmpdir(), 'herald-speech-'));
  const engine = await forkEngine(ENGINE, {
    SIP_HOST: '127.0.0.1',
    SIP_PORT: '0',
    RTP_PORTS: '32000-32767',
    ENGINE_CAPACITY: '7',
    SPEECH_CACHE_DIR: speech,
  });
  onTestFinished(async () => {
    await engine.close();
    rmSync(speech, { recursive: true });
  });
  expect(engine.load()).toEqual({ calls: 0, capacity: 7 });
  const callee = await openLine((line) => line.answer());
  const script = { ...SCRIPT, plays: 1 };
  await engine.prepare(script);
  const { outcome } = placeCall(engine, planFor(callee.port, { script }));
  expect(await outcome).toMatchObject({ result: 'answered', playsCompleted: 1 });
  expect(callee.lines[0]?.heard.seconds).toBeGreaterThan(0.3);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function somethingOf(callee: Callee, start: string): Promise<void> {
  while (!callee.messages.some((text) => text.startsWith(start))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
