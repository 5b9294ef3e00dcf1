import { HeraldError } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessageSubmitter, type Submission } from '../../../src/flow/messages/submit-message.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { balanceOf, CASH, HELD, packageAccount, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { CODE_TEMPLATE, DAY_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Names of the refusals; 'accepted' for what was taken. */
async function outcomes(submissions: Submission[]): Promise<string[]> {
  const settled = await Promise.allSettled(
    submissions.map((submission) => world.submitter.submit(submission)),
  );
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'accepted';
    if (one.reason instanceof HeraldError) return one.reason.name;
    throw one.reason;
  });
}

const count = (list: string[], what: string) => list.filter((one) => one === what).length;

describe('acceptance', () => {
  test('product: an accepted message is in messages, in the queue and in the ledger from one commit on', async () => {
    const accountId = await world.account({ cash: 10_000n });
    const { sessionNo } = await world.submitter.submit(world.submission(accountId));
    const [row] = await world.sql<{ messages: number; queued: number; reserved: bigint }[]>`
      SELECT (SELECT count(*)::int FROM messages WHERE session_no = ${sessionNo}) AS messages,
        (SELECT count(*)::int FROM queue WHERE session_no = ${sessionNo} AND state = 'queued') AS queued,
        (SELECT amount FROM ledger_transfers WHERE id = ${sessionNo} AND kind = 'reserve') AS reserved`;
    expect(row).toEqual({ messages: 1, queued: 1, reserved: 1000n });
    expect(await balanceOf(world.sql, accountId, HELD)).toBe(1000n);
  });

  test('4.3.1 the called number and the spoken text are unreadable in the database', async () => {
    const accountId = await world.account({ cash: 10_000n });
    const submission = world.submission(accountId, { values: ['SECRET'] });
    const { sessionNo } = await world.submitter.submit(submission);
    const [row] = await world.sql<{ text: string }[]>`
      SELECT m::text || encode(m.callee_sealed, 'escape') || encode(m.script_sealed, 'escape') AS text
      FROM messages m WHERE session_no = ${sessionNo}`;
    expect(row?.text).not.toContain('SECRET');
    expect(row?.text).not.toContain(submission.calledNumber.slice(1));
  });

  test('2.1 a message without the capability is refused', async () => {
    const accountId = await world.account({ cash: 10_000n });
    await world.sql`DELETE FROM capabilities WHERE account_id = ${accountId} AND capability = 'verification-code'`;
    expect(await outcomes([world.submission(accountId)])).toEqual(['CAPABILITY_MISSING']);
  });

  test('4.2.7 b only an approved template of the account itself may be spoken', async () => {
    const [mine, other] = [await world.account({ cash: 10_000n }), await world.account({ cash: 10_000n })];
    await world.sql`UPDATE templates SET template_id = 'only-theirs' WHERE account_id = ${other} AND template_id = ${CODE_TEMPLATE}`;
    expect(await outcomes([world.submission(mine, { templateId: 'only-theirs' })])).toEqual([
      'TEMPLATE_NOT_FOUND',
    ]);
    for (const status of [0, 1, 3, 4]) {
      await world.sql`UPDATE templates SET status = ${status} WHERE account_id = ${mine} AND template_id = ${CODE_TEMPLATE}`;
      expect(await outcomes([world.submission(mine)])).toEqual(['TEMPLATE_NOT_APPROVED']);
    }
  });

  test('4.3.2 a callee who refused this customer, or everybody, is refused at acceptance', async () => {
    const [first, second] = [await world.account({ cash: 10_000n }), await world.account({ cash: 10_000n })];
    const at = new Date(world.clock.now());
    const [one, all] = [world.freshNumber(), world.freshNumber()];
    await refuse(world.sql, { accountId: first, calleeKey: world.vault.key(one), source: 'test', at });
    await refuse(world.sql, { accountId: '', calleeKey: world.vault.key(all), source: 'test', at });
    expect(
      await outcomes([
        world.submission(first, { calledNumber: one }),
        world.submission(second, { calledNumber: one }),
        world.submission(first, { calledNumber: all }),
        world.submission(second, { calledNumber: all }),
      ]),
    ).toEqual(['CALLEE_REFUSES', 'accepted', 'CALLEE_REFUSES', 'CALLEE_REFUSES']);
  });

  test('5.2 a suspended account sends nothing', async () => {
    const accountId = await world.account({ cash: 10_000n });
    await world.sql`UPDATE accounts SET status = 'suspended' WHERE account_id = ${accountId}`;
    expect(await outcomes([world.submission(accountId)])).toEqual(['ACCOUNT_SUSPENDED']);
  });

  test('api: a project of another account is unknown', async () => {
    const [mine, other] = [await world.account({ cash: 10_000n }), await world.account({})];
    expect(
      await outcomes([
        world.submission(mine, { projectId: `${other}-project` }),
        world.submission(mine, { projectId: `${mine}-project` }),
      ]),
    ).toEqual(['PROJECT_UNKNOWN', 'accepted']);
  });
});

