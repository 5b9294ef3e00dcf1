import { ACTIONS, type Action } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endMessagesOfEnded } from '../../../src/flow/messages/end-messages-of-ended.ts';
import { setAppEnabled } from '../../../src/flow/qualification/manage-app.ts';
import { deleteTerminated } from '../../../src/flow/sanctions/delete-terminated.ts';
import { endSanctions } from '../../../src/flow/sanctions/review-sanction.ts';
import { blockTemplate } from '../../../src/flow/templates/block-template.ts';
import { isHalted } from '../../../src/gateway/handlers/halted.ts';
import { sanctionHandlers } from '../../../src/gateway/handlers/sanctions.ts';
import { findHalts } from '../../../src/modules/accounts/index.ts';
import { findAppCredential, setAppSecret } from '../../../src/modules/qualification/index.ts';
import type { Tx } from '../../../src/platform/db.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator } from '../../support/callers.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { approvedFlow } from '../../support/flows.ts';
import { told } from '../../support/inbox.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof sanctionHandlers>;
const staff = operator('compliance');
const WHY = { Reason: '多起属实的投诉', Clause: '4.2.5' };

beforeAll(async () => {
  world = await openWorld();
  desk = sanctionHandlers(world);
});
afterAll(() => world.close());

const account = () => world.account({ cash: 10_000_000n });
const notice = { templateId: NOTICE_TEMPLATE, values: ['A1'] };
const outcome = (accountId: string, change = {}) =>
  world.send(accountId, change).then(
    () => 'sent',
    (error) => error.name,
  );
const last = async (accountId: string) => (await told(world, accountId)).at(-1);

