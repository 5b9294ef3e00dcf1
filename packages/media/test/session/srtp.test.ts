import { createSocket, type Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseRtp } from '../../src/packet/rtp.ts';
import { createProtection } from '../../src/session/protection.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { encodeTrack } from '../../src/sound/track.ts';
import { createSrtpSender } from '../../src/srtp/srtp.ts';
import { createLab, type Lab } from '../support/call.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { countingRandom } from '../support/random.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

const track = (seconds: number) => encodeTrack(sine(1_000, seconds), 'PCMA');
let lab: Lab;

beforeEach(() => {
  lab = createLab(13_200);
});
afterEach(() => lab.close());

describe.each(['allowed', 'required'] as const)('RFC 4568 SRTP that is %s', (mode) => {
  test('RFC 3711 3.1: sound, keys and reports of a call come through, and nothing of them in the clear', async () => {
    const [caller, callee] = await Promise.all([lab.near.open(), lab.far.open()]);
    lab.agree(caller, callee, {
      caller: { srtp: { mode, keys: caller.srtpKeys } },
      callee: { srtp: { mode, keys: callee.srtpKeys } },
    });
    const heard = createRecorder();
    const keys: string[] = [];
    callee.record(heard);
    callee.onDigit = (digit) => keys.push(digit);
    caller.play(track(7));
    caller.sendDigit('7');
    callee.play(track(1));
    await lab.pass(8_000);
    expect(keys).toEqual(['7']);
    expect(amplitudeAt(heard.pcm(0).subarray(8_000, 40_000), 1_000)).toBeGreaterThan(9_800);
    const [near, far] = [caller.close(), callee.close()];
    expect(far).toMatchObject({ received: near.sent, lost: 0, dropped: 0, unauthentic: 0 });
    expect(near.rtcp.received).toBeGreaterThan(0);
    expect([near.rtcp.dropped, far.rtcp.dropped]).toEqual([0, 0]);
    expect(near.remote?.lost).toBe(0);
  });
});

describe('RFC 3711 what is not authentic', () => {
  let socket: Socket;
  let peer: Peer;
  const key = new Uint8Array(30).fill(9);
  const suite = 'AES_CM_128_HMAC_SHA1_80' as const;

  beforeEach(async () => {
    peer = await createPeer();
    socket = createSocket('udp4');
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    await Promise.all([peer.close(), new Promise<void>((done) => socket.close(done))]);
  });

  const rtp = (sequence: number) => {
    const packet = new Uint8Array(172).fill(0x55);
    packet.set([0x80, 8, 0, sequence, 0, 0, 0, sequence, 1, 2, 3, 4]);
    return packet;
  };

  test('RFC 3711 3.3: another key, a replay and plain RTP are dropped and counted, and move no call', async () => {
    const session = await lab.near.open();
    session.connect({ ...peer.media, rtcpMux: true, srtp: { suite, key } });
    const good = createSrtpSender(suite, key);
    const bad = createSrtpSender(suite, new Uint8Array(30).fill(8));
    const say = async (packet: Uint8Array) => {
      socket.send(packet, session.port, '127.0.0.1');
      await lab.pass(5);
    };
    // Not believed, so that it is not taken for the other side either (RFC 4961).
    await say(bad.protect(rtp(1)));
    await say(rtp(2));
    const first = good.protect(rtp(1));
    await peer.send(session.port, first);
    await peer.send(session.port, first);
    await peer.send(session.port, good.protect(rtp(2)));
    await lab.pass(5);
    await peer.send(session.port, bad.protectRtcp(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 1)));
    await lab.pass(5);
    const report = session.close();
    expect(report).toMatchObject({
      received: 2,
      dropped: 3,
      unauthentic: 3,
      rtcp: { received: 0, dropped: 1 },
    });
  });

  test('RFC 3711 3.1: what leaves can be read with the session’s own key alone', async () => {
    const session = await lab.near.open();
    const wires: Uint8Array[] = [];
    socket.on('message', (data) => wires.push(Uint8Array.from(data)));
    const remote = { ...peer.media, port: socket.address().port, rtcpMux: true, srtp: { suite, key } };
    session.connect(remote);
    session.play(track(0.1));
    await lab.pass(200);
    const sound = track(0.1).payload.subarray(0, 160);
    expect(wires.length).toBe(5);
    expect(parseRtp((wires[0] as Uint8Array).subarray(0, 172))?.payload).not.toEqual(sound);
  });
});

describe('RFC 3711 9.1 no key is used twice over', () => {
  const remote = (suite: 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32', first = 1) => ({
    suite,
    key: new Uint8Array(30).fill(first),
  });

  test('RFC 3711 9.1: the same terms again go on where they were', () => {
    const protection = createProtection(countingRandom());
    const keys = protection.keys;
    protection.agree(remote('AES_CM_128_HMAC_SHA1_80'));
    const { sender, receiver } = protection;
    protection.agree(remote('AES_CM_128_HMAC_SHA1_80'));
    expect([protection.sender, protection.receiver]).toEqual([sender, receiver]);
    expect(protection.sender).toBe(sender);
    protection.agree(remote('AES_CM_128_HMAC_SHA1_80', 2));
    expect(protection.sender).toBe(sender);
    expect(protection.receiver).not.toBe(receiver);
    expect(protection.keys).toBe(keys);
  });

  test.each(['off', 'other'] as const)(
    'RFC 3711 9.1: a key given up (%s) is replaced before it is told again',
    (how) => {
      const protection = createProtection(countingRandom());
      const before = protection.keys;
      protection.agree(remote('AES_CM_128_HMAC_SHA1_80'));
      protection.agree(how === 'off' ? undefined : remote('AES_CM_128_HMAC_SHA1_32'));
      expect(protection.keys.AES_CM_128_HMAC_SHA1_80).not.toEqual(before.AES_CM_128_HMAC_SHA1_80);
      expect(protection.keys.AES_CM_128_HMAC_SHA1_32).toEqual(before.AES_CM_128_HMAC_SHA1_32);
      expect(protection.sender === undefined).toBe(how === 'off');
    },
  );
});
