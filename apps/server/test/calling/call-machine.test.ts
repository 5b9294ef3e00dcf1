import type { CallEnd } from '@herald/sip';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CallEffect,
  type CallInput,
  type CallState,
  type CallTerms,
  DIALLING,
  stepCall,
} from '../../src/calling/call-machine.ts';
import { causeOfEnd, describeCause } from '../../src/calling/cause.ts';

const TERMS: CallTerms = { plays: 2, pauseMs: 1000, maxTalkMs: 60_000 };
const OURS: CallEnd = { kind: 'hung-up', by: 'us' };

/** Feeds inputs one second apart, from second 0 on; every effect in order, as short words. */
function run(inputs: readonly CallInput[], terms = TERMS): { state: CallState; words: string[] } {
  let state = DIALLING;
  const words: string[] = [];
  for (const [second, input] of inputs.entries()) {
    const step = stepCall(state, input, terms, second * 1000);
    state = step.state;
    words.push(...step.effects.map(word));
  }
  return { state, words };
}

function word(effect: CallEffect): string {
  if (effect.do === 'tell') return [effect.state, effect.detail].filter(Boolean).join(' ');
  if (effect.do === 'start') return `start ${effect.timer} ${effect.afterMs}`;
  if (effect.do === 'hang-up') return `hang-up ${effect.reason.q850 ?? effect.reason.sip}`;
  return effect.do;
}

const progress = (status: number): CallInput => ({ type: 'progress', status });
const gap: CallInput = { type: 'timer', timer: 'gap' };
const talk: CallInput = { type: 'timer', timer: 'talk' };
const answer: CallInput = { type: 'answer' };
const playOver: CallInput = { type: 'play-over' };

describe('what a call does next', () => {
  test('voice: ring, answer, play, pause, play, tail, BYE', () => {
    const { state, words } = run([
      progress(180),
      answer,
      playOver,
      gap,
      playOver,
      gap,
      { type: 'ended', end: OURS },
    ]);
    expect(words).toEqual([
      'ringing',
      'answered',
      'start talk 60000',
      'playing 1',
      'play',
      'played 1',
      'start gap 1000',
      'playing 2',
      'play',
      'played 2',
      'start gap 200',
      'hang-up 16',
      'finish',
    ]);
    expect(state).toMatchObject({
      phase: 'over',
      ringingAt: 0,
      answeredAt: 1000,
      endedAt: 6000,
      playsCompleted: 2,
      endedBy: 'us',
    });
  });

  test('RFC 3261 13.3.1.1 the first of 180 to 183 dates the ringing; each kind is told once, others not at all', () => {
    const { state, words } = run([199, 184, 183, 181, 180, 182, 183, 180].map(progress));
    expect(words).toEqual(['early-media', 'ringing']);
    expect(state.ringingAt).toBe(2000);
  });

  test('rule: what happened before the answer is not told after it', () => {
    expect(run([answer, progress(180), progress(183), answer]).words).toEqual([
      'answered',
      'start talk 60000',
      'playing 1',
      'play',
    ]);
  });

  test('RFC 4733 a key counts once the call is answered', () => {
    const { state } = run([{ type: 'digit', digit: '1' }, answer, { type: 'digit', digit: '#' }]);
    expect(state.digits).toBe('#');
  });

  test('voice: the longest talk ends it in any phase', () => {
    for (const before of [[], [playOver], [playOver, gap], [playOver, gap, playOver]]) {
      expect(run([answer, ...before, talk]).words.at(-1)).toBe('hang-up 16');
    }
  });

  test('rule: whatever comes in whatever order, a call says nothing before its answer and ends once', () => {
    const end = fc.oneof(
      fc.constant<CallEnd>(OURS),
      fc.constant<CallEnd>({ kind: 'hung-up', by: 'peer' }),
      fc.constant<CallEnd>({ kind: 'no-answer' }),
      fc.constant<CallEnd>({ kind: 'rejected', status: 486, reason: 'Busy Here' }),
    );
    const input: fc.Arbitrary<CallInput> = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 101, max: 199 }).map(progress) },
      { weight: 3, arbitrary: fc.constant(playOver) },
      { weight: 3, arbitrary: fc.constantFrom(gap, talk) },
      { weight: 3, arbitrary: fc.constant<CallInput>({ type: 'digit', digit: '5' }) },
      { weight: 2, arbitrary: fc.constant(answer) },
      { weight: 1, arbitrary: fc.constant<CallInput>({ type: 'unusable-answer', detail: 'odd' }) },
      { weight: 1, arbitrary: fc.constant<CallInput>({ type: 'hangup' }) },
      { weight: 1, arbitrary: end.map((how): CallInput => ({ type: 'ended', end: how })) },
    );
    const terms = fc.record({
      plays: fc.integer({ min: 1, max: 3 }),
      pauseMs: fc.constantFrom(0, 500),
      maxTalkMs: fc.constant(60_000),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 120 }), terms, (inputs, given) => {
        let state = DIALLING;
        let answered = false;
        let finished = 0;
        for (const [at, each] of inputs.entries()) {
          const over = state.phase === 'over';
          const { state: next, effects } = stepCall(state, each, given, at);
          answered ||= each.type === 'answer';
          for (const [place, effect] of effects.entries()) {
            expect(over).toBe(false);
            if (effect.do === 'play') expect(answered).toBe(true);
            if (effect.do === 'hang-up' || effect.do === 'finish') expect(place).toBe(effects.length - 1);
            if (effect.do === 'finish') finished++;
          }
          expect(next.playsCompleted).toBeLessThanOrEqual(given.plays);
          expect(next.digits.length).toBeLessThanOrEqual(64);
          expect(next.endedBy !== undefined).toBe(next.cause?.kind === 'answered');
          state = next;
        }
        expect(finished).toBe(state.phase === 'over' ? 1 : 0);
      }),
    );
  });
});

describe('why a call ended', () => {
  test.each<[CallEnd, string]>([
    [{ kind: 'rejected', status: 486, reason: 'Busy Here', q850: 17 }, '486 Busy Here (Q.850 17)'],
    [{ kind: 'rejected', status: 404, reason: 'Not Found' }, '404 Not Found'],
    [{ kind: 'no-answer' }, 'no-answer'],
    [{ kind: 'timeout' }, 'timeout'],
    [{ kind: 'transport-error', message: 'EHOSTUNREACH' }, 'transport-error: EHOSTUNREACH'],
    [{ kind: 'cancelled' }, 'cancelled'],
    [{ kind: 'hung-up', by: 'peer', q850: 31 }, 'answered'],
  ])('RFC 3326 %o is told as %s', (end, words) => {
    expect(describeCause(causeOfEnd(end))).toBe(words);
  });

  test('rule: an answer that could not be used stays bad-media, however the call is ended then', () => {
    const { state, words } = run([
      { type: 'unusable-answer', detail: 'no audio' },
      { type: 'ended', end: OURS },
    ]);
    expect(words).toEqual(['hang-up 488', 'finish']);
    expect(state.cause).toEqual({ kind: 'bad-media', detail: 'no audio' });
    expect(state.endedBy).toBeUndefined();
  });
});
