import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeTrunk, type TrunkFacts } from '../../src/modules/carriers/index.ts';

const NONE = { calls: 0, answered: 0, faults: 0 };
const NOW = 1_000_000_000;
const facts = (change: Partial<TrunkFacts>): TrunkFacts => ({
  health: 'up',
  reason: '',
  since: NOW,
  relapses: 0,
  trial: NONE,
  probes: { up: 0, down: 0 },
  recent: NONE,
  leastAnswered: 0,
  ...change,
});
const sick = (change: Partial<TrunkFacts>) => facts({ health: 'sick', reason: 'faults', ...change });
const trial = (change: Partial<TrunkFacts>) => facts({ health: 'trial', reason: 'faults', ...change });
const counts = (calls: number, answered: number, faults: number) => ({ calls, answered, faults });

describe('the health of a trunk', () => {
  test.each<[string, TrunkFacts, string | undefined]>([
    ['nothing is known of it', facts({}), undefined],
    ['one node of two hears it', facts({ probes: { up: 1, down: 1 } }), undefined],
    ['no node hears it', facts({ probes: { up: 0, down: 2 } }), 'sick silent'],
    ['four calls failed, and no other was made', facts({ recent: counts(4, 0, 4) }), undefined],
    ['five calls failed, and no other was made', facts({ recent: counts(5, 0, 5) }), 'sick faults'],
    ['nine of nineteen and one more', facts({ recent: counts(19, 9, 10) }), undefined],
    ['half of twenty failed', facts({ recent: counts(20, 10, 10) }), 'sick faults'],
    ['nobody answers, and any share will do', facts({ recent: counts(500, 0, 0) }), undefined],
    ['too few answer', facts({ leastAnswered: 10, recent: counts(50, 4, 0) }), 'sick unanswered'],
    ['enough answer', facts({ leastAnswered: 10, recent: counts(50, 5, 0) }), undefined],
    ['too few calls to tell', facts({ leastAnswered: 10, recent: counts(49, 0, 0) }), undefined],
    ['sick, and rests', sick({ since: NOW - 29_999 }), undefined],
    ['sick, and has rested', sick({ since: NOW - 30_000 }), 'trial faults'],
    ['twice as long after a relapse', sick({ since: NOW - 59_999, relapses: 1 }), undefined],
    ['twice as long, and then', sick({ since: NOW - 60_000, relapses: 1 }), 'trial faults'],
    ['a quarter of an hour at most', sick({ since: NOW - 15 * 60_000, relapses: 90 }), 'trial faults'],
    ['silent still', sick({ reason: 'silent', since: 0, probes: { up: 0, down: 1 } }), undefined],
    ['heard again', sick({ reason: 'silent', probes: { up: 1, down: 1 } }), 'trial silent'],
    ['rested, but not heard', sick({ since: 0, probes: { up: 0, down: 1 } }), undefined],
    ['on trial, two calls are well', trial({ trial: counts(2, 1, 0) }), undefined],
    ['on trial, three calls are well', trial({ trial: counts(3, 0, 0) }), 'up '],
    ['on trial, one call fails', trial({ trial: counts(3, 2, 1) }), 'sick faults'],
    ['on trial, and silent', trial({ probes: { up: 0, down: 1 } }), 'sick silent'],
    [
      'on trial for answers, none yet',
      trial({ reason: 'unanswered', leastAnswered: 5, trial: counts(3, 0, 0) }),
      undefined,
    ],
    [
      'on trial for answers, one',
      trial({ reason: 'unanswered', leastAnswered: 5, trial: counts(3, 1, 0) }),
      'up ',
    ],
    [
      'on trial for answers, ten without',
      trial({ reason: 'unanswered', leastAnswered: 5, trial: counts(10, 0, 0) }),
      'sick unanswered',
    ],
  ])('voice: %s', (_what, given, expected) => {
    const change = judgeTrunk(given, NOW);
    expect(change && `${change.to} ${change.reason}`).toBe(expected);
  });

  test('voice: it never goes from sick to up without a trial, nor changes into what it is', () => {
    const count = fc.record({ calls: fc.nat(100), answered: fc.nat(100), faults: fc.nat(100) });
    const any = fc.record({
      health: fc.constantFrom('up', 'sick', 'trial'),
      reason: fc.constantFrom('', 'silent', 'faults', 'unanswered'),
      since: fc.integer({ min: 0, max: NOW }),
      relapses: fc.nat(2000),
      trial: count,
      recent: count,
      probes: fc.record({ up: fc.nat(3), down: fc.nat(3) }),
      leastAnswered: fc.nat(100),
    }) as fc.Arbitrary<TrunkFacts>;
    fc.assert(
      fc.property(any, (given) => {
        const to = judgeTrunk(given, NOW)?.to;
        expect(to).not.toBe(given.health);
        if (given.health === 'sick') expect(to).not.toBe('up');
        if (given.health === 'up') expect(to).not.toBe('trial');
      }),
    );
  });
});
