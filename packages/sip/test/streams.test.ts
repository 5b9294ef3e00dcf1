import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type CallEnd,
  createTcpTransport,
  createTlsTransport,
  createUdpTransport,
  createUserAgent,
  type StreamTransportOptions,
  type TlsTransportOptions,
  type Transport,
  type UserAgent,
  type UserAgentOptions,
} from '../src/index.ts';
import { createManualClock, createZoneResolver } from '../src/testkit/index.ts';
import { Connection } from '../src/transport/connection.ts';
import { CA, CARRIER, CLIENT, SIP_DOMAIN } from './support/certificates.ts';
import { ANSWER, OFFER } from './world.ts';

const HOST = '127.0.0.1';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const tcp = (options: Partial<StreamTransportOptions> = {}): Promise<Transport> =>
  createTcpTransport({ host: HOST, port: 0, ...options });
const tls = (options: Partial<TlsTransportOptions> = {}): Promise<Transport> =>
  createTlsTransport({ host: HOST, port: 0, ...options });

function agentOn(transport: UserAgentOptions['transport'], more: Partial<UserAgentOptions> = {}): UserAgent {
  const agent = createUserAgent({ transport, limits: { closeWaitMs: 50 }, ...more });
  closers.push(() => agent.close());
  return agent;
}

/** Calls, hangs up when answered, gives the end. */
function callThrough(agent: UserAgent, target: string, body = OFFER): Promise<CallEnd> {
  return new Promise((resolve) => {
    const call = agent.invite({
      target,
      from: 'sip:us@127.0.0.1',
      body,
      handlers: { onAnswer: () => call.hangup(), onEnd: resolve },
    });
  });
}

/** A peer that is nothing but a socket; gives what it received so far. */
async function rawClient(
  port: number,
): Promise<{ socket: Socket; text(): string; until(mark: string): Promise<string> }> {
  const socket = connect(port, HOST);
  closers.push(() => socket.destroy());
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  return {
    socket,
    text: () => received,
    async until(mark) {
      while (!received.includes(mark)) await once(socket, 'data');
      return received;
    },
  };
}

async function rawServer(onConnection: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer(onConnection);
  server.listen(0, HOST);
  await once(server, 'listening');
  closers.push(() => server.close());
  return { server, port: (server.address() as { port: number }).port };
}

const OPTIONS = (port: number, branch = 'z9hG4bK1', body = ''): string =>
  `OPTIONS sip:us@${HOST} SIP/2.0\r\nVia: SIP/2.0/TCP ${HOST}:${port};branch=${branch}\r\n` +
  `From: <sip:a@b>;tag=1\r\nTo: <sip:us@${HOST}>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`;

