import { readFile } from 'node:fs/promises';
import { decodeWav } from '@herald/media';
import { createUdpTransport, createUserAgent } from '@herald/sip';
import { createManualClock } from '@herald/sip/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { lineOf, NUMBER_PLAN, OTHER_NUMBERS, type PlanRow } from '../src/index.ts';
import { type Lab, openLab, turn } from './support/lab.ts';
import { secondsOfSine, shareAt, sine } from './support/signal.ts';

let lab: Lab;
afterEach(() => lab?.close());

interface Proof {
  /** The rule that is shown. */
  readonly rule: string;
  prove(row: PlanRow): Promise<void>;
}

/** The WAV of a call that has ended. */
async function recordingOf(callId: string): Promise<Int16Array> {
  const { call } = await lab.until((event) => event.type === 'kept' && event.call.callId === callId);
  const { sampleRate, channels, pcm } = decodeWav(await readFile(call.heard ?? 'nothing was kept'));
  expect({ sampleRate, channels }).toEqual({ sampleRate: 8_000, channels: 1 });
  return pcm;
}

/** Refused at once or after a ring: the whole of what the caller is told. */
const refused = (status: number, reason: string, q850: number, ...before: string[]): Proof => ({
  rule: `RFC 3326 2: ${status} with Reason Q.850;cause=${q850}`,
  async prove({ ending, name }) {
    lab = await openLab();
    const call = await lab.call(ending);
    expect(await call.ended).toEqual({ kind: 'rejected', status, reason, q850 });
    expect(call.lines.filter((line) => line.startsWith('<') && !line.includes(' 100 '))).toEqual(
      [...before, `${status} ${reason}`].map((line) => `< SIP/2.0 ${line}`),
    );
    expect(lab.carrier.calls({ callId: call.callId })).toMatchObject([{ line: name, answered: false }]);
  },
});

/** An announcement, sample by sample, and then the refusal. */
const announced = (file: string, status: number, reason: string, q850: number): Proof => ({
  rule: `RFC 3261 13.3.1.1, RFC 3326 2: ${file} in early media (183), then ${status} with Q.850;cause=${q850}`,
  async prove({ ending }) {
    const mediaClock = createManualClock();
    const steps = createManualClock();
    lab = await openLab({ clocks: { steps, media: mediaClock } });
    const url = new URL(`../src/sound/announcements/${file}.wav`, import.meta.url);
    const { pcm } = decodeWav(await readFile(url));
    const call = await lab.call(ending);
    let over = false;
    void call.ended.then(() => {
      over = true;
    });
    // The caller cannot hear what is said before it has read where it comes from.
    while (!over && !call.lines.includes('< SIP/2.0 183 Session Progress')) {
      steps.advance(50);
      await turn();
    }
    while (!over) {
      // A packet at a time, read before the next one is sent.
      steps.advance(50);
      mediaClock.advance(20);
      await turn();
    }
    expect(await call.ended).toEqual({ kind: 'rejected', status, reason, q850 });
    expect(call.lines).toContain('< SIP/2.0 183 Session Progress');
    expect(call.lines.some((line) => line.startsWith('< SIP/2.0 200'))).toBe(false);
    const heard = call.heard();
    expect(heard.subarray(0, pcm.length)).toEqual(pcm);
    expect(heard.length - pcm.length).toBeLessThan(160);
    expect(lab.carrier.calls()).toMatchObject([{ answered: false }]);
  },
});

const pressed = (keys: string): Proof => ({
  rule: `RFC 4733 2.5.2: ${keys.length === 1 ? `the key ${keys}, told once` : `${keys} in this order, each told once`}`,
  async prove({ ending }) {
    lab = await openLab();
    const call = await lab.call(ending);
    expect(await call.answered).toBe(true);
    while (call.keys.length < keys.length) await turn();
    // Two sounds on, no key has come again.
    await call.say(sine(450, 0.1));
    await call.say(sine(450, 0.1));
    expect(call.keys.join('')).toBe(keys);
    call.out.hangup();
    expect(await call.ended).toEqual({ kind: 'hung-up', by: 'us' });
  },
});

/** Keys, some after each prompt. */
const afterPrompts = (groups: readonly string[]): Proof => ({
  rule: `RFC 4733 2.5.2: ${groups.join(', ')}, each when a prompt has been heard and a second of quiet after it`,
  async prove({ ending }) {
    lab = await openLab();
    const call = await lab.call(ending);
    expect(await call.answered).toBe(true);
    await lab.until((event) => event.type === 'step' && event.step.do === 'hear-out');
    for (const keys of groups) {
      const before = call.keys.join('');
      await call.say(sine(450, 0.2));
      lab.clock.advance(999);
      // The next prompt goes on: still the same quiet has not been long enough.
      await call.say(sine(450, 0.2));
      lab.clock.advance(999);
      await call.say(new Int16Array(1_600));
      expect(call.keys.join('')).toBe(before);
      lab.clock.advance(1);
      while (call.keys.length < before.length + keys.length) await turn();
      expect(call.keys.join('')).toBe(before + keys);
    }
    call.out.hangup();
    await call.ended;
  },
});

