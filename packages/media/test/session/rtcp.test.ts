import { createSocket, type Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseRtcp, writeRtcp } from '../../src/packet/rtcp.ts';
import { createMediaEngine } from '../../src/session/engine.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createLab, type Lab } from '../support/call.ts';
import { createPeer } from '../support/peer.ts';
import { sine } from '../support/tone.ts';

let lab: Lab;
const sockets: Socket[] = [];

beforeEach(() => {
  lab = createLab(13_000);
});
afterEach(async () => {
  await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((done) => socket.close(done))));
  await lab.close();
});

/** A socket that hears everything. */
async function ear(port = 0): Promise<{ port: number; heard: Uint8Array[]; socket: Socket }> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const heard: Uint8Array[] = [];
  socket.on('message', (data) => heard.push(Uint8Array.from(data)));
  await new Promise<void>((done) => socket.bind(port, '127.0.0.1', done));
  return { port: socket.address().port, heard, socket };
}

const MEDIA = {
  address: '127.0.0.1',
  codec: { name: 'PCMA', payloadType: 8 },
  dtmfPayloadType: 101,
  ptimeMs: 20,
  direction: 'sendrecv',
} as const;
const track = (seconds: number) => encodeTrack(sine(1_000, seconds), 'PCMA');

describe.each([true, false])('RFC 3550 6 reports, on the RTP port (RFC 5761): %s', (rtcpMux) => {
  test('RFC 3550 6.4: both sides tell of what they received, and know loss, round trip and MOS', async () => {
    const [caller, callee] = await Promise.all([lab.near.open(), lab.far.open()]);
    lab.agree(caller, callee, { caller: { rtcpMux } });
    await lab.pass(20);
    caller.play(track(20));
    callee.play(track(2));
    await lab.pass(20_000);
    const [near, far] = [caller.close(), callee.close()];
    expect(near).toMatchObject({ sent: 1_000, received: 100, lost: 0, sendErrors: 0 });
    // What arrives is read at the next step of the clock: 5 ms each way.
    expect(near.roundTripMs).toBeLessThanOrEqual(10);
    expect(near.remote).toMatchObject({ lost: 0, fractionLost: 0 });
    expect(near.mos.heard).toBeGreaterThan(4.3);
    expect(near.mos.sent).toBeGreaterThan(4.3);
    expect(near.rtcp.sent).toBeGreaterThanOrEqual(3);
    expect(near.rtcp.sent).toBeLessThanOrEqual(9);
    expect(near.rtcp.received).toBeGreaterThanOrEqual(3);
    expect(far.remote?.lost).toBe(0);
    expect(far.rtcp.dropped + near.rtcp.dropped).toBe(0);
  });
});

test('RFC 3550 6.4.1: sender reports while it sends, receiver reports after; a BYE at the end', async () => {
  const { port, heard } = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port, rtcpMux: true });
  session.play(track(6));
  await lab.pass(30_000);
  session.close();
  await lab.pass(5);
  const reports = heard
    .filter((data) => (data[1] as number) >= 192 && (data[1] as number) <= 223)
    .map(parseRtcp);
  const kinds = reports.map((packets) =>
    packets?.[0]?.kind === 'report' && packets[0].sender ? 'SR' : 'RR',
  );
  expect(kinds[0]).toBe('SR');
  expect(kinds.at(-2)).toBe('RR');
  expect(kinds).toEqual([...kinds].sort().reverse());
  const sender = reports[0]?.[0];
  if (sender?.kind !== 'report' || sender.sender === undefined) throw new Error('no sender report');
  expect(sender.sender.octets).toBe(sender.sender.packets * 160);
  const cnames = reports
    .map((packets) => packets?.[1])
    .map((each) => each?.kind === 'description' && each.cname);
  expect(new Set(cnames).size).toBe(1);
  expect(cnames[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(reports.at(-1)?.at(-1)?.kind).toBe('bye');
  expect(reports.slice(0, -1).every((packets) => packets?.every(({ kind }) => kind !== 'bye'))).toBe(true);
});

test('RFC 3550 6.3.7: who never sent a packet says no good-bye', async () => {
  const { port, heard } = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port, rtcpMux: true });
  session.close();
  await lab.pass(5);
  expect(heard).toEqual([]);
});

