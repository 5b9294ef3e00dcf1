import { HeraldError, type RetCodeName } from '@herald/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepAgreement } from '../../../src/flow/agreement/keep-agreement.ts';
import { endMessagesOfEnded } from '../../../src/flow/messages/end-messages-of-ended.ts';
import { agreementHandlers } from '../../../src/gateway/handlers/agreements.ts';
import { createAccount } from '../../../src/modules/accounts/index.ts';
import { balanceOf, packageAccount } from '../../../src/modules/ledger/index.ts';
import { member, operator, stranger } from '../../support/callers.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const compliance = operator('compliance');

let world: World;
let actions: ReturnType<typeof agreementHandlers>;

// Versions are everybody's: each test has a platform of its own.
beforeEach(async () => {
  world = await openWorld();
  actions = agreementHandlers(world);
});
afterEach(() => world.close());

async function outcome(work: Promise<unknown>): Promise<RetCodeName | 'done'> {
  return work.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof HeraldError) return error.name;
      throw error;
    },
  );
}

const keep = () => keepAgreement(world);
const endWaiting = () => endMessagesOfEnded({ db: world.sql, clock: world.clock, settler: world.settler });
const state = (accountId: string) => actions.QueryUVMSAgreementState(member(accountId), {});
const shown = (Version?: number) => actions.QueryUVMSAgreement(stranger(), Version ? { Version } : {});
const draft = async () => (await actions.ImportUVMSAgreement(compliance, {})).Version;
const refuse = (accountId: string, Version: number) =>
  actions.RefuseUVMSAgreement(member(accountId), { Version, Reason: '不同意新的第 3.7 条' });
const accept = async (accountId: string, version?: number) => {
  const { Version, Hash } = await shown(version);
  return actions.AcceptUVMSAgreement(member(accountId), { Version, Hash });
};
const notices = async (accountId: string) =>
  (
    await world.sql<{ kind: string }[]>`
      SELECT kind FROM notices WHERE account_id = ${accountId} ORDER BY notice_id`
  ).map(({ kind }) => kind);

/** A new version, announced to take effect in a week. */
async function announce(): Promise<number> {
  const Version = await draft();
  await actions.PublishUVMSAgreement(compliance, { Version });
  return Version;
}

/** An account that has never accepted anything, but could send otherwise. */
async function newcomer(): Promise<string> {
  const accountId = await world.account({ codes: 5n });
  await world.sql`UPDATE accounts SET agreement_version = NULL WHERE account_id = ${accountId}`;
  return accountId;
}

describe('accepting', () => {
  test('preamble before acceptance nothing is sent; with it the service is open', async () => {
    const accountId = await newcomer();
    expect(await outcome(world.send(accountId))).toBe('AGREEMENT_NOT_ACCEPTED');
    const trail = await world.submitter.dryRun(world.submission(accountId));
    expect(trail.verdicts.find(({ rule }) => rule === 'agreement')).toMatchObject({ verdict: 'refuse' });
    expect(await state(accountId)).toMatchObject({
      State: 'not-accepted',
      AcceptedVersion: 0,
      CurrentVersion: 1,
    });
    expect(await accept(accountId)).toEqual({ State: 'active' });
    expect(await outcome(world.send(accountId))).toBe('done');
  });

  test('preamble who accepted what, when and from where is kept, and the first word stands', async () => {
    const accountId = await newcomer();
    const { Hash } = await shown();
    await accept(accountId);
    world.clock.advance(DAY);
    await accept(accountId);
    expect(await state(accountId)).toMatchObject({
      How: 'signed',
      Signer: `${accountId}-owner`,
      AcceptTime: TEN_IN_BEIJING,
    });
    const rows = await world.sql`
      SELECT ip, hash FROM agreement_acceptances WHERE account_id = ${accountId}`;
    expect([...rows]).toEqual([{ ip: '203.0.113.7', hash: Hash }]);
  });

  test('preamble another text than the one shown, or another version, is not accepted', async () => {
    const accountId = await newcomer();
    const { Hash } = await shown();
    const as = (Version: number, hash: string) =>
      outcome(actions.AcceptUVMSAgreement(member(accountId), { Version, Hash: hash }));
    expect(await as(1, 'f'.repeat(64))).toBe('AGREEMENT_TEXT_DIFFERS');
    expect(await as(99, Hash)).toBe('AGREEMENT_VERSION_UNKNOWN');
    expect(await as(await draft(), Hash)).toBe('AGREEMENT_NOT_CURRENT');
    expect(await outcome(world.send(accountId))).toBe('AGREEMENT_NOT_ACCEPTED');
  });

  test('preamble what a stranger may read: the version in force and those announced, no drafts', async () => {
    const version = await draft();
    expect((await shown()).Clauses.length).toBeGreaterThan(100);
    expect(await outcome(shown(version))).toBe('AGREEMENT_VERSION_UNKNOWN');
    expect((await actions.ListUVMSAgreementVersions(stranger(), {})).Total).toBe(1);
    await actions.PublishUVMSAgreement(compliance, { Version: version });
    expect(await shown(version)).toMatchObject({
      State: 'coming',
      CurrentVersion: 1,
      ComingVersion: version,
    });
  });
});

