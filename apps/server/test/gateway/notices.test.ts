import type { MemberRole } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { notify } from '../../src/flow/notices/notify.ts';
import { createMailSender, type MailJob } from '../../src/flow/notices/send-mail.ts';
import { createAnnouncementSpreader } from '../../src/flow/notices/spread-announcement.ts';
import { noticeHandlers } from '../../src/gateway/handlers/notices.ts';
import type { Mail } from '../../src/platform/mail.ts';
import { systemRandom } from '../../src/platform/random.ts';
import type { Sms } from '../../src/platform/sms-hook.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openApi } from '../support/api.ts';
import { member, operator, stranger } from '../support/callers.ts';
import { TEN_IN_BEIJING } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOWHERE = '01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b';

let world: World;
let actions: ReturnType<typeof noticeHandlers>;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  actions = noticeHandlers({ ...world, random: systemRandom, smsAvailable: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  accountId = await world.account({});
  await world.sql`DELETE FROM notices`;
  await world.sql`DELETE FROM announcements`;
  await world.sql`DELETE FROM jobs.job`;
});

const give = (subject: string, memberIds?: readonly string[]) =>
  inTransaction(world.sql, (tx) =>
    notify(tx, world, {
      accountId,
      kind: 'review.approved',
      details: { whatZh: '模板', whatEn: 'template', subject },
      ...(memberIds ? { memberIds } : {}),
    }),
  );
const inbox = (role: MemberRole = 'owner', request: object = {}) =>
  actions.ListUVMSNotices(member(accountId, role), request);

describe('the inbox', () => {
  test('12.2 unread ones come first, the newest before the older, page by page', async () => {
    const ids: string[] = [];
    for (const subject of ['one', 'two', 'three', 'four']) {
      ids.push(await give(subject));
      world.clock.advance(1000);
    }
    const owner = member(accountId);
    expect(await actions.ReadUVMSNotices(owner, { NoticeIds: [ids[3] as string] })).toEqual({ Marked: 1 });
    const all = await inbox();
    expect([all.Total, all.Unread]).toEqual([4, 3]);
    const order = (answer: Awaited<ReturnType<typeof inbox>>) =>
      answer.Notices.map(({ NoticeId }) => NoticeId);
    expect(order(all)).toEqual([ids[2], ids[1], ids[0], ids[3]]);
    expect(order(await inbox('owner', { UnreadFirst: false }))).toEqual([...ids].reverse());
    expect(order(await inbox('owner', { Page: 1, NumPerPage: 3 }))).toEqual([ids[3]]);
    expect(order(await inbox('owner', { UnreadOnly: true }))).toHaveLength(3);
    expect((await inbox('owner', { Kind: 'review.rejected' })).Total).toBe(0);
    expect(all.Notices[0]).toMatchObject({
      Kind: 'review.approved',
      Category: 'review',
      Clause: '4.1.2',
      Title: 'Approved: template "three"',
      ReadTime: 0,
    });
  });

  test('1.3 each member reads for themselves, and only what concerns their role', async () => {
    await give('for all');
    await inTransaction(world.sql, (tx) =>
      notify(tx, world, { accountId, kind: 'account.key-leaked', details: { key: 'k', changedAt: 1 } }),
    );
    expect((await inbox('developer')).Total).toBe(2);
    expect((await inbox('finance')).Total).toBe(1);
    await actions.ReadUVMSNotices(member(accountId, 'developer'), {});
    expect((await inbox('developer')).Unread).toBe(0);
    expect((await inbox('finance')).Unread).toBe(1);
    expect(await actions.ReadUVMSNotices(member(accountId, 'developer'), {})).toEqual({ Marked: 0 });
  });

  test('4.2.4 a notice to one member is seen by nobody else, whatever their role', async () => {
    const noticeId = await give('private', [`${accountId}-finance`]);
    expect((await inbox('finance')).Total).toBe(1);
    expect((await inbox('owner')).Total).toBe(0);
    const peek = actions.GetUVMSNotice(member(accountId, 'owner'), { NoticeId: noticeId });
    await expect(peek).rejects.toMatchObject({ name: 'NOTICE_NOT_FOUND' });
    await actions.ReadUVMSNotices(member(accountId, 'owner'), { NoticeIds: [noticeId] });
    expect((await inbox('finance')).Unread).toBe(1);
  });

  test('4.3.1 another account sees, reads and proves nothing of it', async () => {
    const noticeId = await give('mine');
    const other = member(await world.account({}));
    expect((await actions.ListUVMSNotices(other, {})).Total).toBe(0);
    await expect(actions.GetUVMSNotice(other, { NoticeId: noticeId })).rejects.toMatchObject({
      name: 'NOTICE_NOT_FOUND',
    });
    expect(await actions.ReadUVMSNotices(other, { NoticeIds: [noticeId] })).toEqual({ Marked: 0 });
    expect((await inbox()).Unread).toBe(1);
  });

  test('12.2 the proof of a notice is shown to the customer and to the operator', async () => {
    const noticeId = await give('proven');
    const { Deliveries } = await actions.GetUVMSNotice(member(accountId), { NoticeId: noticeId });
    expect(Deliveries).toMatchObject([
      { NoticeId: noticeId, Channel: 'inbox', State: 'sent', SendTime: TEN_IN_BEIJING },
    ]);
    const shown = await actions.ListUVMSNoticeDeliveries(operator(), {
      AccountId: accountId,
      NoticeId: noticeId,
    });
    expect(shown).toEqual({ Total: 1, Deliveries });
  });

  test('api: what is no id is not found, and breaks nothing', async () => {
    for (const NoticeId of ['x', NOWHERE, '%', "'"]) {
      await expect(actions.GetUVMSNotice(member(accountId), { NoticeId })).rejects.toMatchObject({
        name: 'NOTICE_NOT_FOUND',
      });
    }
  });
});