describe('calls over streams', () => {
  test('RFC 3261 18 a call over TCP and one over TLS, each on one connection, with a Contact of its transport', async () => {
    for (const [name, callee, caller] of [
      ['tcp', await tcp(), await tcp()],
      ['tls', await tls({ certificate: CARRIER }), await tls({ ca: CA, certificate: CLIENT })],
    ] as const) {
      const vias: string[] = [];
      let sources = new Set<number>();
      const calledAgent = agentOn(callee, {
        onInvite(call) {
          vias.push(
            ...call.headers
              .filter(([each]) => each === 'Via' || each === 'Contact')
              .map(([, value]) => value),
          );
          sources.add(call.peer.port);
          call.ring();
          call.answer(ANSWER);
        },
      });
      const agent = agentOn(caller);
      const target = `sip:x@${HOST}:${calledAgent.address.port};transport=${name}`;
      expect(await callThrough(agent, target)).toEqual({ kind: 'hung-up', by: 'us' });
      expect(await callThrough(agent, target)).toEqual({ kind: 'hung-up', by: 'us' });
      expect(vias[0]).toMatch(new RegExp(`^SIP/2.0/${name.toUpperCase()} `));
      expect(vias[1]).toBe(`<sip:${HOST}:${agent.address.port};transport=${name}>`);
      expect(sources.size).toBe(1);
      sources = new Set();
    }
  });

  test('RFC 3261 18.2.2 a response goes by the connection of its request, whatever Via says', async () => {
    const agent = agentOn(await tcp());
    const peer = await rawClient(agent.address.port);
    peer.socket.write(OPTIONS(9));
    expect(await peer.until('\r\n\r\n')).toContain('SIP/2.0 200 OK\r\n');
  });

  test('RFC 3261 18.2.2 when that connection is gone, one is made to the port of sent-by', async () => {
    const back: string[] = [];
    const heard = Promise.withResolvers<void>();
    const { port } = await rawServer((socket) => {
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        back.push(chunk);
        heard.resolve();
      });
    });
    const rung = Promise.withResolvers<() => void>();
    const agent = agentOn(await tcp(), { onInvite: (call) => rung.resolve(() => call.reject(486)) });
    const peer = await rawClient(agent.address.port);
    peer.socket.write(
      OPTIONS(port)
        .replaceAll('OPTIONS', 'INVITE')
        .replace('Content-Length', 'Contact: <sip:a@b>\r\nContent-Length'),
    );
    const reject = await rung.promise;
    // Closed on this side only once the agent has closed its own.
    peer.socket.end();
    await once(peer.socket, 'close');
    reject();
    await heard.promise;
    expect(back.join('')).toContain('SIP/2.0 486 Busy Here');
  });

  test('RFC 3261 18.1.1 a request over 1,300 bytes leaves by TCP, and by UDP when no connection can be had', async () => {
    const big = `${OFFER}a=${'x'.repeat(1_300)}\r\n`;
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, HOST, () => {
        const free = (probe.address() as { port: number }).port;
        probe.close(() => resolve(free));
      });
    });
    const protocols: string[] = [];
    const onInvite: UserAgentOptions['onInvite'] = (call) => {
      protocols.push(call.peer.protocol);
      call.answer(ANSWER);
    };
    const udp = await createUdpTransport({ host: HOST, port });
    const called = agentOn([udp, await tcp({ port })], { onInvite });
    const agent = agentOn([await createUdpTransport({ host: HOST, port: 0 }), await tcp()]);
    await callThrough(agent, `sip:x@${HOST}:${port}`);
    await callThrough(agent, `sip:x@${HOST}:${port}`, big);
    await called.close();
    agentOn(await createUdpTransport({ host: HOST, port }), { onInvite });
    expect(await callThrough(agent, `sip:x@${HOST}:${port}`, big)).toEqual({ kind: 'hung-up', by: 'us' });
    expect(protocols).toEqual(['UDP', 'TCP', 'UDP']);
  });

  test('RFC 3261 18.4 nobody listens: the call ends as transport-error', async () => {
    const { server, port } = await rawServer(() => {});
    server.close();
    const agent = agentOn(await tcp());
    expect(await callThrough(agent, `sip:x@${HOST}:${port};transport=tcp`)).toMatchObject({
      kind: 'transport-error',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await callThrough(agent, `sip:x@${HOST}:${port};transport=tls`)).toMatchObject({
      kind: 'transport-error',
    });
  });
});

describe('what a stream brings', () => {
  test('RFC 5626 4.4.1 CRLF CRLF is answered by CRLF', async () => {
    const agent = agentOn(await tcp());
    const peer = await rawClient(agent.address.port);
    peer.socket.write('\r\n\r\n');
    expect(await peer.until('\r\n')).toBe('\r\n');
    peer.socket.write(OPTIONS(9));
    expect(await peer.until('200 OK')).toMatch(/^\r\nSIP\/2.0 200 OK/);
  });

  test('RFC 3261 20.14 a request without a Content-Length is answered 400 and the connection closed', async () => {
    const agent = agentOn(await tcp());
    const peer = await rawClient(agent.address.port);
    peer.socket.write(OPTIONS(9).replace('Content-Length: 0\r\n', ''));
    await once(peer.socket, 'end');
    expect(peer.text()).toContain('SIP/2.0 400 Content-Length missing');
  });

  test('RFC 4475 3.1.2.3 ncl over TCP: a negative Content-Length is answered 400 and the connection closed', async () => {
    const agent = agentOn(await tcp());
    const peer = await rawClient(agent.address.port);
    peer.socket.write(OPTIONS(9).replace('Content-Length: 0', 'Content-Length: -999'));
    await once(peer.socket, 'end');
    expect(peer.text()).toContain('SIP/2.0 400 Content-Length is not a number');
  });
});