const listens: Proof = {
  rule: 'voice: rings, answers, and keeps what the callee heard as WAV until the BYE',
  async prove({ ending, name }) {
    lab = await openLab();
    const call = await lab.call(ending);
    expect(await call.answered).toBe(true);
    await call.say(sine(450, 0.5));
    call.out.hangup();
    expect(await call.ended).toEqual({ kind: 'hung-up', by: 'us' });
    const pcm = await recordingOf(call.callId);
    expect(shareAt(pcm, 450)).toBeGreaterThan(0.9);
    expect(shareAt(pcm, 700)).toBeLessThan(0.05);
    expect(secondsOfSine(pcm)).toBeCloseTo(0.5, 2);
    expect(lab.carrier.calls()).toMatchObject([
      { line: name, answered: true, end: { kind: 'hung-up', by: 'peer' } },
    ]);
  },
};

const PROOFS: Readonly<Record<string, Proof>> = {
  'trying-only': {
    rule: 'RFC 3261 17.2.1, 9.2: 100 and no other response, until a CANCEL brings 487',
    async prove({ ending }) {
      lab = await openLab();
      const call = await lab.call(ending);
      while (!call.lines.includes('< SIP/2.0 100 Trying')) await turn();
      lab.clock.advance(120_000);
      await turn();
      call.out.hangup();
      expect(await call.ended).toEqual({ kind: 'cancelled' });
      expect(call.lines.filter((line) => line.startsWith('<'))).toEqual([
        '< SIP/2.0 100 Trying',
        '< SIP/2.0 200 OK',
        '< SIP/2.0 487 Request Terminated',
      ]);
    },
  },
  'rings-for-ever': {
    rule: 'RFC 3261 9.2: rings, and nothing more until a CANCEL brings 487',
    async prove({ ending }) {
      lab = await openLab();
      const call = await lab.call(ending, {
        onRinging(out) {
          lab.clock.advance(120_000);
          out.hangup();
        },
      });
      expect(await call.ended).toEqual({ kind: 'cancelled' });
      expect(call.lines.filter((line) => line.startsWith('<'))).toEqual([
        '< SIP/2.0 180 Ringing',
        '< SIP/2.0 200 OK',
        '< SIP/2.0 487 Request Terminated',
      ]);
    },
  },
  answer: listens,
  'hangs-up-early': {
    rule: 'RFC 3261 15, RFC 3326 2: BYE of the callee in the midst of the sound, with Q.850;cause=16',
    async prove({ ending }) {
      lab = await openLab();
      lab.hold(1_000);
      const call = await lab.call(ending);
      expect(await call.answered).toBe(true);
      await call.say(sine(450, 0.3));
      void call.say(sine(450, 60));
      lab.clock.advance(1_000);
      expect(await call.ended).toEqual({
        kind: 'hung-up',
        by: 'peer',
        reason: 'Normal call clearing',
        q850: 16,
      });
      const pcm = await recordingOf(call.callId);
      expect(shareAt(pcm, 450)).toBeGreaterThan(0.9);
      expect(secondsOfSine(pcm)).toBeGreaterThan(0.29);
    },
  },
  restricted: refused(403, 'Forbidden', 55),
  'empty-number': refused(404, 'Not Found', 1),
  deaf: {
    rule: 'RFC 3261 17.1.1.2: no response to any of the INVITEs, so that the caller’s timer B ends the call',
    async prove({ ending, name }) {
      lab = await openLab();
      // Timer B is 64·T1: about a second, not 32.
      const transport = await createUdpTransport({ host: '127.0.0.1', port: 0 });
      const hasty = createUserAgent({ transport, timers: { t1: 15 } });
      const call = await lab.call(ending, { from: hasty, callId: 'nobody-hears-this' });
      expect(await call.ended).toEqual({ kind: 'timeout' });
      expect(hasty.stats()).toMatchObject({ received: 0 });
      expect(lab.carrier.calls()).toMatchObject([
        { line: name, callId: 'nobody-hears-this', answered: false },
      ]);
      await hasty.close();
    },
  },
  'no-answer': refused(480, 'Temporarily Unavailable', 19, '180 Ringing'),
  busy: refused(486, 'Busy Here', 17),
  'answers-cancel': {
    rule: 'RFC 3261 9.1: 200 to the INVITE in spite of the CANCEL; the caller has to send ACK and BYE',
    async prove({ ending }) {
      lab = await openLab();
      const call = await lab.call(ending, { onRinging: (out) => out.hangup() });
      expect(await call.ended).toEqual({ kind: 'cancelled' });
      const { call: seen } = await lab.until((event) => event.type === 'ended');
      expect(seen).toMatchObject({ answered: true, end: { kind: 'hung-up', by: 'peer' } });
      while (call.lines.length < 8) await turn();
      expect(call.lines.map((line) => line.split(/ sip:|\/2\.0 /).join(' '))).toEqual([
        expect.stringContaining('> INVITE'),
        '< SIP 180 Ringing',
        expect.stringContaining('> CANCEL'),
        '< SIP 200 OK',
        '< SIP 200 OK',
        expect.stringContaining('> ACK'),
        expect.stringContaining('> BYE'),
        '< SIP 200 OK',
      ]);
    },
  },
  'fails-once': {
    rule: 'voice: 503 for the first call of a number, an answer for the second, and so on; each number for itself',
    async prove({ ending }) {
      lab = await openLab();
      const refusal = { kind: 'rejected', status: 503, reason: 'Service Unavailable' };
      const dial = (user: string) => lab.call(ending, { user: `${user}${ending}` });
      expect(await (await dial('1380000')).ended).toEqual(refusal);
      expect(await (await dial('1390000')).ended).toEqual(refusal);
      const second = await dial('1380000');
      expect(await second.answered).toBe(true);
      second.out.hangup();
      expect(await (await dial('1380000')).ended).toEqual(refusal);
    },
  },
  reject: refused(603, 'Decline', 21, '180 Ringing'),
  'loses-every-other-packet': {
    rule: 'RFC 3550 6.4.1: half of the packets are lost, in each direction',
    async prove({ ending }) {
      lab = await openLab();
      const call = await lab.call(ending);
      expect(await call.answered).toBe(true);
      await call.say(sine(450, 0.6));
      // The called line's greeting of 21 packets: 11 come.
      while (lab.media.stats().received < 11) await turn();
      call.out.hangup();
      await call.ended;
      const pcm = await recordingOf(call.callId);
      expect(secondsOfSine(pcm)).toBeCloseTo(0.3, 2);
      expect(call.session.close()).toMatchObject({ received: 11, lost: 10 });
    },
  },
  'loses-all-packets': {
    rule: 'voice: an answered call without RTP either way; what was heard is a WAV without a sample',
    async prove({ ending }) {
      lab = await openLab();
      const call = await lab.call(ending);
      expect(await call.answered).toBe(true);
      await call.say(sine(450, 0.6));
      call.out.hangup();
      await call.ended;
      expect(await recordingOf(call.callId)).toHaveLength(0);
      expect(call.session.close()).toMatchObject({ sent: 30, received: 0 });
    },
  },
  ...Object.fromEntries([...'0123456789'].map((key) => [`key-${key}`, pressed(key)])),
  'key-star': pressed('*'),
  'key-hash': pressed('#'),
  'keys-in-sequence': pressed('1234#'),
  'keys-after-prompts': afterPrompts(['1', '2', '3']),
  'keys-through-a-flow': afterPrompts(['1', '42#', '1', '9']),
  'yes-after-prompts': afterPrompts(['1', '1']),
  'empty-number-announced': announced('empty-number', 404, 'Not Found', 1),
  'switched-off': announced('switched-off', 480, 'Temporarily Unavailable', 20),
  'out-of-service': announced('out-of-service', 502, 'Bad Gateway', 27),
  'network-busy': refused(503, 'Service Unavailable', 34),
};