describe('the ladder', () => {
  test('4.2.5 a warning takes nothing away, and is told with reason, clause and the way to appeal', async () => {
    const accountId = await account();
    await desk.CreateUVMSSanction(staff, { AccountId: accountId, Kind: 'warning', ...WHY });
    expect(await last(accountId)).toEqual([
      'sanction.imposed',
      expect.objectContaining({ kindZh: '警告', reason: WHY.Reason, clause: '4.2.5' }),
    ]);
    expect(await outcome(accountId)).toBe('sent');
  });

  test('4.2.5, 4.3.7 a restriction stops what needs the capability, also what was accepted, and nothing else, until its end', async () => {
    const accountId = await account();
    await desk.CreateUVMSSanction(staff, {
      ...{ AccountId: accountId, Kind: 'restriction', Capabilities: ['notification'] },
      ...{ UntilTime: world.clock.now() + 3_600_000, ...WHY },
    });
    expect(await outcome(accountId, notice)).toBe('CAPABILITY_STOPPED');
    expect(await outcome(accountId)).toBe('sent');
    const halts = await findHalts(world.sql, [accountId]);
    expect([halts(accountId, ['notification']), halts(accountId, ['verification-code'])]).toEqual([
      true,
      false,
    ]);
    expect(await endSanctions(world)).toBe(0);
    world.clock.advance(3_600_000);
    expect(await endSanctions(world)).toBe(1);
    expect(await outcome(accountId, notice)).toBe('sent');
    expect((await last(accountId))?.[0]).toBe('sanction.lifted');
  });

  test('4.2.5 a restriction of the rate caps sends a minute and a day, also of two at once, until it is lifted', async () => {
    const accountId = await account();
    const { SanctionId } = await desk.CreateUVMSSanction(staff, {
      ...{
        AccountId: accountId,
        Kind: 'restriction',
        PerMinute: 2,
        PerDay: 3,
        Reason: '投诉率偏高',
        Clause: '4.3.6',
      },
    });
    expect((await last(accountId))?.[1]).toMatchObject({
      aboutEn: 'at most 2 sends a minute, at most 3 sends a day',
    });
    const three = await Promise.all([outcome(accountId), outcome(accountId), outcome(accountId)]);
    expect(three.sort()).toEqual(['SEND_CAPPED', 'sent', 'sent']);
    const refused = await world.send(accountId).catch((error) => error);
    expect(refused.details).toMatchObject({ clause: '4.3.6', limit: 2, perEn: 'minute', waitSeconds: 60 });
    const trail = await world.submitter.dryRun(world.submission(accountId));
    expect(trail.refusals.map(({ rule }) => rule)).toEqual(['send-cap']);
    // One who is not restricted is not counted.
    expect(await outcome(await account())).toBe('sent');
    world.clock.advance(60_001);
    expect([await outcome(accountId), await outcome(accountId)]).toEqual(['sent', 'SEND_CAPPED']);
    const ofDay = await world.send(accountId).catch((error) => error);
    expect(ofDay.details).toMatchObject({ limit: 3, perEn: 'day' });
    await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
    expect([await outcome(accountId), await outcome(accountId)]).toEqual(['sent', 'sent']);
  });

  test('4.3.8 a template or number is taken out of use, and lifted otherwise its sanction is over', async () => {
    const accountId = await account();
    const block = { AccountId: accountId, Kind: 'template-block', TargetId: CODE_TEMPLATE, ...WHY } as const;
    await desk.CreateUVMSSanction(staff, block);
    expect(await outcome(accountId)).toBe('TEMPLATE_NOT_APPROVED');
    await expect(desk.CreateUVMSSanction(staff, block)).rejects.toMatchObject({ name: 'TEMPLATE_STATE' });
    await inTransaction(world.sql, (tx) =>
      blockTemplate(
        tx,
        world,
        { ...{ accountId, templateId: CODE_TEMPLATE }, operatorId: 'o', reason: '已改' },
        'lift',
      ),
    );
    const { Data } = await desk.QueryUVMSSanctions(member(accountId), {});
    expect(Data.map(({ Stands, TargetId }) => [Stands, TargetId])).toEqual([[false, CODE_TEMPLATE]]);
    await expect(
      desk.CreateUVMSSanction(staff, { ...block, Kind: 'number-pause', TargetId: '+8610' }),
    ).rejects.toMatchObject({ name: 'NUMBER_NOT_FOUND' });
  });

  test('5.2 a suspension refuses every send and ends what waits, unpaid; lifted, the account sends again', async () => {
    await world.emptyQueue();
    const accountId = await account();
    const waiting = await world.send(accountId);
    const { SanctionId } = await desk.CreateUVMSSanction(staff, {
      AccountId: accountId,
      Kind: 'suspension',
      ...WHY,
    });
    expect(await outcome(accountId)).toBe('ACCOUNT_SUSPENDED');
    await endMessagesOfEnded({ db: world.sql, clock: world.clock, settler: world.settler });
    expect(await world.receipt(waiting)).toMatchObject({ reason: 'withdrawn', charge: 0n });
    await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
    expect(await outcome(accountId)).toBe('sent');
  });

  test('4.2.5 of two suspensions that stand the lifting of one gives nothing back', async () => {
    const accountId = await account();
    const suspend = () =>
      desk.CreateUVMSSanction(staff, { AccountId: accountId, Kind: 'suspension', ...WHY });
    const { SanctionId } = await suspend();
    await suspend();
    await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
    expect(await outcome(accountId)).toBe('ACCOUNT_SUSPENDED');
  });

  describe('apps', () => {
    /** An approved app that the account's code template is for. */
    async function appOf(accountId: string): Promise<{ AppId: string; AppKey: string }> {
      const [AppId, AppKey] = ['app', `key-${accountId}`];
      await world.sql`
        INSERT INTO apps (account_id, app_id, state, name, kind, identifier, owned, proof_file_id, app_key, created_at,
          updated_at)
        VALUES (${accountId}, ${AppId}, 'approved', '商城', 'website', ${`${accountId}.example.com`}, true,
          ${world.newId()}, ${AppKey}, now(), now())`;
      await world.sql`
        UPDATE templates SET app_id = ${AppId} WHERE account_id = ${accountId} AND template_id = ${CODE_TEMPLATE}`;
      await setAppSecret(world.sql as unknown as Tx, world.vault, {
        ...{ accountId, appId: AppId, appKey: AppKey, secret: 'secret' },
        ...{ formerUntil: new Date(0), at: new Date(world.clock.now()) },
      });
      return { AppId, AppKey };
    }
    const secretsOf = async (AppKey: string) =>
      (await findAppCredential(world.sql, world.vault, AppKey))?.secrets.map(({ secret }) => secret);
    const enable = (accountId: string, appId: string, enabled: boolean) =>
      setAppEnabled(world, { accountId, by: 'member' }, { appId, enabled });

    test('4.2.5 an app that is taken offline neither signs nor sends, whatever its customer does, until that is lifted', async () => {
      const accountId = await account();
      const { AppId, AppKey } = await appOf(accountId);
      expect([await outcome(accountId), await secretsOf(AppKey)]).toEqual(['sent', ['secret']]);
      const offline = { AccountId: accountId, Kind: 'app-offline', AppId, ...WHY } as const;
      const { SanctionId } = await desk.CreateUVMSSanction(staff, offline);
      expect([await outcome(accountId), await secretsOf(AppKey)]).toEqual(['APP_NOT_USABLE', undefined]);
      expect(await outcome(accountId, notice)).toBe('sent');
      await expect(enable(accountId, AppId, true)).rejects.toMatchObject({ name: 'APP_OFFLINE' });
      await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
      expect([await outcome(accountId), await secretsOf(AppKey)]).toEqual(['sent', ['secret']]);
    });

    test('4.2.5 what the customer has disabled himself stays so when the app is no longer offline', async () => {
      const accountId = await account();
      const { AppId } = await appOf(accountId);
      const offline = { AccountId: accountId, Kind: 'app-offline', AppId, ...WHY } as const;
      const { SanctionId } = await desk.CreateUVMSSanction(staff, offline);
      await enable(accountId, AppId, false);
      await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
      expect(await outcome(accountId)).toBe('APP_NOT_USABLE');
      await enable(accountId, AppId, true);
      expect(await outcome(accountId)).toBe('sent');
    });

    test('4.2.6 an app that is deleted is gone for good, with its secrets', async () => {
      const accountId = await account();
      const { AppId, AppKey } = await appOf(accountId);
      const deletion = { AccountId: accountId, Kind: 'app-deletion', AppId, ...WHY } as const;
      const { SanctionId } = await desk.CreateUVMSSanction(staff, deletion);
      expect([await outcome(accountId), await secretsOf(AppKey)]).toEqual(['APP_NOT_USABLE', undefined]);
      const [row] = await world.sql`SELECT secret_sealed AS secret FROM apps WHERE account_id = ${accountId}`;
      expect(row).toEqual({ secret: null });
      const lift = { SanctionId, Decision: 'lift', Reason: '已整改' } as const;
      await expect(desk.ReviewUVMSSanction(staff, lift)).rejects.toMatchObject({ name: 'SANCTION_FINAL' });
    });
  });

  test('4.2.5 of two sanctions on one number or flow that stand, the lifting or the end of one gives nothing back', async () => {
    const accountId = await account();
    const flow = await approvedFlow(world, accountId);
    const number = '+861066600001';
    await world.sql`INSERT INTO numbers (account_id, number) VALUES (${accountId}, ${number})`;
    const impose = (Kind: 'number-pause' | 'template-block', TargetId: string, more = {}) =>
      desk.CreateUVMSSanction(staff, { AccountId: accountId, Kind, TargetId, ...WHY, ...more });
    const taken = async () => {
      const [row] = await world.sql`
        SELECT (SELECT blocked FROM call_flows WHERE account_id = ${accountId} AND flow_id = ${flow}) AS flow,
          (SELECT paused_at IS NOT NULL FROM numbers WHERE account_id = ${accountId} AND number = ${number}) AS number`;
      return [row?.flow, row?.number];
    };
    const lift = ({ SanctionId }: { SanctionId: string }) =>
      desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' });
    const [first, second] = [await impose('template-block', flow), await impose('template-block', flow)];
    const lasting = await impose('number-pause', number);
    await impose('number-pause', number, { UntilTime: world.clock.now() + 1000 });
    world.clock.advance(1000);
    expect(await endSanctions(world)).toBe(1);
    await lift(first);
    expect(await taken()).toEqual([true, true]);
    await lift(second);
    await lift(lasting);
    expect(await taken()).toEqual([false, false]);
  });

  test('5.5, 4.2.9, 4.2.10 a termination is final, and after 30 days what is held of callees is erased', async () => {
    const accountId = await account();
    const terminate = { AccountId: accountId, Kind: 'termination', ...WHY } as const;
    const { SanctionId } = await desk.CreateUVMSSanction(staff, terminate);
    expect(await outcome(accountId)).toBe('ACCOUNT_SUSPENDED');
    await expect(
      desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' }),
    ).rejects.toMatchObject({ name: 'SANCTION_FINAL' });
    await expect(desk.CreateUVMSSanction(staff, terminate)).rejects.toMatchObject({
      name: 'SANCTION_INVALID',
    });
    const [row] = await world.sql<{ days: number }[]>`
      SELECT extract(day FROM delete_after - terminated_at)::int AS days FROM account_terminations
      WHERE account_id = ${accountId}`;
    expect(row?.days).toBe(30);
    const asked = async () =>
      (await world.sql`SELECT 1 FROM erasures WHERE account_id = ${accountId} AND callee_key IS NULL`).length;
    const now = world.clock.now();
    world.clock.set(now + 30 * 86_400_000 - 1);
    await deleteTerminated(world);
    expect(await asked()).toBe(0);
    world.clock.set(now + 30 * 86_400_000);
    // Of two that look at once, one asks, and once.
    await Promise.all([deleteTerminated(world), deleteTerminated(world)]);
    expect(await deleteTerminated(world)).toBe(0);
    expect(await asked()).toBe(1);
    world.clock.set(now);
  });

  test('4.2.10 data of callees goes 30 days after a refused change of the agreement ended the service, unless it began again', async () => {
    const now = world.clock.now();
    const [leaves, returns] = [await account(), await account()];
    const ends = (accountId: string, at: number | undefined) => world.sql`
      UPDATE accounts SET service_ends_at = ${at === undefined ? null : new Date(at)} WHERE account_id = ${accountId}`;
    const asked = async (accountId: string) =>
      (await world.sql`SELECT 1 FROM erasures WHERE account_id = ${accountId} AND callee_key IS NULL`).length;
    for (const accountId of [leaves, returns]) await ends(accountId, now);
    await deleteTerminated(world);
    await ends(returns, undefined);
    world.clock.set(now + 30 * 86_400_000 - 1);
    await deleteTerminated(world);
    expect(await asked(leaves)).toBe(0);
    world.clock.set(now + 30 * 86_400_000);
    await deleteTerminated(world);
    expect([await asked(leaves), await asked(returns)]).toEqual([1, 0]);
    // Who comes back and leaves once more has the whole time once more.
    const again = now + 40 * 86_400_000;
    await ends(returns, again);
    world.clock.set(again);
    await deleteTerminated(world);
    expect(await asked(returns)).toBe(0);
    world.clock.set(again + 30 * 86_400_000);
    await deleteTerminated(world);
    expect(await asked(returns)).toBe(1);
    world.clock.set(now);
  });

  test('4.2.5 what a sanction is about must fit its kind, and one that is refused leaves nothing', async () => {
    const accountId = await account();
    const impose = (more: object) =>
      desk.CreateUVMSSanction(staff, { AccountId: accountId, Kind: 'warning', ...WHY, ...more });
    for (const bad of [
      { AppId: 'app' },
      { Kind: 'restriction' },
      { PerDay: 1 },
      { TargetId: 'T' },
      { Kind: 'number-pause' },
      { Kind: 'app-offline' },
      { UntilTime: world.clock.now() + 1 },
      { Kind: 'suspension', UntilTime: world.clock.now() },
    ]) {
      await expect(impose(bad)).rejects.toMatchObject({ name: 'SANCTION_INVALID' });
    }
    await expect(impose({ Kind: 'app-deletion', AppId: 'none' })).rejects.toMatchObject({
      name: 'APP_NOT_FOUND',
    });
    expect((await desk.QueryUVMSSanctions(member(accountId), {})).Total).toBe(0);
  });
});