describe('announcements', () => {
  const written = {
    Kind: 'price' as const,
    TitleZh: '价格调整',
    TitleEn: 'New prices',
    BodyZh: '自 3 月 12 日起。',
    BodyEn: 'From 12 March.',
    EffectiveTime: (TEN_IN_BEIJING + 2 * DAY) / 1000,
  };

  test('3.2 drafted, corrected, published, spread: banner, inbox, proof; then it stays as it is', async () => {
    const { AnnouncementId } = await actions.CreateUVMSAnnouncement(operator('operations', 'ann'), written);
    await actions.UpdateUVMSAnnouncement(operator(), {
      AnnouncementId,
      ...written,
      TitleEn: 'Prices change',
    });
    expect((await actions.QueryUVMSAnnouncements(stranger(), {})).Total).toBe(0);
    expect(await actions.PublishUVMSAnnouncement(operator('operations', 'bob'), { AnnouncementId })).toEqual({
      PublishTime: TEN_IN_BEIJING,
      EarliestTime: TEN_IN_BEIJING + DAY,
    });
    await createAnnouncementSpreader(world)({ announcementId: AnnouncementId, after: '' });

    const { Announcements } = await actions.QueryUVMSAnnouncements(stranger(), {});
    expect(Announcements).toMatchObject([{ AnnouncementId, Kind: 'price', Title: 'Prices change' }]);
    const [zh] = (await actions.QueryUVMSAnnouncements(stranger({ language: 'zh' }), {})).Announcements;
    expect(zh).toMatchObject({ Title: '价格调整', Body: '自 3 月 12 日起。' });
    expect((await inbox('finance')).Notices).toMatchObject([
      { AnnouncementId, Kind: 'announcement.price', Title: 'Prices change', Clause: '3.2' },
    ]);
    const proof = await actions.ListUVMSNoticeDeliveries(operator(), {
      AccountId: accountId,
      AnnouncementId,
    });
    expect(proof).toMatchObject({ Total: 1, Deliveries: [{ Channel: 'inbox', SendTime: TEN_IN_BEIJING }] });
    expect((await actions.ListUVMSAnnouncements(operator(), {})).Announcements).toMatchObject([
      { State: 'published', CreatedBy: 'ann', PublishedBy: 'bob', SpreadTime: TEN_IN_BEIJING },
    ]);

    const fixed = { name: 'ANNOUNCEMENT_NOT_DRAFT' };
    await expect(
      actions.UpdateUVMSAnnouncement(operator(), { AnnouncementId, ...written }),
    ).rejects.toMatchObject(fixed);
    await expect(actions.DeleteUVMSAnnouncement(operator(), { AnnouncementId })).rejects.toMatchObject(fixed);
    await actions.WithdrawUVMSAnnouncement(operator(), { AnnouncementId });
    expect((await actions.QueryUVMSAnnouncements(stranger(), { All: true })).Total).toBe(0);
    await expect(actions.WithdrawUVMSAnnouncement(operator(), { AnnouncementId })).rejects.toMatchObject({
      name: 'ANNOUNCEMENT_NOT_SHOWN',
    });
  });

  test('rules: a draft can be deleted, and what is not there is not found', async () => {
    const { AnnouncementId } = await actions.CreateUVMSAnnouncement(operator(), written);
    await expect(actions.WithdrawUVMSAnnouncement(operator(), { AnnouncementId })).rejects.toMatchObject({
      name: 'ANNOUNCEMENT_NOT_SHOWN',
    });
    await actions.DeleteUVMSAnnouncement(operator(), { AnnouncementId });
    for (const id of [AnnouncementId, 'x']) {
      const unknown = { name: 'ANNOUNCEMENT_NOT_FOUND' };
      await expect(actions.PublishUVMSAnnouncement(operator(), { AnnouncementId: id })).rejects.toMatchObject(
        unknown,
      );
      await expect(actions.DeleteUVMSAnnouncement(operator(), { AnnouncementId: id })).rejects.toMatchObject(
        unknown,
      );
    }
  });

  test('5.1 the status says what is under way and what comes, over the wire, to anybody', async () => {
    const begun = {
      ReasonZh: '机房断电',
      ReasonEn: 'Power failure',
      EndTime: (TEN_IN_BEIJING + HOUR) / 1000,
    };
    const { AnnouncementId } = await actions.StartUVMSMaintenance(operator('operations'), begun);
    const start = TEN_IN_BEIJING + 3 * DAY;
    const planned = await actions.CreateUVMSAnnouncement(operator(), {
      ...written,
      Kind: 'maintenance',
      EffectiveTime: start / 1000,
      EndTime: (start + HOUR) / 1000,
    });
    await actions.PublishUVMSAnnouncement(operator(), planned);
    const api = await openApi(world);
    expect(await api.call('GetUVMSServiceStatus')).toMatchObject({
      RetCode: 0,
      State: 'maintenance',
      EndTime: TEN_IN_BEIJING + HOUR,
      Windows: [
        { AnnouncementId, Emergency: true, StartTime: TEN_IN_BEIJING, EndTime: TEN_IN_BEIJING + HOUR },
        { ...planned, Emergency: false, StartTime: start, Title: 'New prices' },
      ],
      Deprecations: [],
    });
    expect(await api.call('QueryUVMSAnnouncements')).toMatchObject({ RetCode: 0, Total: 2 });
    expect(await api.call('StartUVMSMaintenance', begun)).toMatchObject({ RetCode: 170 });
    await api.stop();
    expect(await actions.EndUVMSMaintenance(operator(), {})).toEqual({ Ended: 1 });
    world.clock.advance(2000);
    expect(await actions.GetUVMSServiceStatus(stranger(), {})).toMatchObject({ State: 'ok', EndTime: 0 });
  });
});

