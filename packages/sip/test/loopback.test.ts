import { afterEach, describe, expect, test } from 'vitest';
import {
  type CallEnd,
  createUdpTransport,
  createUserAgent,
  type IncomingCall,
  type UserAgent,
  type UserAgentOptions,
} from '../src/index.ts';
import { ANSWER, OFFER } from './world.ts';

const agents: UserAgent[] = [];
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.close()));
});

async function open(options: Partial<UserAgentOptions> = {}, host = '127.0.0.1'): Promise<UserAgent> {
  const agent = createUserAgent({ transport: await createUdpTransport({ host, port: 0 }), ...options });
  agents.push(agent);
  return agent;
}

const ended = (call: IncomingCall): Promise<CallEnd> =>
  new Promise((resolve) => {
    call.handlers = { ...call.handlers, onEnd: resolve };
  });

describe('two user agents over UDP', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'RFC 3261 13, 15 the caller hangs up, callee named %s',
    async (name) => {
      let calleeEnd: Promise<CallEnd> | undefined;
      const callee = await open({
        onInvite(call) {
          calleeEnd = ended(call);
          call.ring();
          call.answer(ANSWER);
        },
      });
      const caller = await open();
      const events: string[] = [];
      const end = await new Promise<CallEnd>((resolve) => {
        const call = caller.invite({
          target: `sip:+8613800000200@${name}:${callee.address.port}`,
          from: 'sip:02151860000@127.0.0.1',
          body: OFFER,
          handlers: {
            onProgress: ({ status }) => events.push(`${status}`),
            onAnswer: ({ body }) => {
              events.push(body);
              call.hangup();
            },
            onEnd: resolve,
          },
        });
      });
      expect(events).toEqual(['180', ANSWER]);
      expect(end).toEqual({ kind: 'hung-up', by: 'us' });
      expect(await calleeEnd).toEqual({ kind: 'hung-up', by: 'peer' });
    },
  );

  test('RFC 3261 15 the callee hangs up once its answer is acknowledged', async () => {
    const callee = await open({
      onInvite(call) {
        call.handlers = { onAck: () => call.hangup({ text: 'done', q850: 16 }) };
        call.answer(ANSWER);
      },
    });
    const caller = await open();
    const end = await new Promise<CallEnd>((onEnd) =>
      caller.invite({
        target: `sip:x@127.0.0.1:${callee.address.port}`,
        from: 'sip:a@127.0.0.1',
        body: OFFER,
        handlers: { onEnd },
      }),
    );
    expect(end).toEqual({ kind: 'hung-up', by: 'peer', reason: 'done', q850: 16 });
  });

  test('RFC 3261 9 the caller cancels while it rings', async () => {
    let calleeEnd: Promise<CallEnd> | undefined;
    const callee = await open({
      onInvite(call) {
        calleeEnd = ended(call);
        call.ring();
      },
    });
    const caller = await open();
    const end = await new Promise<CallEnd>((onEnd) => {
      const call = caller.invite({
        target: `sip:x@127.0.0.1:${callee.address.port}`,
        from: 'sip:a@127.0.0.1',
        body: OFFER,
        handlers: { onProgress: () => call.hangup(), onEnd },
      });
    });
    expect(end).toEqual({ kind: 'cancelled' });
    expect(await calleeEnd).toEqual({ kind: 'cancelled' });
  });

  test('RFC 3261 19.1.1 over IPv6', async () => {
    const callee = await open({ onInvite: (call) => call.reject(603) }, '::1');
    const caller = await open({}, '::1');
    const end = await new Promise<CallEnd>((onEnd) =>
      caller.invite({
        target: `sip:x@[::1]:${callee.address.port}`,
        from: 'sip:a@[::1]',
        body: OFFER,
        handlers: { onEnd },
      }),
    );
    expect(end).toEqual({ kind: 'rejected', status: 603, reason: 'Decline' });
  });

  test('RFC 3261 11 options(), and a name that cannot be resolved', async () => {
    const callee = await open();
    const caller = await open();
    expect(await caller.options(`sip:127.0.0.1:${callee.address.port}`)).toEqual({
      status: 200,
      reason: 'OK',
    });
    expect(await caller.options('sip:nowhere.invalid')).toEqual({
      status: 503,
      reason: 'cannot resolve nowhere.invalid',
    });
  });

  test('rule: a message that fits no datagram ends the call as transport-error', async () => {
    const caller = await open();
    const end = await new Promise<CallEnd>((onEnd) =>
      caller.invite({
        target: 'sip:x@127.0.0.1:9',
        from: 'sip:a@127.0.0.1',
        body: 'v'.repeat(70_000),
        handlers: { onEnd },
      }),
    );
    expect(end).toMatchObject({ kind: 'transport-error' });
  });

  test('rule: a port in use rejects, and so does a host that is no address', async () => {
    const agent = await open();
    await expect(createUdpTransport({ host: '127.0.0.1', port: agent.address.port })).rejects.toThrow(
      'EADDRINUSE',
    );
    await expect(createUdpTransport({ host: 'localhost', port: 0 })).rejects.toThrow(TypeError);
  });
});
