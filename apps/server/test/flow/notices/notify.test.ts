import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNoticeDeliverer } from '../../../src/flow/notices/deliver-notice.ts';
import { type DeliveryJob, notify } from '../../../src/flow/notices/notify.ts';
import { listDeliveries, saveMuted } from '../../../src/modules/notices/index.ts';
import { SHIPPED_LIMITS } from '../../../src/platform/limit-settings.ts';
import { createMailer, type Mailer } from '../../../src/platform/mail.ts';
import { createSmsHook, type SmsHook } from '../../../src/platform/sms-hook.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { customerServer } from '../../support/customer-server.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { type MailServer, mailServer } from '../../support/mail-server.ts';
import { addMember, addVerifiedContact } from '../../support/notice-people.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let accountId: string;
let mails: MailServer;
const after: (() => unknown)[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  accountId = await world.account({});
  mails = await mailServer();
  after.push(() => mails.close());
});
afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo();
});

function mailer(url = mails.url): Mailer {
  const made = createMailer({
    from: 'Herald <no-reply@voice.example.com>',
    smtp: { url, requireTls: false },
  });
  after.push(() => made.close());
  return made;
}

/** Gives the account a notice, of a rejected template unless it is to be another. */
const reject = (reason = '内容含营销用语') =>
  inTransaction(world.sql, (tx) =>
    notify(tx, world, {
      accountId,
      kind: 'review.rejected',
      details: { whatZh: '模板', whatEn: 'template', subject: 'Welcome', reasonZh: reason, reasonEn: reason },
    }),
  );

async function jobsOf(noticeId: string): Promise<{ job: DeliveryJob; seconds: number }[]> {
  return [
    ...(await world.sql<{ job: DeliveryJob; seconds: number }[]>`
      SELECT data AS job, round(extract(epoch FROM start_after - created_on))::int AS seconds FROM jobs.job
      WHERE name = 'deliver-notice' AND data->>'noticeId' = ${noticeId} ORDER BY data->>'recipient', data->>'round'`),
  ];
}

/** Works all deliveries of a notice that have not been tried. */
async function deliver(noticeId: string, through: { mailer?: Mailer; sms?: SmsHook } = {}): Promise<void> {
  const run = createNoticeDeliverer({ ...world, mailer: through.mailer ?? mailer(), sms: through.sms });
  for (const { job } of await jobsOf(noticeId)) if (job.round === 0) await run(job);
}

const proofs = async (noticeId: string) =>
  (await listDeliveries(world.sql, { accountId, noticeId, offset: 0, limit: 100 })).deliveries;