describe('contacts', () => {
  /** What has been sent to this address, in order. */
  async function sentTo(to: string): Promise<string[]> {
    const texts: string[] = [];
    const take = (address: string, text: string) => {
      if (address === to) texts.push(text);
      return { state: 'sent', messageId: '', response: '' } as const;
    };
    const send = createMailSender({
      ...world,
      mailer: { send: async (mail: Mail) => take(mail.to, mail.text), close() {} },
      sms: { send: async (sms: Sms) => take(sms.phone, sms.text), async close() {} },
    });
    const jobs = await world.sql<{ data: MailJob }[]>`
      SELECT data FROM jobs.job WHERE name = 'send-mail' ORDER BY data->>'mailId'`;
    for (const { data } of jobs) await send(data);
    return texts;
  }
  const codeTo = async (to: string) => /\d{6}/.exec((await sentTo(to)).at(-1) ?? '')?.[0] ?? '';
  const duty = {
    Name: 'Duty',
    Email: 'duty@example.com',
    Phone: '+8613800000200',
    Categories: ['security' as const],
  };
  const create = async (change: object = {}) =>
    (await actions.CreateUVMSNoticeContact(member(accountId), { ...duty, ...change })).ContactId;
  const listed = async () =>
    (await actions.ListUVMSNoticeContacts(member(accountId, 'read-only'), {})).Contacts;

  test.each(['email', 'phone'] as const)(
    '12.2 an address is used once the code sent there proves it: %s',
    async (Channel) => {
      const ContactId = await create();
      const owner = member(accountId);
      const to = Channel === 'email' ? duty.Email : duty.Phone;
      await actions.SendUVMSNoticeContactCode(owner, { ContactId, Channel });
      const Code = await codeTo(to);
      const wrong = Code === '000000' ? '000001' : '000000';
      await expect(
        actions.VerifyUVMSNoticeContact(owner, { ContactId, Channel, Code: wrong }),
      ).rejects.toMatchObject({ name: 'CONTACT_CODE_WRONG' });
      await actions.VerifyUVMSNoticeContact(owner, { ContactId, Channel, Code });
      expect(await listed()).toMatchObject([
        {
          Email: 'd***@example.com',
          Phone: '+86138****0200',
          EmailVerified: Channel === 'email',
          PhoneVerified: Channel === 'phone',
        },
      ]);
      await actions.UpdateUVMSNoticeContact(owner, { ContactId, ...duty, Name: 'Night duty' });
      expect((await listed())[0]).toMatchObject({ Name: 'Night duty', EmailVerified: Channel === 'email' });
      await actions.UpdateUVMSNoticeContact(owner, {
        ContactId,
        ...duty,
        Email: 'new@example.com',
        Phone: '+8613800000201',
      });
      expect((await listed())[0]).toMatchObject({ EmailVerified: false, PhoneVerified: false });
    },
  );

  test('4.2.4 a code bears five tries and ten minutes; the newest alone counts', async () => {
    const ContactId = await create();
    const owner = member(accountId);
    const send = () => actions.SendUVMSNoticeContactCode(owner, { ContactId, Channel: 'email' });
    const verify = (Code: string) =>
      actions.VerifyUVMSNoticeContact(owner, { ContactId, Channel: 'email', Code });
    const wrong = { name: 'CONTACT_CODE_WRONG' };
    await send();
    const first = await codeTo(duty.Email);
    for (let nth = 0; nth < 5; nth++) {
      await expect(verify(first === '111111' ? '222222' : '111111')).rejects.toMatchObject(wrong);
    }
    await expect(verify(first)).rejects.toMatchObject(wrong);
    world.clock.advance(60_000);
    await send();
    const second = await codeTo(duty.Email);
    world.clock.advance(10 * 60_000);
    await expect(verify(second)).rejects.toMatchObject(wrong);
    await send();
    await verify(await codeTo(duty.Email));
    expect((await listed())[0]?.EmailVerified).toBe(true);
  });

  test('4.2.4 nobody is flooded: a code a minute, five a day to an address, also for a contact made anew', async () => {
    const owner = member(accountId);
    const often = { name: 'CONTACT_CODE_TOO_OFTEN' };
    const send = (ContactId: string) =>
      actions.SendUVMSNoticeContactCode(owner, { ContactId, Channel: 'email' });
    let ContactId = await create();
    for (let nth = 0; nth < 5; nth++) {
      await send(ContactId);
      await expect(send(ContactId)).rejects.toMatchObject({ ...often, details: { waitSeconds: 60 } });
      await actions.DeleteUVMSNoticeContact(owner, { ContactId });
      ContactId = await create();
      world.clock.advance(60_000);
    }
    await expect(send(ContactId)).rejects.toMatchObject(often);
    world.clock.advance(DAY - 5 * 60_000);
    await send(ContactId);
    expect(await sentTo(duty.Email)).toHaveLength(6);
  });

  test('rules: twenty contacts at most, also of those who come at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 24 }, () => create()));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await listed()).toHaveLength(20);
  });

  test.each([
    ['no address at all', { Email: undefined, Phone: undefined }],
    ['two addresses', { Email: 'a@example.com,b@example.com' }],
    ['a name with it', { Email: 'A <a@example.com>' }],
    ['a line break', { Email: 'a@example.com\r\nBcc: b@example.com' }],
  ])('4.2.4 a contact with %s is refused', async (_what, change) => {
    await expect(create(change)).rejects.toMatchObject({ name: 'CONTACT_INVALID' });
  });

  test('4.3.1 contacts of another account are not there', async () => {
    const ContactId = await create();
    const other = member(await world.account({}));
    const unknown = { name: 'CONTACT_NOT_FOUND' };
    expect((await actions.ListUVMSNoticeContacts(other, {})).Contacts).toEqual([]);
    await expect(actions.DeleteUVMSNoticeContact(other, { ContactId })).rejects.toMatchObject(unknown);
    await expect(actions.UpdateUVMSNoticeContact(other, { ContactId, ...duty })).rejects.toMatchObject(
      unknown,
    );
    await expect(
      actions.SendUVMSNoticeContactCode(other, { ContactId, Channel: 'email' }),
    ).rejects.toMatchObject(unknown);
    expect(await listed()).toHaveLength(1);
  });

  test('12.2 categories can be muted for members, but agreement, price and security cannot', async () => {
    const owner = member(accountId);
    await actions.UpdateUVMSNoticePreferences(owner, { Muted: ['general', 'review'] });
    for (const kept of ['agreement', 'price', 'security'] as const) {
      await expect(
        actions.UpdateUVMSNoticePreferences(owner, { Muted: ['general', kept] }),
      ).rejects.toMatchObject({ name: 'NOTICE_MANDATORY' });
    }
    expect(await actions.QueryUVMSNoticePreferences(owner, {})).toEqual({
      Muted: ['general', 'review'],
      Mandatory: ['security', 'agreement', 'price'],
    });
  });

  test('12.2 without an SMS service a telephone cannot be proven, and is told so', async () => {
    const without = noticeHandlers({ ...world, random: systemRandom });
    const { ContactId } = await without.CreateUVMSNoticeContact(member(accountId), duty);
    await expect(
      without.SendUVMSNoticeContactCode(member(accountId), { ContactId, Channel: 'phone' }),
    ).rejects.toThrow('sends no SMS');
  });
});