describe('what each number does', () => {
  for (const row of NUMBER_PLAN) {
    const proof = PROOFS[row.name];
    test(`${proof?.rule ?? 'a row without a proof'} (…${row.ending})`, async () => {
      if (proof === undefined) throw new Error(`the row ${row.name} has no proof`);
      await proof.prove(row);
      expect(lab.log).toEqual([]);
    });
  }

  test('voice: any other number answers and listens', () =>
    listens.prove({ ending: '7391', ...OTHER_NUMBERS }));

  test('voice: 100 comes first, then 180, then 200, on the clock of the day', async () => {
    lab = await openLab({ clocks: {} });
    const call = await lab.call('0200');
    expect(await call.answered).toBe(true);
    expect(call.lines.slice(1, 4)).toEqual([
      '< SIP/2.0 100 Trying',
      '< SIP/2.0 180 Ringing',
      '< SIP/2.0 200 OK',
    ]);
    call.out.hangup();
    await call.ended;
  });
});

describe('the number plan', () => {
  test('voice: four digits an ending, and no two rows share an ending or a name', () => {
    expect(NUMBER_PLAN.every((row) => /^\d{4}$/.test(row.ending))).toBe(true);
    expect(new Set(NUMBER_PLAN.map((row) => row.ending)).size).toBe(NUMBER_PLAN.length);
    expect(new Set(NUMBER_PLAN.map((row) => row.name)).size).toBe(NUMBER_PLAN.length);
    expect(Object.keys(PROOFS).sort()).toEqual(NUMBER_PLAN.map((row) => row.name).sort());
  });

  test('voice: the numbers of the demo do what the demo says', () => {
    expect(lineOf('+8613800000200').name).toBe('answer');
    expect(lineOf('+8613800000486').name).toBe('busy');
    expect(lineOf('+8613800000480').name).toBe('no-answer');
    expect(lineOf('+8613800000603').name).toBe('reject');
  });

  test.each([
    ['+8613800000486', 'busy'],
    ['13800000486', 'busy'],
    ['0486', 'busy'],
    ['486', 'answer'],
    ['48613800000', 'answer'],
    ['', 'answer'],
    ['anna', 'answer'],
  ])('voice: the last four digits of %j choose %s', (number, name) => {
    expect(lineOf(number).name).toBe(name);
  });
});
