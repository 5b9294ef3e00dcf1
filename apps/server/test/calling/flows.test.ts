import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFlow, mapPrompts } from '@herald/callflow';
import { encodeTrack } from '@herald/media';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AskCaller, CallPlan, CallQuestions, FlowScript } from '../../src/calling/index.ts';
import type { Line } from './support/callee.ts';
import { createWorld, planFor, type World } from './support/world.ts';

const FLOW = {
  start: 'welcome',
  nodes: {
    welcome: {
      kind: 'menu',
      say: '欢迎',
      keys: { 1: 'number', 2: 'message', 3: 'agent', 4: 'server', 9: 'stop' },
      timeoutSeconds: 2,
      repeats: 1,
      otherwise: 'bye',
    },
    number: {
      kind: 'collect',
      say: '请输入',
      min: 2,
      max: 4,
      timeoutSeconds: 2,
      next: 'right',
      otherwise: 'bye',
    },
    right: { kind: 'confirm', say: '对吗', of: 'number', yes: 'bye', no: 'bye', otherwise: 'bye' },
    message: { kind: 'record', ask: '可以录音吗', say: '请讲', maxSeconds: 5, next: 'bye', declined: 'bye' },
    agent: {
      kind: 'transfer',
      number: '+8613800000201',
      ringSeconds: 10,
      maxSeconds: 20,
      busy: 'bye',
      noAnswer: 'bye',
      failed: 'bye',
    },
    server: { kind: 'webhook', url: 'https://example.com/', branches: { paid: 'number' }, otherwise: 'bye' },
    stop: { kind: 'refuse', say: '已登记' },
    bye: { kind: 'hangup', say: '再见' },
  },
};

function scriptOf(value: unknown): FlowScript {
  const { flow, findings } = checkFlow(value);
  if (!flow) throw new Error(JSON.stringify(findings));
  return { language: 'zh', flow: mapPrompts(flow, (text) => [{ kind: 'text' as const, text }]) };
}

const answers = (given: { [Kind in keyof CallQuestions]?: CallQuestions[Kind]['answer'] } = {}) => {
  const asked: [string, unknown][] = [];
  const ask: AskCaller = async (kind, what) => {
    asked.push([kind, what]);
    return (given[kind] ?? (kind === 'refuse' ? false : null)) as never;
  };
  return { ask, asked };
};

/** One call with the flow, to a callee who presses these keys, each when its node is entered, or acts at an event. */
async function callWith(
  world: World,
  acts: Record<string, string | ((line: Line) => void)>,
  o: { ask?: AskCaller; recordingDir?: string; plan?: Partial<CallPlan>; flow?: unknown } = {},
) {
  const callee = await world.callee((line) => line.answer());
  const engine = await world.engine(o.recordingDir === undefined ? {} : { recordingDir: o.recordingDir });
  const plan = planFor(callee.port, { script: scriptOf(o.flow ?? FLOW), ...o.plan });
  const events: string[] = [];
  const outcome = engine.place(
    plan,
    ({ state, detail = '' }) => {
      const event = `${state} ${detail}`.trim();
      events.push(event);
      const act = acts[state === 'node' ? detail : event];
      const [line] = callee.lines;
      if (!act || !line) return;
      if (typeof act === 'function') act(line);
      // Behind the prompt of 200 ms, one after the other.
      else
        for (const [nth, key] of [...act].entries()) {
          world.clock.setTimer(400 + 400 * nth, () => line.session.sendDigit(key, 100));
        }
    },
    o.ask,
  );
  return { engine, callee, events, plan, outcome: await world.pass(outcome) };
}

const nodes = (events: readonly string[]) =>
  events.filter((event) => event.startsWith('node ')).map((event) => event.slice(5));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'herald-recordings-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('a flow in a call', () => {
  test('4.2.7 b keys lead through the filed nodes, digits are collected, and the flow hangs up', async () => {
    const world = createWorld();
    const { outcome, events } = await callWith(world, { welcome: '1', number: '42#', right: '1' });
    expect(nodes(events)).toEqual(['welcome', 'number', 'right', 'bye']);
    expect(outcome).toMatchObject({ result: 'answered', endedBy: 'us', digits: '142#1' });
    expect(outcome.flow).toMatchObject({ completed: true, collected: [{ node: 'number', digits: '42' }] });
    expect(outcome.flow?.visits.map(({ node, keys }) => [node, keys])).toEqual([
      ['welcome', '1'],
      ['number', '42#'],
      ['right', '1'],
      ['bye', ''],
    ]);
  });

  test('rule: silence says the prompt again as often as the node says, and then goes on without a key', async () => {
    const world = createWorld();
    const { outcome, callee } = await callWith(world, {});
    expect(outcome.flow?.visits.map(({ node }) => node)).toEqual(['welcome', 'bye']);
    // 200 ms twice, 2 s after each, and the farewell.
    expect(outcome.talkMs).toBeGreaterThan(4500);
    expect(outcome.talkMs).toBeLessThan(6000);
    const heard = callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0);
    expect(spurts(heard)).toBe(3);
  });

  test('rule: a wrong key counts as a try', async () => {
    const world = createWorld();
    const { events } = await callWith(world, { welcome: '77' });
    expect(nodes(events)).toEqual(['welcome', 'bye']);
  });

  test('rule: the callee who hangs up in the middle ends it, and what was pressed by then is known', async () => {
    const world = createWorld();
    const acts = { welcome: '1', number: ({ call }: Line) => world.clock.setTimer(500, () => call.hangup()) };
    const { outcome } = await callWith(world, acts);
    expect(outcome).toMatchObject({ endedBy: 'callee', flow: { completed: false } });
    expect(outcome.flow?.visits[0]).toMatchObject({ node: 'welcome', keys: '1' });
  });

  test('3.6 no flow outlasts the longest talk of its plan', async () => {
    const world = createWorld();
    const { outcome } = await callWith(world, {}, { plan: { maxTalkMs: 1000 } });
    expect(outcome.talkMs).toBeLessThanOrEqual(1020);
    expect(outcome.flow?.completed).toBe(false);
  });
});

