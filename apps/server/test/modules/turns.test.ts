import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Carrier, shareOut, type WaitingGroup } from '../../src/modules/messages/index.ts';

const group = (accountId: string, due: number, change: Partial<WaitingGroup> = {}): WaitingGroup => ({
  lane: 1,
  route: 'r',
  accountId,
  due,
  since: 0,
  ...change,
});
const carrier = (codes: number, others = codes, routes?: string[]): Carrier => ({
  free: { 1: codes, 2: others },
  carries: (route) => routes?.includes(route) ?? true,
});
const NOBODY = { 1: '', 2: '' };

/** `a 2`: account and how many. */
const told = (result: ReturnType<typeof shareOut>) =>
  result.shares.map(({ waiting, count }) => `${waiting.accountId} ${count}`);

describe('whose turn it is', () => {
  test('rules: one message each, whatever one of them has waiting', () => {
    const result = shareOut([group('a', 100_000), group('b', 1), group('c', 2)], [carrier(6)], 6, NOBODY);
    expect(told(result)).toEqual(['a 3', 'b 1', 'c 2']);
  });

  test('rules: the account behind the one served last begins, so that with one place at a time all get theirs', () => {
    const waiting = ['a', 'b', 'c'].map((accountId) => group(accountId, 100));
    const order: string[] = [];
    let last: Record<1 | 2, string> = NOBODY;
    for (let turn = 0; turn < 7; turn++) {
      const result = shareOut(waiting, [carrier(1)], 10, last);
      ({ last } = result);
      order.push(...told(result));
    }
    expect(order).toEqual(['a 1', 'b 1', 'c 1', 'a 1', 'b 1', 'c 1', 'a 1']);
  });

  test('rules: an account that is away loses no turn of the others', () => {
    const { last } = shareOut([group('b', 1)], [carrier(1)], 1, NOBODY);
    expect(told(shareOut([group('a', 5), group('c', 5)], [carrier(1)], 1, last))).toEqual(['c 1']);
  });

  test('rules: codes go first, and what is no code leaves places for them', () => {
    const waiting = [group('task', 100_000, { lane: 2 }), group('shop', 1)];
    expect(told(shareOut(waiting, [carrier(10, 8)], 100, NOBODY))).toEqual(['shop 1', 'task 7']);
    expect(told(shareOut(waiting, [carrier(2, 0)], 100, NOBODY))).toEqual(['shop 1']);
  });

  test('rules: a lane’s turns are its own', () => {
    const waiting = ['a', 'b'].flatMap((id) => [group(id, 9), group(id, 9, { lane: 2, route: 's' })]);
    const { last } = shareOut(waiting, [carrier(1)], 1, { 1: 'a', 2: '' });
    expect(last).toEqual({ 1: 'b', 2: '' });
  });

  test('rules: what no trunk with a place carries holds up nobody, its own account included', () => {
    const abroad = group('a', 1000, { route: 'US', since: -5 });
    const waiting = [abroad, group('a', 2, { route: 'CN' }), group('b', 1, { route: 'CN' })];
    expect(told(shareOut(waiting, [carrier(0), carrier(9, 9, ['CN'])], 9, NOBODY))).toEqual(['a 2', 'b 1']);
  });

  test('rules: of one account, the route goes first whose message is due longest', () => {
    const waiting = [group('a', 1, { route: 'y', since: 2 }), group('a', 1, { route: 'x', since: 1 })];
    const { shares } = shareOut(waiting, [carrier(1)], 1, NOBODY);
    expect(shares.map(({ waiting: one }) => one.route)).toEqual(['x']);
  });

  test('rules: nobody gets more than a message more than another who still waits, and no place is left unused', () => {
    const groups = fc.uniqueArray(fc.record({ name: fc.nat(8), due: fc.integer({ min: 1, max: 30 }) }), {
      selector: ({ name }) => name,
      minLength: 1,
    });
    fc.assert(
      fc.property(groups, fc.nat(60), fc.nat(60), fc.nat(9), (accounts, free, limit, last) => {
        const waiting = accounts.map(({ name, due }) => group(`${name}`, due));
        const { shares } = shareOut(waiting, [carrier(free)], limit, { 1: `${last}`, 2: '' });
        const given = new Map(shares.map(({ waiting: { accountId }, count }) => [accountId, count]));
        const sum = shares.reduce((total, { count }) => total + count, 0);
        const due = waiting.reduce((total, one) => total + one.due, 0);
        expect(sum).toBe(Math.min(free, limit, due));
        for (const one of waiting) {
          const mine = given.get(one.accountId) ?? 0;
          expect(mine).toBeLessThanOrEqual(one.due);
          if (mine === one.due) continue;
          for (const count of given.values()) expect(count).toBeLessThanOrEqual(mine + 1);
        }
      }),
    );
  });
});
