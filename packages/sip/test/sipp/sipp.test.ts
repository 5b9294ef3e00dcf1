import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type CallEnd,
  createTcpTransport,
  createUdpTransport,
  createUserAgent,
  type InviteOptions,
  type OutgoingCall,
  type UserAgent,
  type UserAgentOptions,
} from '../../src/index.ts';

/** SIPp is on this machine. It exits with 99 for -v. */
function hasSipp(): boolean {
  try {
    execFileSync('sipp', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { status?: number }).status === 99;
  }
}

const present = hasSipp();
const sipp = (title: string) => (present ? title : `${title} (skipped: no sipp)`);
const CALLS = 20;
/** For a machine with much else to do; each takes about a second. */
const TIMEOUT_MS = 60_000;
const SDP =
  'v=0\r\no=herald 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';

vi.setConfig({ testTimeout: TIMEOUT_MS });

const folder = mkdtempSync(join(tmpdir(), 'herald-sip-'));
const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
afterEach(async () => {
  while (closers.length > 1) await closers.pop()?.();
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

async function createAgent(options: Partial<UserAgentOptions> = {}): Promise<UserAgent> {
  const agent = createUserAgent({
    transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }),
    ...options,
  });
  closers.push(() => agent.close());
  return agent;
}

/** Starts SIPp on a scenario; `done` is its exit code, 0 when every call went as the scenario says. */
function startSipp(scenario: string, args: string[]): { process: ChildProcess; done: Promise<number> } {
  const child = spawn(
    'sipp',
    [
      '-sf',
      join(import.meta.dirname, `${scenario}.xml`),
      '-i',
      '127.0.0.1',
      '-m',
      `${CALLS}`,
      '-nostdin',
      '-timeout',
      '40s',
      ...args,
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const done = once(child, 'exit').then(([code]) => Number(code ?? -1));
  closers.push(() => {
    child.kill('SIGKILL');
  });
  return { process: child, done };
}

/** SIPp as callee. It may still be starting when the first INVITE comes: timer A sends it again. */
async function startCallee(scenario: string): Promise<{ target: string; done: Promise<number> }> {
  const port = await freePort();
  const { done } = startSipp(scenario, ['-p', `${port}`]);
  return { target: `sip:callee@127.0.0.1:${port}`, done };
}

/** The same over TCP; it listens when this resolves. */
async function startTcpCallee(scenario: string): Promise<{ target: string; done: Promise<number> }> {
  const port = await freePort();
  const { done } = startSipp(scenario, ['-t', 't1', '-p', `${port}`]);
  for (let listening = false; !listening; ) {
    const probe = connect(port, '127.0.0.1');
    listening = await Promise.race([
      once(probe, 'connect').then(() => true),
      once(probe, 'close').then(() => false),
    ]).catch(() => false);
    probe.destroy();
  }
  return { target: `sip:callee@127.0.0.1:${port};transport=tcp`, done };
}

/** One call, with `act` told what happens. */
function place(
  agent: UserAgent,
  target: string,
  act: (call: OutgoingCall, event: string) => void,
  more: Partial<InviteOptions> = {},
): Promise<{ end: CallEnd; events: string[] }> {
  return new Promise((resolve) => {
    const events: string[] = [];
    const tell = (event: string): void => {
      events.push(event);
      act(call, event);
    };
    const call = agent.invite({
      target,
      from: 'sip:02151860000@127.0.0.1',
      body: SDP,
      ...more,
      handlers: {
        onProgress: ({ status }) => tell(`${status}`),
        onAnswer: ({ body }) => tell(body.includes('m=audio') ? 'answer' : 'answer without SDP'),
        onEnd: (end) => resolve({ end, events }),
      },
    });
  });
}

const placeAll = (
  agent: UserAgent,
  target: string,
  act: (call: OutgoingCall, event: string) => void,
  more = {},
) => Promise.all(Array.from({ length: CALLS }, () => place(agent, target, act, more)));

describe('SIPp as callee', () => {
  test.skipIf(!present)(sipp('RFC 3261 15 SIPp answers and we hang up'), async () => {
    const agent = await createAgent();
    const { target, done } = await startCallee('uas-answer-bye-by-us');
    const results = await placeAll(agent, target, (call, event) => event === 'answer' && call.hangup());
    for (const { end, events } of results) {
      expect(events).toEqual(['180', 'answer']);
      expect(end).toMatchObject({ kind: 'hung-up', by: 'us' });
    }
    expect(await done).toBe(0);
  });

  test.skipIf(!present)(sipp('RFC 3261 15 SIPp answers and hangs up'), async () => {
    const agent = await createAgent();
    const { target, done } = await startCallee('uas-answer-bye-by-them');
    const results = await placeAll(agent, target, () => {});
    for (const { end } of results) {
      expect(end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'Terminated', q850: 16 });
    }
    expect(await done).toBe(0);
  });

  test.skipIf(!present)(sipp('RFC 3261 13.2.2.3 SIPp is busy'), async () => {
    const agent = await createAgent();
    const { target, done } = await startCallee('uas-busy');
    for (const { end } of await placeAll(agent, target, () => {})) {
      expect(end).toEqual({ kind: 'rejected', status: 486, reason: 'Busy Here', q850: 17 });
    }
    expect(await done).toBe(0);
  });

  test.skipIf(!present)(sipp('RFC 3261 9.1 SIPp rings and we cancel'), async () => {
    const agent = await createAgent();
    const { target, done } = await startCallee('uas-cancelled');
    for (const { end } of await placeAll(agent, target, (call, event) => event === '180' && call.hangup())) {
      expect(end).toEqual({ kind: 'cancelled' });
    }
    expect(await done).toBe(0);
  });

  test.skipIf(!present)(sipp('RFC 3261 22.2 SIPp challenges, and accepts our credentials'), async () => {
    const agent = await createAgent();
    const { target, done } = await startCallee('uas-challenge');
    const credentials = { username: 'herald', password: 'secret' };
    const results = await placeAll(agent, target, (call, event) => event === 'answer' && call.hangup(), {
      credentials,
    });
    for (const { end, events } of results) {
      expect(events).toEqual(['answer']);
      expect(end).toMatchObject({ kind: 'hung-up', by: 'us' });
    }
    expect(await done).toBe(0);
  });

  test.skipIf(!present)(
    sipp('RFC 3261 9.1 SIPp sends 100 and nothing more: no-answer 64·T1 after our CANCEL'),
    async () => {
      // T1 of 10 ms keeps 64·T1 under a second.
      const agent = await createAgent({ timers: { t1: 10 } });
      const { target, done } = await startCallee('uas-trying-only');
      for (const { end } of await placeAll(agent, target, () => {}, { ringTimeoutMs: 3000 })) {
        expect(end).toEqual({ kind: 'no-answer' });
      }
      expect(await done).toBe(0);
    },
  );
});

describe('SIPp over TCP', () => {
  const createTcpAgent = async (options: Partial<UserAgentOptions> = {}) =>
    createAgent({ transport: await createTcpTransport({ host: '127.0.0.1', port: 0 }), ...options });

  test.skipIf(!present)(
    sipp('RFC 3261 18 SIPp answers over TCP and we hang up, on one connection'),
    async () => {
      const agent = await createTcpAgent();
      const { target, done } = await startTcpCallee('uas-answer-bye-by-us');
      const results = await placeAll(agent, target, (call, event) => event === 'answer' && call.hangup());
      for (const { end, events } of results) {
        expect(events).toEqual(['180', 'answer']);
        expect(end).toMatchObject({ kind: 'hung-up', by: 'us' });
      }
      expect(await done).toBe(0);
      expect(agent.stats().retransmitted).toBe(0);
    },
  );

  test.skipIf(!present)(sipp('RFC 3261 18 SIPp calls over TCP, we answer, SIPp hangs up'), async () => {
    const ends: CallEnd[] = [];
    const protocols = new Set<string>();
    const agent = await createTcpAgent({
      onInvite(call) {
        protocols.add(call.peer.protocol);
        call.handlers = { onEnd: (end) => ends.push(end) };
        call.ring();
        call.answer(SDP);
      },
    });
    const { done } = startSipp('uac-answered', [
      '-t',
      't1',
      '-s',
      'herald',
      '-r',
      '50',
      `127.0.0.1:${agent.address.port}`,
    ]);
    expect(await done).toBe(0);
    expect(ends).toHaveLength(CALLS);
    expect([...protocols]).toEqual(['TCP']);
  });
});

describe('SIPp as caller', () => {
  const callUs = (agent: UserAgent, scenario: string) =>
    startSipp(scenario, ['-s', 'herald', '-r', '50', `127.0.0.1:${agent.address.port}`]).done;

  test.skipIf(!present)(sipp('RFC 3261 13.3 SIPp calls, we answer, SIPp hangs up'), async () => {
    const ends: CallEnd[] = [];
    const agent = await createAgent({
      onInvite(call) {
        call.handlers = { onEnd: (end) => ends.push(end) };
        call.ring();
        call.answer(SDP);
      },
    });
    expect(await callUs(agent, 'uac-answered')).toBe(0);
    expect(ends).toHaveLength(CALLS);
    for (const end of ends) expect(end).toMatchObject({ kind: 'hung-up', by: 'peer' });
  });

  test.skipIf(!present)(sipp('RFC 3261 13.3.1.3 SIPp calls and we are busy'), async () => {
    const agent = await createAgent({ onInvite: (call) => call.reject(486) });
    expect(await callUs(agent, 'uac-busy')).toBe(0);
  });

  test.skipIf(!present)(sipp('RFC 3261 9.2 SIPp calls and cancels'), async () => {
    const ends: CallEnd[] = [];
    const agent = await createAgent({
      onInvite(call) {
        call.handlers = { onEnd: (end) => ends.push(end) };
        call.ring();
      },
    });
    expect(await callUs(agent, 'uac-cancels')).toBe(0);
    expect(ends).toEqual(Array.from({ length: CALLS }, () => ({ kind: 'cancelled' })));
  });
});