describe('frequency', () => {
  test('rules: one code a minute to one callee: of 40 at once, from two nodes, exactly one is accepted', async () => {
    const accountId = await world.account({ codes: 100n });
    const otherNode = createMessageSubmitter(world);
    const calledNumber = world.freshNumber();
    const tries = Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? world.submitter : otherNode).submit(world.submission(accountId, { calledNumber })),
    );
    const settled = await Promise.allSettled(tries);
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    otherNode.stop();
  });

  test('rules: 5 an hour and 20 in 24 hours; codes and notices are counted apart', async () => {
    const accountId = await world.account({ cash: 10_000_000n });
    const calledNumber = world.freshNumber();
    const start = world.clock.now();
    const taken: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      world.clock.set(start + minute * 60_000);
      const [result] = await outcomes([world.submission(accountId, { calledNumber })]);
      if (result === 'accepted') taken.push(minute);
      else expect(result).toBe('FREQUENCY_EXCEEDED');
    }
    expect(taken).toHaveLength(20);
    expect(taken.filter((minute) => minute < 60)).toHaveLength(5);
    expect(
      await outcomes([world.submission(accountId, { calledNumber, templateId: NOTICE_TEMPLATE })]),
    ).toEqual(['accepted']);
    world.clock.set(start);
  });
});

describe('neighbours', () => {
  test('product: one submission that no database takes does not take its batch with it', async () => {
    const accountId = await world.account({ codes: 100n });
    const all = Array.from({ length: 30 }, (_, index) =>
      world.submitter.submit(world.submission(accountId, index === 11 ? { userId: 'a\0b' } : {})),
    );
    const settled = await Promise.allSettled(all);
    expect(settled.flatMap((one, index) => (one.status === 'rejected' ? [index] : []))).toEqual([11]);
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(71n);
  });

  test('3.6 a database that goes away takes no money and leaves no half: what was answered is there, all else is not', async () => {
    const accountId = await world.account({ codes: 200n });
    const send = () => world.submitter.submit(world.submission(accountId));
    const before = Promise.allSettled(Array.from({ length: 100 }, send));
    const outage = await world.outage();
    const [during] = await Promise.allSettled([send()]);
    const settled = await before;
    await outage.back();
    await expect.poll(() => world.sql`SELECT 1`.catch(() => []), { timeout: 20_000 }).toHaveLength(1);
    const accepted = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.sessionNo] : []));
    const stored = await world.sql<{ session: string }[]>`
      SELECT session_no AS session FROM messages WHERE account_id = ${accountId}`;
    const queued = await world.sql`SELECT 1 FROM queue WHERE account_id = ${accountId}`;
    expect(stored.map((row) => row.session)).toEqual(expect.arrayContaining(accepted));
    expect(queued).toHaveLength(stored.length);
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(200n - BigInt(stored.length));
    expect(during.status).toBe('rejected');
  });
});