describe('a change', () => {
  test('12.3 with less than seven days of notice it is refused; one is coming at a time', async () => {
    const Version = await draft();
    const at = (ms: number) =>
      outcome(actions.PublishUVMSAgreement(compliance, { Version, EffectiveTime: ms / 1000 }));
    expect(await at(TEN_IN_BEIJING + WEEK - 1000)).toBe('AGREEMENT_NOTICE_WRONG');
    expect(await at(TEN_IN_BEIJING + WEEK)).toBe('done');
    expect(await at(TEN_IN_BEIJING + WEEK)).toBe('AGREEMENT_NOT_DRAFT');
    const another = { Version: await draft() };
    expect(await outcome(actions.PublishUVMSAgreement(compliance, another))).toBe('AGREEMENT_ANOTHER_COMING');
  });

  test('12.3 every account under the agreement is told, once, however often the work is done', async () => {
    const accounts = await Promise.all(Array.from({ length: 7 }, () => world.account({})));
    const outside = await newcomer();
    await announce();
    await Promise.all([keep(), keep()]);
    await keep();
    for (const accountId of accounts) expect(await notices(accountId)).toEqual(['agreement.changes']);
    expect(await notices(outside)).toEqual([]);
    const [version] = (await actions.ListUVMSAgreementDrafts(compliance, {})).Versions;
    expect(version?.Told).toBe(true);
  });

  test('12.3 silence accepts when it takes effect, not before, and is recorded as such', async () => {
    const accountId = await world.account({ codes: 5n });
    const version = await announce();
    world.clock.advance(WEEK - 1);
    await keep();
    expect(await state(accountId)).toMatchObject({
      State: 'active',
      AcceptedVersion: 1,
      ComingVersion: version,
    });
    world.clock.advance(1);
    // Between the moment and the record of it the service goes on.
    expect(await outcome(world.send(accountId))).toBe('done');
    await Promise.all([keep(), keep()]);
    await keep();
    expect(await state(accountId)).toMatchObject({
      State: 'active',
      AcceptedVersion: version,
      How: 'silence',
      Signer: '',
      AcceptTime: TEN_IN_BEIJING + WEEK,
      ComingVersion: 0,
    });
    expect(await outcome(world.send(accountId))).toBe('done');
  });

  test('12.3 who signed ahead of its time has signed', async () => {
    const accountId = await world.account({});
    const version = await announce();
    await accept(accountId, version);
    expect(await state(accountId)).toMatchObject({ AcceptedVersion: 1, ComingSigned: true });
    expect(await outcome(refuse(accountId, version))).toBe('AGREEMENT_SIGNED');
    world.clock.advance(WEEK);
    await keep();
    expect(await state(accountId)).toMatchObject({ AcceptedVersion: version, How: 'signed' });
  });

  test('12.3 refused in writing the service goes on until it takes effect, and ends then', async () => {
    const accountId = await world.account({ codes: 5n });
    const version = await announce();
    const { ServiceEndTime } = await refuse(accountId, version);
    expect(ServiceEndTime).toBe(TEN_IN_BEIJING + WEEK);
    expect(await notices(accountId)).toContain('agreement.refused');
    expect(await outcome(refuse(accountId, version))).toBe('AGREEMENT_REFUSED');
    world.clock.set(ServiceEndTime - 1);
    expect(await outcome(world.send(accountId))).toBe('done');
    expect(await state(accountId)).toMatchObject({ State: 'ending', RefusalReason: '不同意新的第 3.7 条' });
    world.clock.set(ServiceEndTime);
    expect(await outcome(world.send(accountId))).toBe('SERVICE_ENDED');
    await keep();
    expect(await state(accountId)).toMatchObject({ State: 'ended', AcceptedVersion: 1, ServiceEndTime });
    expect(await outcome(actions.CancelUVMSAgreementRefusal(member(accountId), {}))).toBe(
      'AGREEMENT_NOTHING_REFUSED',
    );
  });

  test('12.3 the operator reads who refused and why, also what was taken back', async () => {
    const [stays, returns] = [await world.account({}), await world.account({})];
    const version = await announce();
    await refuse(stays, version);
    world.clock.advance(1000);
    await refuse(returns, version);
    world.clock.advance(1000);
    await actions.CancelUVMSAgreementRefusal(member(returns), {});
    const { Total, Refusals } = await actions.ListUVMSAgreementRefusals(compliance, { Version: version });
    expect(Total).toBe(2);
    expect(Refusals).toMatchObject([
      { AccountId: returns, TakenBackTime: TEN_IN_BEIJING + 2000 },
      { AccountId: stays, Reason: '不同意新的第 3.7 条', RefuseTime: TEN_IN_BEIJING, TakenBackTime: 0 },
    ]);
  });

  test('12.3 what waits when the service ends is not dialled: it ends with a receipt, unpaid', async () => {
    const accountId = await world.account({ codes: 5n });
    const other = await world.account({ cash: 100_000n });
    const version = await announce();
    await refuse(accountId, version);
    world.clock.advance(WEEK - 1000);
    const sessionNo = await world.send(accountId);
    const others = await world.send(other, { templateId: NOTICE_TEMPLATE });
    expect(await endWaiting()).toBe(0);
    world.clock.advance(1000);
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'withdrawn', charge: 0n });
    expect(await world.receipt(others)).toBeUndefined();
    expect(await balanceOf(world.sql, accountId, packageAccount('P1'))).toBe(5n);
  });

  test('12.3 a refusal taken back in time is as if it had not been said, and stays on record', async () => {
    const accountId = await world.account({ codes: 5n });
    const version = await announce();
    await refuse(accountId, version);
    world.clock.advance(WEEK - 1);
    await actions.CancelUVMSAgreementRefusal(member(accountId), {});
    world.clock.advance(1);
    await keep();
    expect(await state(accountId)).toMatchObject({
      State: 'active',
      AcceptedVersion: version,
      RefusalReason: '',
    });
    expect(await outcome(world.send(accountId))).toBe('done');
    const rows = await world.sql`
      SELECT taken_back_by FROM agreement_refusals WHERE account_id = ${accountId}`;
    expect([...rows]).toEqual([{ taken_back_by: `${accountId}-owner` }]);
  });

  test('12.3 only what is coming can be refused', async () => {
    const accountId = await world.account({});
    expect(await outcome(refuse(accountId, 1))).toBe('AGREEMENT_NOT_REFUSABLE');
    const version = await announce();
    expect(await outcome(refuse(await newcomer(), version))).toBe('AGREEMENT_NOT_ACCEPTED');
    world.clock.advance(WEEK);
    expect(await outcome(refuse(accountId, version))).toBe('AGREEMENT_NOT_REFUSABLE');
  });

  test('12.3 a service that ended is opened again by accepting what is in force now', async () => {
    const accountId = await world.account({ codes: 5n });
    const version = await announce();
    await refuse(accountId, version);
    world.clock.advance(WEEK);
    await keep();
    await accept(accountId);
    expect(await state(accountId)).toMatchObject({
      State: 'active',
      AcceptedVersion: version,
      How: 'signed',
    });
    expect(await outcome(world.send(accountId))).toBe('done');
    expect(await outcome(refuse(accountId, await announce()))).toBe('done'); // and it may refuse the next one
  });

  test('12.3 called back before it takes effect it binds nobody, and who had refused goes on', async () => {
    const accountId = await world.account({ codes: 5n });
    const version = await announce();
    await keep();
    await refuse(accountId, version);
    await actions.WithdrawUVMSAgreementVersion(compliance, { Version: version });
    await keep();
    expect(await notices(accountId)).toEqual([
      'agreement.changes',
      'agreement.refused',
      'agreement.withdrawn',
    ]);
    expect(await outcome(shown(version))).toBe('AGREEMENT_VERSION_UNKNOWN');
    world.clock.advance(WEEK);
    await keep();
    expect(await state(accountId)).toMatchObject({ State: 'active', AcceptedVersion: 1 });
    expect(await outcome(world.send(accountId))).toBe('done');
    expect(await outcome(actions.WithdrawUVMSAgreementVersion(compliance, { Version: 1 }))).toBe(
      'AGREEMENT_IN_FORCE',
    );
  });

  test('5.4 what the law wants at once is in force at once, says so and why, and cannot be refused', async () => {
    const accountId = await world.account({ codes: 5n });
    const Version = await draft();
    const at = { Version, Immediate: true, GroundZh: '某法第一条' };
    expect(await outcome(actions.PublishUVMSAgreement(compliance, at))).toBe('AGREEMENT_GROUND_MISSING');
    await actions.PublishUVMSAgreement(compliance, { ...at, GroundEn: 'Article 1 of a law' });
    expect(await shown()).toMatchObject({
      Version,
      State: 'current',
      Immediate: true,
      Ground: 'Article 1 of a law',
    });
    expect(await outcome(refuse(accountId, Version))).toBe('AGREEMENT_NOT_REFUSABLE');
    await keep();
    expect(await notices(accountId)).toEqual(['agreement.changed-at-once']);
    expect(await state(accountId)).toMatchObject({ AcceptedVersion: Version, How: 'law' });
  });

  test('12.3 who opens the service while a version is coming is told of it then, and everybody once', async () => {
    const early = await newcomer();
    await announce();
    await accept(early); // before the telling comes by
    await keep();
    const late = await newcomer();
    await accept(late);
    await accept(late);
    await keep();
    expect(await notices(early)).toEqual(['agreement.changes']);
    expect(await notices(late)).toEqual(['agreement.changes']);
  });

  test('5.4 what the law wants at once binds those too who refuse what is coming, and stays when they go on', async () => {
    const accountId = await world.account({ codes: 5n });
    const coming = await announce();
    await refuse(accountId, coming);
    const Version = await draft();
    const ground = { GroundZh: '某法第一条', GroundEn: 'Article 1 of a law' };
    await actions.PublishUVMSAgreement(compliance, { Version, Immediate: true, ...ground });
    await keep();
    expect(await state(accountId)).toMatchObject({ State: 'ending', AcceptedVersion: Version, How: 'law' });
    await actions.WithdrawUVMSAgreementVersion(compliance, { Version: coming });
    await keep();
    expect(await state(accountId)).toMatchObject({ State: 'active', AcceptedVersion: Version, How: 'law' });
  });

  test('12.3 a crash between two batches leaves nothing undone and nothing done twice', async () => {
    const at = new Date(TEN_IN_BEIJING);
    for (let index = 0; index < 1203; index++) {
      await createAccount(world.sql, { accountId: `m${index}`, name: 'many', at });
    }
    await world.sql`UPDATE accounts SET agreement_version = 1 WHERE name = 'many'`;
    const version = await announce();
    world.clock.advance(WEEK);
    const broken = { ...world, newId: brokenAfter(150, world.newId) };
    await expect(keepAgreement(broken)).rejects.toThrow('the process dies');
    await Promise.all([keep(), keep()]);
    await keep(); // what one left to the other
    const [told] = await world.sql`
      SELECT count(*)::int AS notices, count(DISTINCT account_id)::int AS accounts FROM notices
      WHERE kind = 'agreement.changes'`;
    expect(told).toEqual({ notices: 1203, accounts: 1203 });
    const [silent] = await world.sql`
      SELECT count(*)::int AS count FROM agreement_acceptances WHERE version = ${version} AND how = 'silence'`;
    expect(silent).toEqual({ count: 1203 });
  });
});