describe('bounds', () => {
  test('rule: a connection without a message for idleMs is closed, and one whose message never ends sooner', async () => {
    const clock = createManualClock();
    const transport = await tcp({ clock, limits: { idleMs: 60_000, messageMs: 1_000 } });
    closers.push(() => transport.close());
    const arrived = Promise.withResolvers<void>();
    transport.onPacket = () => arrived.resolve();
    const slow = await rawClient(transport.address.port);
    const idle = await rawClient(transport.address.port);
    idle.socket.write(`${OPTIONS(9)}OPT`);
    slow.socket.resume();
    await arrived.promise;
    clock.advance(1_000);
    await once(idle.socket, 'close');
    expect(slow.socket.readyState).toBe('open');
    clock.advance(59_000);
    await once(slow.socket, 'close');
    expect(clock.pending).toBe(0);
  });

  test('rule: a message has messageMs from its first byte to its last: a byte now and then keeps nothing alive', () => {
    const clock = createManualClock();
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const closed: string[] = [];
    const limits = { idleMs: 60_000, messageMs: 1_000, connectMs: 1_000, queuedBytes: 1_000 };
    const user = { onMessage: () => {}, onClose: () => closed.push('closed') };
    const quiet = { setNoDelay: () => socket, setKeepAlive: () => socket };
    new Connection(Object.assign(socket, quiet) as unknown as Socket, undefined, { clock, limits, user });
    for (const byte of 'OP') {
      socket.emit('data', Buffer.from(byte));
      expect(closed).toEqual([]);
      clock.advance(600);
    }
    expect(closed).toEqual(['closed']);
  });

  test('rule: over the limit of connections new ones are closed, and sending says so', async () => {
    const transport = await tcp({ limits: { connections: 1 } });
    closers.push(() => transport.close());
    const { port } = await rawServer(() => {});
    const first = await rawClient(transport.address.port);
    first.socket.write(OPTIONS(9));
    await new Promise<void>((resolve) => {
      transport.onPacket = () => resolve();
    });
    const second = connect(transport.address.port, HOST);
    await once(second, 'close');
    expect(
      await new Promise((resolve) => transport.send(new Uint8Array(1), { address: HOST, port }, resolve)),
    ).toBe('too many connections');
  });

  test('rule: connections of strangers take the place of nobody: of a trunk’s, and of our own', async () => {
    const transport = await tcp({ limits: { connections: 4, strangers: 2 } });
    const known = new Set<string>();
    const agent = agentOn(transport, { isTrusted: ({ address }) => known.has(address) });
    const callee = agentOn(await tcp(), { onInvite: (call) => call.answer(ANSWER) });
    const alive = async (localAddress: string) => {
      const socket = connect({ port: transport.address.port, host: HOST, localAddress });
      closers.push(() => socket.destroy());
      const closed = once(socket, 'close').then(() => false);
      await once(socket, 'connect');
      socket.write('\r\n\r\n');
      return Promise.race([once(socket, 'data').then(() => true), closed]);
    };
    expect(await alive('127.0.0.3')).toBe(true);
    expect(await alive('127.0.0.4')).toBe(true);
    expect(await alive('127.0.0.5')).toBe(false);
    known.add('127.0.0.2');
    expect(await alive('127.0.0.2')).toBe(true);
    expect(await callThrough(agent, `sip:x@${HOST}:${callee.address.port};transport=tcp`)).toMatchObject({
      kind: 'hung-up',
    });
  });

  test('rule: a peer that does not read is given up at queuedBytes', async () => {
    const transport = await tcp({ limits: { queuedBytes: 300_000 } });
    closers.push(() => transport.close());
    const { port } = await rawServer((socket) => socket.pause());
    const failure = await new Promise<string>((resolve) => {
      const next = (): void => {
        transport.send(new Uint8Array(65_535), { address: HOST, port }, resolve);
        setImmediate(next);
      };
      next();
    });
    expect(failure).toBe('the peer reads too slowly');
  });

  test('rule: connecting takes no longer than connectMs', async () => {
    const clock = createManualClock();
    // TLS to a peer that accepts and says nothing.
    const transport = await tls({ clock, ca: CA });
    closers.push(() => transport.close());
    const accepted = Promise.withResolvers<void>();
    const { port } = await rawServer((socket) => {
      socket.resume();
      accepted.resolve();
    });
    const failed = new Promise((resolve) =>
      transport.send(new Uint8Array(1), { address: HOST, port }, resolve),
    );
    await accepted.promise;
    clock.advance(4_000);
    expect(await failed).toBe('connecting took too long');
  });

  test('rule: a port in use rejects, and so does a host that is no address', async () => {
    const transport = await tcp();
    closers.push(() => transport.close());
    await expect(tcp({ port: transport.address.port })).rejects.toThrow('EADDRINUSE');
    expect(() => tcp({ host: 'localhost' })).toThrow(TypeError);
    expect(() => tls({ host: 'localhost' })).toThrow(TypeError);
  });
});