describe('whom it reaches', () => {
  test('12.2 the inbox has it with its cause: a transaction that fails leaves neither', async () => {
    const failing = inTransaction(world.sql, async (tx) => {
      await notify(tx, world, {
        accountId,
        kind: 'account.key-leaked',
        details: { key: 'k', changedAt: TEN_IN_BEIJING },
      });
      throw new Error('the cause failed');
    });
    await expect(failing).rejects.toThrow('the cause failed');
    const { total } = await listDeliveries(world.sql, { accountId, offset: 0, limit: 1 });
    expect(total).toBe(0);
    expect(await proofs(await reject())).toMatchObject([
      { channel: 'inbox', recipient: 'account', state: 'sent', sentAt: new Date(TEN_IN_BEIJING) },
    ]);
  });

  test('12.2 members whom the kind concerns get it by e-mail, each in their language', async () => {
    const owner = await addMember(world, accountId, 'owner', 'owner@a.example.com', 'zh');
    await addMember(world, accountId, 'developer', 'developer@a.example.com', 'en');
    await addMember(world, accountId, 'finance', 'finance@a.example.com', 'en');
    const noticeId = await inTransaction(world.sql, (tx) =>
      notify(tx, world, {
        accountId,
        kind: 'account.key-leaked',
        details: { key: 'pub-1', changedAt: TEN_IN_BEIJING },
      }),
    );
    await deliver(noticeId);
    const texts = new Map(mails.received.map(({ to, read }) => [to[0], read]));
    expect([...texts.keys()].sort()).toEqual(['developer@a.example.com', 'owner@a.example.com']);
    expect(texts.get('owner@a.example.com')).toMatchObject({ subject: '密钥 pub-1 因泄露报告已停用' });
    expect(texts.get('owner@a.example.com')?.text).toContain('北京时间 2026-03-10 10:00');
    expect(texts.get('developer@a.example.com')).toMatchObject({
      subject: 'Key pub-1 is disabled: reported as leaked',
    });
    expect(texts.get('developer@a.example.com')?.text).toContain('2026-03-10 10:00 (Beijing time)');
    expect(await proofs(noticeId)).toContainEqual(
      expect.objectContaining({
        channel: 'email',
        recipient: `member:${owner}`,
        addressMask: 'o***@a.example.com',
        state: 'sent',
        attempts: 1,
        messageId: expect.stringMatching(`^<${noticeId}\\.[0-9a-f]{16}@voice\\.example\\.com>$`),
        response: expect.stringMatching(/^250 queued as/),
      }),
    );
  });

  test('4.2.4 a notice to one member is nobody else’s, contacts included', async () => {
    const one = await addMember(world, accountId, 'read-only', 'one@b.example.com');
    await addMember(world, accountId, 'owner', 'other@b.example.com');
    const email = { plain: 'duty@b.example.com', mask: '', verifiedAt: new Date(TEN_IN_BEIJING) };
    await addVerifiedContact(world, accountId, ['security'], { email });
    const noticeId = await inTransaction(world.sql, (tx) =>
      notify(tx, world, {
        accountId,
        kind: 'account.signed-in',
        details: { signedInAt: TEN_IN_BEIJING, ip: '203.0.113.9' },
        memberIds: [one],
      }),
    );
    await deliver(noticeId);
    expect(mails.received.map(({ to }) => to)).toEqual([['one@b.example.com']]);
  });

  test('12.2 contacts get the categories that they want, at addresses that are verified', async () => {
    const verified = (plain: string) => ({ plain, mask: 'm', verifiedAt: new Date(TEN_IN_BEIJING) });
    await addVerifiedContact(world, accountId, ['review'], { email: verified('wants@c.example.com') });
    await addVerifiedContact(world, accountId, ['price'], { email: verified('other@c.example.com') });
    await addVerifiedContact(world, accountId, ['review'], {
      email: { plain: 'unproven@c.example.com', mask: 'm', verifiedAt: undefined },
    });
    await deliver(await reject());
    expect(mails.received.map(({ to }) => to)).toEqual([['wants@c.example.com']]);
  });

  test('12.2 a category that is muted reaches members by inbox alone; contacts asked for it themselves', async () => {
    await addMember(world, accountId, 'owner', 'owner@d.example.com');
    await saveMuted(world.sql, accountId, ['review'], new Date(TEN_IN_BEIJING));
    const noticeId = await reject();
    expect((await proofs(noticeId)).map(({ channel }) => channel)).toEqual(['inbox']);
  });

  test('4.3.1 of two accounts neither gets the notices of the other', async () => {
    await addMember(world, accountId, 'owner', 'owner@e.example.com');
    const mine = accountId;
    accountId = await world.account({});
    await addMember(world, accountId, 'owner', 'owner@f.example.com');
    await deliver(await reject());
    expect(mails.received.map(({ to }) => to)).toEqual([['owner@f.example.com']]);
    expect((await listDeliveries(world.sql, { accountId: mine, offset: 0, limit: 9 })).total).toBe(0);
  });
});