describe('recording', () => {
  const speak = ({ session }: Line) => void session.play(tone(1000));
  /** Callees wait for the prompt that a file has been opened for, which takes as long as the disk likes. */
  function onceThereIsAFile(world: World, folder: string, act: () => void): void {
    if (readdirSync(folder).length > 0) act();
    else world.clock.setTimer(20, () => onceThereIsAFile(world, folder, act));
  }

  test('4.3.9 without consent there is no file, and no sound was kept at any time', async () => {
    for (const message of ['2', '']) {
      const world = createWorld();
      const recordingDir = folder();
      const { outcome } = await callWith(world, { welcome: '2', message }, { recordingDir });
      expect(outcome.flow).toMatchObject({ recordings: [], consents: [{ node: 'message', given: false }] });
      expect(readdirSync(recordingDir)).toEqual([]);
    }
  });

  test('4.3.9 after consent both directions are recorded from then on, until #', async () => {
    const world = createWorld();
    const recordingDir = folder();
    const acts = {
      welcome: '2',
      message(line: Line) {
        speak(line);
        world.clock.setTimer(1500, () => line.session.sendDigit('1', 100));
      },
      'recording message': (line: Line) =>
        onceThereIsAFile(world, recordingDir, () => {
          world.clock.setTimer(1000, () => speak(line));
          world.clock.setTimer(3000, () => line.session.sendDigit('#', 100));
        }),
    };
    const { outcome, events } = await callWith(world, acts, { recordingDir });
    expect(events).toContain('recording message');
    const [recording] = outcome.flow?.recordings ?? [];
    expect(recording?.file.startsWith(recordingDir)).toBe(true);
    expect(recording?.ms).toBeGreaterThan(1500);
    expect(readdirSync(recordingDir)).toHaveLength(1);
    const { channels, sampleRate, theirs, ours } = wavOf(recording?.file ?? '');
    expect({ channels, sampleRate }).toEqual({ channels: 2, sampleRate: 8000 });
    // Of two prompts and two words of the callee, those after the consent.
    expect({ theirs: spurts(theirs), ours: spurts(ours) }).toEqual({ theirs: 1, ours: 1 });
  });

  test('4.3.9 whoever hangs up while he is recorded has left his message', async () => {
    const world = createWorld();
    const recordingDir = folder();
    const acts = {
      welcome: '2',
      message: (line: Line) => {
        world.clock.setTimer(400, () => line.session.sendDigit('1', 100));
      },
      'recording message': (line: Line) =>
        onceThereIsAFile(world, recordingDir, () => {
          world.clock.setTimer(1000, () => speak(line));
          world.clock.setTimer(3000, () => line.call.hangup());
        }),
    };
    const { outcome } = await callWith(world, acts, { recordingDir });
    expect(outcome.flow?.recordings).toHaveLength(1);
    expect(existsSync(outcome.flow?.recordings[0]?.file ?? '')).toBe(true);
  });
});