describe('certificates', () => {
  /** A TLS callee with this certificate, called under this name. */
  async function callTls(
    name: string,
    callee: Partial<TlsTransportOptions>,
    caller: Partial<TlsTransportOptions>,
  ): Promise<CallEnd> {
    const called = agentOn(await tls(callee), { onInvite: (call) => call.answer(ANSWER) });
    const resolver = createZoneResolver({ addresses: { [name]: [HOST] } });
    const agent = agentOn(await tls(caller), { resolver });
    return callThrough(agent, `sips:x@${name}:${called.address.port}`);
  }
  const answered = { kind: 'hung-up', by: 'us' };
  const refused = { kind: 'transport-error' };

  test('RFC 5922 7.2 the certificate has to be for the domain of the URI', async () => {
    expect(
      await callTls('carrier.example', { certificate: CARRIER }, { ca: CA, certificate: CLIENT }),
    ).toEqual(answered);
    expect(await callTls('elsewhere.example', { certificate: CARRIER }, { ca: CA })).toMatchObject(refused);
  });

  test('RFC 5923 a connection that was proved to be of one name is not used for another at the same address', async () => {
    const called = agentOn(await tls({ certificate: CARRIER }), { onInvite: (call) => call.answer(ANSWER) });
    const resolver = createZoneResolver({
      addresses: { 'carrier.example': [HOST], 'elsewhere.example': [HOST] },
    });
    const agent = agentOn(await tls({ ca: CA, certificate: CLIENT }), { resolver });
    expect(await callThrough(agent, `sips:x@carrier.example:${called.address.port}`)).toEqual(answered);
    expect(await callThrough(agent, `sips:x@elsewhere.example:${called.address.port}`)).toMatchObject(
      refused,
    );
  });

  test('RFC 5922 7.1 a SIP domain among its names decides alone', async () => {
    const certificate = SIP_DOMAIN;
    expect(await callTls('carrier.example', { certificate }, { ca: CA, certificate: CLIENT })).toEqual(
      answered,
    );
    expect(await callTls('other.example', { certificate }, { ca: CA })).toMatchObject({
      ...refused,
      message: 'the certificate is for carrier.example, not for other.example',
    });
  });

  test('RFC 3261 26.3.1 a certificate of a CA that is not trusted is refused, unless nobody wants to know', async () => {
    expect(await callTls('carrier.example', { certificate: CARRIER }, {})).toMatchObject(refused);
    const blind = { verifyServers: false, certificate: CLIENT };
    expect(await callTls('elsewhere.example', { certificate: CARRIER }, blind)).toEqual(answered);
  });

  test('RFC 3261 26.3.1 a callee may ask for a certificate, and refuses whoever shows none', async () => {
    const callee = { certificate: CARRIER, ca: CA, verifyClients: true };
    expect(await callTls('carrier.example', callee, { ca: CA, certificate: CLIENT })).toEqual(answered);
    expect(await callTls('carrier.example', callee, { ca: CA })).toMatchObject(refused);
  });
});