describe('money', () => {
  test('3.6 at 64 sends at once the balance pays for what it covers and never goes below zero', async () => {
    const accountId = await world.account({ cash: 10_500n }); // ten codes of 1000
    const results = await outcomes(Array.from({ length: 64 }, () => world.submission(accountId)));
    expect(count(results, 'accepted')).toBe(10);
    expect(count(results, 'FUNDS_INSUFFICIENT')).toBe(54);
    expect(await balanceOf(world.sql, accountId, CASH)).toBe(500n);
    expect(await balanceOf(world.sql, accountId, HELD)).toBe(10_000n);
  });

  test('3.6 a package is used before the balance, and only for its own kind', async () => {
    const accountId = await world.account({ cash: 5_000n, codes: 1n });
    await world.submitter.submit(world.submission(accountId));
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(0n);
    expect(await balanceOf(world.sql, accountId, CASH)).toBe(5_000n);
    await world.submitter.submit(world.submission(accountId));
    await world.submitter.submit(world.submission(accountId, { templateId: NOTICE_TEMPLATE }));
    expect(await balanceOf(world.sql, accountId, CASH)).toBe(5_000n - 1000n - 1200n);
  });

  test('3.6 an expired package pays for nothing', async () => {
    const accountId = await world.account({ codes: 10n });
    await world.sql`UPDATE packages SET expires_at = ${new Date(world.clock.now())} WHERE account_id = ${accountId}`;
    expect(await outcomes([world.submission(accountId)])).toEqual(['FUNDS_INSUFFICIENT']);
  });

  test('3.4 the ledger sums to zero and every balance is the sum of its transfers', async () => {
    expect(await verifyLedger(world.sql)).toEqual([]);
    await world.sql`UPDATE ledger_accounts SET credits = credits + 1 WHERE ledger_account = 'cash' AND account_id = 'a0'`;
    expect(await verifyLedger(world.sql)).not.toEqual([]);
    await world.sql`UPDATE ledger_accounts SET credits = credits - 1 WHERE ledger_account = 'cash' AND account_id = 'a0'`;
  });
});

describe('ClientToken', () => {
  test('api: the same token and parameters give the first answer, at once or later, and one message', async () => {
    const accountId = await world.account({ codes: 10n });
    const submission = world.submission(accountId, { clientToken: 'token-1' });
    const answers = await Promise.all([1, 2, 3].map(() => world.submitter.submit({ ...submission })));
    const later = await world.submitter.submit({ ...submission, reqUuid: 'another request' });
    expect(new Set([...answers, later].map((answer) => answer.sessionNo)).size).toBe(1);
    expect(later.reqUuid).toBe(submission.reqUuid);
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(9n);
  });

  test('api: the same token on two nodes at once, also when the first one pays with the last unit', async () => {
    const accountId = await world.account({ codes: 1n });
    const otherNode = createMessageSubmitter(world);
    const submission = world.submission(accountId, { clientToken: 'token-3' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? world.submitter : otherNode).submit({ ...submission, reqUuid: `request ${index}` }),
      ),
    );
    otherNode.stop();
    expect(new Set(answers.map((answer) => answer.sessionNo)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.reqUuid)).size).toBe(1);
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(0n);
  });

  test('api: a send that was refused leaves its token free', async () => {
    const accountId = await world.account({});
    const submission = world.submission(accountId, { clientToken: 'token-4' });
    expect(await outcomes([submission])).toEqual(['FUNDS_INSUFFICIENT']);
    await world.sql`UPDATE accounts SET status = 'suspended' WHERE account_id = ${accountId}`;
    expect(await outcomes([submission])).toEqual(['ACCOUNT_SUSPENDED']); // judged anew
  });

  test('api: the same token with other parameters is refused; after 24 hours it is free again', async () => {
    const accountId = await world.account({ codes: 10n });
    await world.submitter.submit(world.submission(accountId, { clientToken: 'token-2' }));
    expect(await outcomes([world.submission(accountId, { clientToken: 'token-2' })])).toEqual([
      'CLIENT_TOKEN_REUSED',
    ]);
    const start = world.clock.now();
    world.clock.set(start + 86_400_001);
    expect(await outcomes([world.submission(accountId, { clientToken: 'token-2' })])).toEqual(['accepted']);
    world.clock.set(start);
  });

  test('api: another account may use the same token', async () => {
    const [first, second] = [await world.account({ codes: 1n }), await world.account({ codes: 1n })];
    expect(
      await outcomes([
        world.submission(first, { clientToken: 'shared' }),
        world.submission(second, { clientToken: 'shared' }),
      ]),
    ).toEqual(['accepted', 'accepted']);
  });
});