describe('delivery', () => {
  beforeEach(() => addMember(world, accountId, 'owner', `${accountId}@g.example.com`));

  test('12.2 what was sent is not sent again, however often its job comes', async () => {
    const noticeId = await reject();
    await deliver(noticeId);
    await deliver(noticeId);
    expect(mails.received).toHaveLength(1);
  });

  test('12.2 a process that dies between sending and record sends again, under the same Message-ID', async () => {
    const noticeId = await reject();
    const sending = mailer();
    const dying: Mailer = {
      ...sending,
      async send(mail) {
        await sending.send(mail);
        throw new Error('died');
      },
    };
    await expect(deliver(noticeId, { mailer: dying })).rejects.toThrow('died');
    await deliver(noticeId);
    expect(mails.received).toHaveLength(2);
    expect(new Set(mails.received.map(({ read }) => read.messageId)).size).toBe(1);
  });

  test('12.2 a server that is away is tried again for about a day, then the delivery has failed', async () => {
    const noticeId = await reject();
    const away = mailer('smtp://127.0.0.1:1');
    const run = createNoticeDeliverer({ ...world, mailer: away, sms: undefined });
    const first = (await jobsOf(noticeId))[0]?.job as DeliveryJob;
    for (let round = 0; round <= SHIPPED_LIMITS.noticeLadder.length; round++) {
      expect((await proofs(noticeId)).find(({ channel }) => channel === 'email')?.state).toBe('pending');
      await run({ ...first, round });
    }
    const proof = (await proofs(noticeId)).find(({ channel }) => channel === 'email');
    expect(proof).toMatchObject({ state: 'failed', attempts: 7, sentAt: null });
    expect((await jobsOf(noticeId)).slice(1).map(({ job, seconds }) => [job.round, seconds])).toEqual(
      SHIPPED_LIMITS.noticeLadder.map((seconds, index) => [index + 1, seconds]),
    );
  });

  test('12.2 an address that the server refuses for good is not tried again', async () => {
    const strict = await mailServer({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('no such user'), { responseCode: 550 })),
    });
    after.push(() => strict.close());
    const noticeId = await reject();
    await deliver(noticeId, { mailer: mailer(strict.url) });
    expect(await proofs(noticeId)).toContainEqual(
      expect.objectContaining({
        channel: 'email',
        state: 'failed',
        attempts: 1,
        response: '550 no such user',
      }),
    );
    expect(await jobsOf(noticeId)).toHaveLength(1);
  });

  test('4.2.4 a name with a line break in it begins no header', async () => {
    const noticeId = await inTransaction(world.sql, (tx) =>
      notify(tx, world, {
        accountId,
        kind: 'review.approved',
        details: { whatZh: '模板', whatEn: 'template', subject: 'x\r\nBcc: victim@example.com' },
      }),
    );
    await deliver(noticeId);
    expect(mails.received[0]?.to).toHaveLength(1);
    expect(mails.received[0]?.read.headers.some(({ key }) => key === 'bcc')).toBe(false);
  });

  test('4.3.1 neither texts nor addresses can be read in the database', async () => {
    const noticeId = await reject('a reason that nobody else should read');
    const rows = await world.sql`
      SELECT n::text AS text FROM notices n WHERE notice_id = ${noticeId}
      UNION ALL SELECT d::text FROM notice_deliveries d WHERE notice_id = ${noticeId}
      UNION ALL SELECT data::text FROM jobs.job WHERE data->>'noticeId' = ${noticeId}`;
    const all = rows.map(({ text }) => text as string).join('\n');
    expect(all).not.toContain('a reason that nobody');
    expect(all).not.toContain(`${accountId}@g.example.com`);
    const hex = (text: string) => Buffer.from(text).toString('hex');
    expect(all).not.toContain(hex('a reason that nobody'));
  });
});

describe('SMS', () => {
  const SECRET = 'the secret of the hook';
  const phone = () => ({
    plain: '+8613800000200',
    mask: '+86138****0200',
    verifiedAt: new Date(TEN_IN_BEIJING),
  });
  const leak = () =>
    inTransaction(world.sql, (tx) =>
      notify(tx, world, {
        accountId,
        kind: 'account.key-leaked',
        details: { key: 'pub-1', changedAt: TEN_IN_BEIJING },
      }),
    );

  test('12.2 urgent notices are posted to the SMS service, and its word is the proof', async () => {
    await addVerifiedContact(world, accountId, ['security', 'review'], { phone: phone() });
    const service = await customerServer((response) => response.end('{"id":"sms-77"}'));
    after.push(() => service.close());
    const sms = createSmsHook({ url: service.url, secret: SECRET, clock: world.clock });
    after.push(() => sms.close());
    const noticeId = await leak();
    await deliver(noticeId, { sms });
    expect(JSON.parse(service.received[0]?.body ?? '')).toEqual({
      id: expect.stringMatching(`^${noticeId}\\.`),
      phone: '+8613800000200',
      text: '密钥 pub-1 因泄露报告已停用',
      language: 'zh',
    });
    expect(await proofs(noticeId)).toContainEqual(
      expect.objectContaining({
        channel: 'sms',
        addressMask: '+86138****0200',
        state: 'sent',
        messageId: 'sms-77',
        response: 'HTTP 200 {"id":"sms-77"}',
      }),
    );
    await deliver(await reject(), { sms }); // not urgent
    expect(service.received).toHaveLength(1);
  });

  test('12.2 where the SMS service has been taken away, the delivery says so', async () => {
    await addVerifiedContact(world, accountId, ['security'], { phone: phone() });
    const noticeId = await leak();
    await deliver(noticeId);
    expect(await proofs(noticeId)).toContainEqual(
      expect.objectContaining({ channel: 'sms', state: 'failed', response: 'SMS_HOOK_URL is not set' }),
    );
  });
});