describe('what is asked of the one who placed the call', () => {
  test('4.2.8 a refusal is put on the list, then said, then the call is over', async () => {
    const world = createWorld();
    const { ask, asked } = answers({ refuse: true });
    const { outcome, callee } = await callWith(world, { welcome: '9' }, { ask });
    expect(asked).toEqual([['refuse', { node: 'stop' }]]);
    expect(outcome.flow).toMatchObject({ refused: true, completed: true });
    expect(spurts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toBe(2);
  });

  test('4.2.8 a refusal that could not be put on the list is not said to be on it', async () => {
    const world = createWorld();
    const { outcome, callee } = await callWith(world, { welcome: '9' }, answers({ refuse: false }));
    expect(outcome.flow?.completed).toBe(true);
    expect(spurts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toBe(1);
  });

  test('rule: a server’s branch is taken, and one that never answers is not waited for', async () => {
    const world = createWorld();
    const { ask, asked } = answers({ webhook: 'paid' });
    const paid = await callWith(world, { welcome: '4' }, { ask });
    expect(nodes(paid.events).slice(0, 3)).toEqual(['welcome', 'server', 'number']);
    expect(asked[0]).toMatchObject([
      'webhook',
      { node: 'server', url: 'https://example.com/', timeoutSeconds: 3 },
    ]);
    const silent = await callWith(createWorld(), { welcome: '4' }, { ask: () => new Promise(() => {}) });
    expect(nodes(silent.events)).toEqual(['welcome', 'server', 'bye']);
    expect(silent.outcome.talkMs).toBeLessThan(6000);
  });
});

describe('transfer', () => {
  async function transferTo(behave: (line: Line, world: World) => void) {
    const world = createWorld();
    const agent = await world.callee((line) => behave(line, world), { rtpPortMin: 47_000 });
    const trunk = { trunkId: 'second', host: '127.0.0.1', port: agent.port };
    const line = { callId: `second-${agent.port}`, trunk, caller: '+8602151860000' };
    const { ask, asked } = answers({ 'second-line': line });
    const called = await callWith(world, { welcome: '3' }, { ask });
    return { ...called, agent, asked };
  }

  test('rule: the two hear each other, and when one hangs up the call is over', async () => {
    const { outcome, agent, callee, asked, events } = await transferTo((line, world) => {
      line.call.ring();
      world.clock.setTimer(1000, () => line.answer());
      world.clock.setTimer(3000, () => line.session.sendDigit('5', 400));
      world.clock.setTimer(5000, () => line.call.hangup());
    });
    expect(events.filter((event) => event.startsWith('transfer'))).toEqual([
      'transfer dialling',
      'transfer connected',
      'transfer over',
    ]);
    expect(agent.received('INVITE sip:+8613800000201')).toBeDefined();
    expect(outcome.flow?.transfers).toMatchObject([{ node: 'agent', outcome: 'connected' }]);
    expect(outcome.flow?.lines).toMatchObject([
      { node: 'agent', trunkId: 'second', cause: { kind: 'answered' } },
    ]);
    const talk = outcome.flow?.lines[0]?.talkMs ?? 0;
    expect(talk).toBeGreaterThan(3500);
    expect(talk).toBeLessThan(4500);
    expect(outcome.endedBy).toBe('us');
    expect(callee.lines).toHaveLength(1);
    expect(asked.map(([kind]) => kind)).toEqual(['second-line', 'line-over']);
  });

  test('rule: the callee who hangs up ends the second line, too', async () => {
    const world = createWorld();
    const agent = await world.callee((line) => line.answer(), { rtpPortMin: 47_000 });
    const trunk = { trunkId: 'second', host: '127.0.0.1', port: agent.port };
    const { ask } = answers({ 'second-line': { callId: 'second', trunk, caller: '+8602151860000' } });
    const acts = { welcome: '3', agent: ({ call }: Line) => world.clock.setTimer(3000, () => call.hangup()) };
    const { outcome } = await callWith(world, acts, { ask });
    expect(outcome.endedBy).toBe('callee');
    expect(await agent.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(outcome.flow?.lines[0]?.cause).toEqual({ kind: 'answered' });
  });

  test('rule: the second line lasts no longer than its node says', async () => {
    const { outcome } = await transferTo((line) => line.answer());
    const talk = outcome.flow?.lines[0]?.talkMs ?? 0;
    expect(talk).toBeGreaterThan(19_900);
    expect(talk).toBeLessThan(20_200);
  });

  test.each([
    ['busy', (line: Line) => line.call.reject(486), 'busy'],
    ['never answered', (line: Line) => line.call.ring(), 'no-answer'],
    ['out of order', (line: Line) => line.call.reject(500), 'failed'],
  ] as const)(
    'rule: a second line that is %s is no transfer: the flow goes on',
    async (_what, behave, outcome) => {
      const called = await transferTo(behave);
      expect(called.outcome.flow?.transfers).toMatchObject([{ outcome }]);
      expect(nodes(called.events).at(-1)).toBe('bye');
      expect(called.asked.map(([kind]) => kind)).toEqual(['second-line', 'line-over']);
    },
  );

  test('rule: where there is no room for a second line it has failed', async () => {
    const { outcome } = await callWith(createWorld(), { welcome: '3' }, answers());
    expect(outcome.flow).toMatchObject({ transfers: [{ outcome: 'failed' }], lines: [] });
  });
});

function tone(ms: number) {
  const pcm = Int16Array.from({ length: 8 * ms }, (_, at) => 8000 * Math.sin(at / 3));
  return encodeTrack(pcm, 'PCMA');
}

/** Stretches of sound with at least 300 ms of silence between them. */
function spurts(pcm: Int16Array): number {
  let count = 0;
  let quiet = Number.POSITIVE_INFINITY;
  for (const sample of pcm) {
    if (Math.abs(sample) < 300) quiet++;
    else {
      if (quiet > 2400) count++;
      quiet = 0;
    }
  }
  return count;
}

function wavOf(file: string) {
  const bytes = readFileSync(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
  return {
    channels: view.getUint16(22, true),
    sampleRate: view.getUint32(24, true),
    theirs: all.filter((_, index) => index % 2 === 0),
    ours: all.filter((_, index) => index % 2 === 1),
  };
}