describe('window', () => {
  const atBeijing = (hour: number, minute = 0) => Date.UTC(2026, 2, 10, hour - 8, minute);

  test('rules: 8:00–20:00 at the callee: refused outside, unless the sender has it held until it opens', async () => {
    const accountId = await world.account({ cash: 100_000n });
    const start = world.clock.now();
    const day = (change: Partial<Submission> = {}) =>
      world.submission(accountId, { templateId: DAY_TEMPLATE, ...change });
    world.clock.set(atBeijing(20));
    expect(await outcomes([day()])).toEqual(['OUT_OF_WINDOW']);
    const { sessionNo } = await world.submitter.submit(day({ holdForWindow: true }));
    const [held] = await world.sql<{ due: Date; expires: Date }[]>`
      SELECT due_at AS due, expires_at AS expires FROM queue WHERE session_no = ${sessionNo}`;
    expect(held?.due.getTime()).toBe(atBeijing(32)); // 8:00 tomorrow
    expect(held?.expires.getTime()).toBe(atBeijing(44)); // 20:00 tomorrow
    world.clock.set(atBeijing(19, 59));
    expect(await outcomes([day()])).toEqual(['accepted']);
    world.clock.set(start);
  });
});

describe('DryRun', () => {
  test('product: tells every verdict and the cost, and leaves nothing behind', async () => {
    const accountId = await world.account({ cash: 10_000n });
    const before = await snapshot();
    const judgement = await world.submitter.dryRun(world.submission(accountId));
    expect(judgement.admitted?.funding.reserved).toBe(1000n);
    expect(judgement.verdicts.every((verdict) => verdict.verdict === 'pass')).toBe(true);
    const refused = await world.submitter.dryRun(
      world.submission(accountId, { values: ['TOO-LONG-1'], calledNumber: '+123' }),
    );
    expect(refused.verdicts.filter((v) => v.verdict === 'refuse').map((v) => v.rule)).toEqual([
      'called-number',
      'values',
    ]);
    expect(await snapshot()).toEqual(before);
  });

  async function snapshot(): Promise<unknown> {
    const [row] = await world.sql`
      SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM queue) AS queued,
        (SELECT count(*) FROM ledger_transfers) AS transfers,
        (SELECT sum(debits + credits) FROM ledger_accounts) AS moved`;
    return { ...row };
  }
});

test('rules: how often a callee may be rung is what the operator has set, by purpose', async () => {
  const accountId = await world.account({ cash: 1_000_000n, codes: 10n });
  const frequency = { 1: [{ count: 2, spanMs: 60_000 }], 2: [{ count: 1, spanMs: 60_000 }] };
  const set = createMessageSubmitter({ ...world, frequency });
  const calledNumber = world.freshNumber();
  const ring = (templateId: string) =>
    set.submit(world.submission(accountId, { calledNumber, templateId })).then(
      () => 'accepted',
      (error: HeraldError) => error.name,
    );
  expect(await ring(CODE_TEMPLATE)).toBe('accepted');
  expect(await ring(CODE_TEMPLATE)).toBe('accepted');
  expect(await ring(CODE_TEMPLATE)).toBe('FREQUENCY_EXCEEDED');
  expect(await ring(NOTICE_TEMPLATE)).toBe('accepted');
  expect(await ring(NOTICE_TEMPLATE)).toBe('FREQUENCY_EXCEEDED');
  set.stop();
});

test('rules: a full queue refuses with a retry, and takes messages again when there is room', async () => {
  const accountId = await world.account({ codes: 10n });
  const small = createMessageSubmitter({ ...world, limits: { ...world.limits, queuedMessages: 1 } });
  world.clock.advance(0); // the first count of the queue
  await expect
    .poll(() =>
      small.submit(world.submission(accountId)).then(
        () => 'accepted',
        (error: HeraldError) => error.name,
      ),
    )
    .toBe('QUEUE_FULL');
  small.stop();
});