test('4.2.5 the account appeals once; the appeal waits for a review, which upholds or lifts with a reason', async () => {
  const accountId = await account();
  const other = await account();
  const { SanctionId } = await desk.CreateUVMSSanction(staff, {
    AccountId: accountId,
    Kind: 'suspension',
    ...WHY,
  });
  const appeal = { SanctionId, Appeal: '被叫同意的录音在附件中' };
  await expect(desk.AppealUVMSSanction(member(other), appeal)).rejects.toMatchObject({
    name: 'SANCTION_UNKNOWN',
  });
  await desk.AppealUVMSSanction(member(accountId), appeal);
  await expect(desk.AppealUVMSSanction(member(accountId), appeal)).rejects.toMatchObject({
    name: 'SANCTION_SETTLED',
  });
  const open = async () => (await desk.ListUVMSSanctions(staff, { AccountId: accountId, Open: true })).Data;
  expect(await open()).toEqual([
    expect.objectContaining({ SanctionId, Appeal: appeal.Appeal, Stands: true }),
  ]);
  await desk.ReviewUVMSSanction(staff, { SanctionId, Decision: 'uphold', Reason: '录音不是本人' });
  expect(await open()).toEqual([]);
  expect((await last(accountId))?.[0]).toBe('sanction.upheld');
  expect((await desk.QueryUVMSSanctions(member(accountId), {})).Data[0]).toMatchObject({
    Stands: true,
    Decision: '录音不是本人',
  });
});

test('4.2.5 a suspended account reads, exports, pays, answers and appeals; it makes and submits nothing', () => {
  const closed = (Object.values(ACTIONS) as Action[]).filter(isHalted).map(({ name }) => name);
  expect(closed).toEqual(
    expect.arrayContaining(['CreateUVMSTemplate', 'CreateUVMSTask', 'ApplyUVMSCapability', 'CreateUVMSApp']),
  );
  const open = /^(?:Get|Query|List|Export|Download|Describe|Appeal|Answer)|AccessKey|TopUp|Payment/;
  expect(closed.filter((name) => open.test(name))).toEqual([]);
});