describe('what the other side reports', () => {
  async function reported(block: { lastSr: number; delaySinceLastSr: number; cumulativeLost: number }) {
    const { port, heard, socket } = await ear();
    const session = await lab.near.open();
    session.connect({ ...MEDIA, port, rtcpMux: true });
    session.play(track(8));
    await lab.pass(8_000);
    const sent = heard.map(parseRtcp).find((packets) => packets !== undefined)?.[0];
    if (sent?.kind !== 'report') throw new Error('no report');
    const report = writeRtcp({
      ssrc: 1,
      cname: 'x',
      blocks: [{ ssrc: sent.ssrc, fractionLost: 128, highestSequence: 0, jitter: 80, ...block }],
    });
    socket.send(report, session.port, '127.0.0.1');
    await lab.pass(5);
    return session.close();
  }
  const middle = (ms: number) => Math.floor((ms / 1_000 + 2_208_988_800) * 65_536) % 2 ** 32;

  test('RFC 3550 6.4.1: round trip is now less the last SR less how long it lay there', async () => {
    const report = await reported({
      lastSr: middle(lab.clock.now() + 7_700),
      delaySinceLastSr: 0.25 * 65_536,
      cumulativeLost: 40,
    });
    // The report is read within 5 ms after 8 s.
    expect(report.roundTripMs).toBeGreaterThanOrEqual(50);
    expect(report.roundTripMs).toBeLessThanOrEqual(56);
    expect(report.remote).toMatchObject({ lost: 40, fractionLost: 0.5, jitterMs: 10 });
    // 40 of 400 packets: 10 % lost.
    expect(report.mos.sent).toBeLessThan(3.6);
    expect(report.mos.sent).toBeGreaterThan(2.5);
  });

  test.each([
    ['no SR was heard', 0, 0],
    ['the SR is of the future', middle(1_700_000_100_000), 0],
    ['it lay there for longer than there was', middle(1_700_000_007_900), 65_536 * 60],
  ])('RFC 3550 6.4.1: there is no round trip when %s', async (_, lastSr, delaySinceLastSr) => {
    const report = await reported({ lastSr, delaySinceLastSr, cumulativeLost: -5 });
    expect(report.roundTripMs).toBeUndefined();
    expect(report.mos.sent).toBeGreaterThan(4.2);
  });
});

test('a flood of RTCP is dropped and counted, and reports are heard again after it', async () => {
  const { port, socket } = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port, rtcpMux: true });
  const report = writeRtcp({ ssrc: 1, cname: 'x', blocks: [] });
  for (let nth = 0; nth < 100; nth++) socket.send(report, session.port, '127.0.0.1');
  await lab.pass(50);
  await lab.pass(2_000);
  for (let nth = 0; nth < 2; nth++) socket.send(report, session.port, '127.0.0.1');
  socket.send(Uint8Array.of(0x80, 200, 0, 9), session.port, '127.0.0.1');
  await lab.pass(50);
  const { rtcp, received, dropped } = session.close();
  expect(rtcp).toMatchObject({ received: 12, dropped: 91 });
  expect({ received, dropped }).toEqual({ received: 0, dropped: 0 });
});

test('RFC 5761 4: RTCP of a stranger is dropped once the other side has been heard', async () => {
  const { port, socket } = await ear();
  const stranger = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port, rtcpMux: true });
  const report = writeRtcp({ ssrc: 1, cname: 'x', blocks: [] });
  socket.send(report, session.port, '127.0.0.1');
  await lab.pass(10);
  stranger.socket.send(report, session.port, '127.0.0.1');
  await lab.pass(10);
  expect(session.close().rtcp.received).toBe(1);
});

test('RFC 5761 5.1.1: RTCP on the RTP port is none where that was not agreed on', async () => {
  const { port, socket } = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port });
  socket.send(writeRtcp({ ssrc: 1, cname: 'x', blocks: [] }), session.port, '127.0.0.1');
  await lab.pass(10);
  expect(session.close()).toMatchObject({ dropped: 1, rtcp: { received: 0, dropped: 0 } });
});

test('RFC 3264 8.4: no RTCP goes to an address that means hold', async () => {
  const { port, heard } = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, address: '0.0.0.0', direction: 'sendonly', port, rtcpMux: true });
  await lab.pass(20_000);
  expect(session.close().rtcp.sent).toBe(0);
  expect(heard).toEqual([]);
});

test('RFC 3550 11: a call whose second port is taken goes on without RTCP, and gives back what it has', async () => {
  await ear(13_001);
  const peer = await createPeer();
  const session = await lab.near.open();
  expect(session.port).toBe(13_000);
  session.connect(peer.media);
  await lab.pass(10);
  session.play(track(0.02));
  await lab.pass(10_000);
  expect(session.close()).toMatchObject({ sent: 1, rtcp: { sent: 0, received: 0 } });
  await lab.near.close();
  await peer.close();
});

test('RFC 3550 11: no port beyond the range is taken for RTCP', async () => {
  const engine = createMediaEngine({
    address: '127.0.0.1',
    portMin: 13_190,
    portMax: 13_190,
    clock: lab.clock,
  });
  const peer = await createPeer();
  const session = await engine.open();
  session.connect(peer.media);
  await lab.pass(10_000);
  expect(session.close().rtcp.sent).toBe(0);
  await Promise.all([engine.close(), peer.close()]);
});

test('RFC 3605 2.1: RTCP goes to the port that the description names', async () => {
  const rtp = await ear();
  const rtcp = await ear();
  const session = await lab.near.open();
  session.connect({ ...MEDIA, port: rtp.port, rtcpPort: rtcp.port });
  await lab.pass(10_000);
  expect(rtp.heard).toEqual([]);
  expect(rtcp.heard.length).toBeGreaterThan(0);
  expect(parseRtcp(rtcp.heard[0] as Uint8Array)?.[0]?.kind).toBe('report');
});