function brokenAfter(count: number, newId: () => string): () => string {
  let made = 0;
  return () => {
    if (++made > count) throw new Error('the process dies');
    return newId();
  };
}

describe('the operator’s own text', () => {
  test('preamble it becomes a draft; what it lacks is told by number', async () => {
    const TextZh = ['一、总则\n1.1 甲方是 {operator}。', '1.2 在{place}。'];
    const TextEn = ['1. General\n1.1 The operator is {operator}.\n1.3 Else.'];
    const imported = await actions.ImportUVMSAgreement(compliance, { TextZh, TextEn });
    expect(imported).toMatchObject({
      Version: 2,
      Clauses: 3,
      OnlyInZh: ['1.2'],
      OnlyInEn: ['1.3'],
      OpenPlaces: ['place'],
    });
    expect(imported.Missing).toContain('12.3');
    const asked = { Version: 2, Language: 'en' } as const;
    const { State, Clauses } = await actions.QueryUVMSAgreementDraft(compliance, asked);
    expect(State).toBe('draft');
    expect(Clauses[1]).toEqual({
      Number: '1.1',
      Label: '1.1',
      Title: '',
      Text: 'The operator is the operator of this platform.',
    });
    const noEnglish = actions.ImportUVMSAgreement(compliance, { TextZh });
    expect(await outcome(noEnglish)).toBe('AGREEMENT_TEXT_INVALID');
  });

  test('12.4 a change of the operator is in the next version, which every customer is told of', async () => {
    const identity = await actions.QueryUVMSOperatorIdentity(compliance, {});
    await actions.UpdateUVMSOperatorIdentity(compliance, {
      ...identity,
      OperatorEn: 'Acme Ltd',
      OperatorZh: '甲公司',
    });
    const accountId = await world.account({});
    const version = await announce();
    await keep();
    expect(await notices(accountId)).toEqual(['agreement.changes']);
    expect((await shown(version)).Clauses[0]?.Text).toContain('Acme Ltd');
    expect((await shown()).Clauses[0]?.Text).not.toContain('Acme Ltd');
    const asked = { From: 1, To: version, Language: 'en', OnlyChanges: true } as const;
    const { Changes } = await actions.DiffUVMSAgreementVersions(stranger(), asked);
    expect(Changes.map(({ Number: number, Change }) => `${number} ${Change}`)).toEqual(['preamble changed']);
  });
});
