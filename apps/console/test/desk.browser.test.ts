import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram, type Program } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** So many ms from now as a field for a moment takes it, in the browser’s zone. */
const moment = (fromNow: number) => new Date(Date.now() + fromNow + 8 * HOUR).toISOString().slice(0, 16);

/** What is filled in, by label: a text, a choice (`{ choose }`) or a file. */
type Values = Readonly<Record<string, string | { choose: string } | { name: string; content: string }>>;

/** The forms of the operator’s desk: each is filled in, sent, and its outcome read in the page. */
inBrowser(({ service, open }) => {
  let customer: Program;
  let desk: TestPage;

  beforeAll(async () => {
    customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
  });

  async function atDesk(path: string): Promise<TestPage['page']> {
    desk = await open();
    await logIn(desk, service.facts.operator, 'operator');
    await desk.turn(`/operator${path}`);
    return desk.page;
  }

  /** Presses a button, fills in the dialogue that it opens, and sends it: gone, it was taken. */
  async function send(within: Locator | TestPage['page'], button: string, values: Values): Promise<void> {
    const { page } = desk;
    await within.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    for (const [label, value] of Object.entries(values)) {
      const field = dialog.getByLabel(label, { exact: true });
      if (typeof value === 'string') await field.fill(value);
      else if ('choose' in value) {
        await field.click();
        await page.locator('.ant-select-dropdown:visible').getByTitle(value.choose, { exact: true }).click();
      } else {
        const file = { name: value.name, mimeType: 'text/csv', buffer: Buffer.from(value.content) };
        await dialog.locator('input[type=file]').setInputFiles(file);
      }
    }
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.getByRole('button', { name: button, exact: true }).waitFor({ state: 'detached' });
    await desk.settled();
  }

  test('3.2 a price book is announced in the page, begun from the one in force, and waits for its day', async () => {
    const page = await atDesk('/prices');
    const before = await page.getByText('将生效', { exact: true }).count();
    await send(page, '公布新版', { 生效时间: moment(60 * DAY) });
    await page.getByText('将生效', { exact: true }).nth(before).waitFor();
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('product: an announcement is drafted, published and withdrawn in the page', async () => {
    const page = await atDesk('/announcements');
    const title = `本月账单改为 3 日出 ${Date.now()}`;
    await send(page, '起草公告', {
      '标题（中文）': title,
      '标题（英文）': 'Bills come on the 3rd',
      '正文（中文）': '自下月起，账单于每月 3 日生成。',
      '正文（英文）': 'From next month bills are made on the 3rd.',
    });
    const row = page.getByRole('row', { name: title });
    await row.getByText('草稿', { exact: true }).waitFor();
    await send(row, '发布', {});
    await row.getByText('已发布', { exact: true }).waitFor();
    await row.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await row.getByText('已撤回', { exact: true }).waitFor();
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('12.3 a version of the agreement is filed, announced for a later day, and withdrawn, in the page', async () => {
    const page = await atDesk('/agreement');
    await send(page, '导入文本', {});
    await page.getByRole('dialog').getByRole('button').last().click();
    const row = page.getByRole('row').filter({ has: page.getByText('草稿', { exact: true }) });
    await send(row, '公布', { '生效时间（空为 7 天后）': moment(60 * DAY) });
    const coming = page.getByRole('row').filter({ has: page.getByText('将生效', { exact: true }) });
    await coming.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await coming.waitFor({ state: 'detached' });
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('product: coupons are given in the page, and the customer has one', async () => {
    const page = await atDesk('/grants');
    const campaign = `autumn-${Date.now()}`;
    await send(page, '发放代金券', {
      活动编号: campaign,
      '账号 ID（每行一个，至多 200 个）': 'demo',
      '金额（元）': '5',
      到期: moment(30 * DAY),
      原因: '秋季活动',
    });
    await page.getByText(campaign).first().waitFor();
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('rules: a carrier’s day is reconciled from its file in the page', async () => {
    const page = await atDesk('/reconciliation');
    const day = new Date(Date.now() + 8 * HOUR - DAY).toISOString().slice(0, 10);
    await send(page, '对账', {
      线路: { choose: 'Sandbox carrier' },
      '日期（北京时间）': day,
      话单文件: { name: 'calls.csv', content: `called,start,seconds\n+8613800000200,${day} 10:00:00,12\n` },
    });
    await page.waitForURL(/reconciliation\/.+/, { waitUntil: 'commit' });
    await desk.settled();
    await page.getByText('+86138****0200').or(page.getByText('138')).first().waitFor();
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('4.3.6 a regulator’s file of complaints is taken in the page, and says what became of its rows', async () => {
    const page = await atDesk('/complaints');
    await page.getByRole('button', { name: '导入监管文件' }).click();
    const dialog = page.getByRole('dialog');
    const content =
      '号码,时间,类别\n13900660200,2026-03-10 10:00:00,骚扰\n不是号码,2026-03-10 10:00:00,骚扰\n';
    const file = { name: '12321.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByRole('button', { name: '导入监管文件' }).click();
    await page
      .getByText(/新登记 1 件.*不能识别 1 行/)
      .last()
      .waitFor();
    await page.getByText(/^第 3 行：/).waitFor();
    expect(desk.complaints).toEqual([]);
  }, 120_000);

  test('4.2.5 a warning is imposed, appealed by the customer, and upheld, each in its page', async () => {
    const page = await atDesk('/sanctions');
    const reason = `模板与场景不符 ${Date.now()}`;
    await send(page, '作出处置', { '客户账号 ID': 'demo', 依据条款: '4.2.5', 原因: reason });
    const row = page.getByRole('row', { name: reason });
    await row.getByText('生效中').waitFor();

    const owner = await open();
    await logIn(owner, service.facts.owner);
    await owner.turn('/standing');
    const mine = owner.page.getByRole('row', { name: reason });
    await mine.getByRole('button', { name: '申诉' }).click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel('申诉理由').fill('该模板已于昨日停用。');
    await dialog.getByRole('button', { name: '提交' }).click();
    await mine.getByText('已申诉').waitFor();

    await desk.turn('/operator/overview');
    await desk.turn('/operator/sanctions?review=yes');
    await row.getByText('已申诉').waitFor();
    await send(row, '复核', { 复核结论: { choose: '解除' }, 原因: '已改正' });
    await desk.turn('/operator/sanctions');
    await row.getByText('已结束').waitFor();
    const { Data } = await customer.call('QueryUVMSSanctions', {});
    expect(Data[0]).toMatchObject({ Stands: false, Appeal: '该模板已于昨日停用。', Decision: '已改正' });
    expect([...desk.complaints, ...owner.complaints]).toEqual([]);
  }, 180_000);

  test('4.3.6 a complaint is answered by the customer in the page', async () => {
    const operator = await logInProgram(service.facts.baseUrl, 'OperatorLogin', service.facts.operator);
    const Words = `一周来电三次 ${Date.now()}`;
    const asked = { PhoneNumber: '+8613900770200', Kind: 'frequency', AccountId: 'demo', Words } as const;
    const { ComplaintId } = await operator.call('CreateUVMSComplaint', asked);
    await operator.call('ForwardUVMSComplaint', { ComplaintId, AccountId: 'demo' });
    const owner = await open();
    await logIn(owner, service.facts.owner);
    await owner.turn('/complaints');
    const row = owner.page.getByRole('row', { name: Words });
    await row.getByRole('button', { name: '答复' }).click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel('答复').fill('该号码已加入拒呼名单。');
    await dialog.getByRole('button', { name: '答复' }).click();
    await row.getByText('待办结').waitFor();
    expect(owner.complaints).toEqual([]);
  }, 120_000);

  test('4.2.9 what is held of a number is erased from the page, and said when it is done', async () => {
    const page = await atDesk('/erasures');
    const rows = page.locator('#page tr.ant-table-row');
    // Rows of the page before are no rows of this one.
    await page.getByRole('heading', { level: 1, name: '数据删除' }).waitFor();
    await desk.settled();
    const before = await rows.count();
    await send(page, '删除资料', { '号码（E.164，带 +）': '+8613900880200', 原因: '本人要求' });
    await rows.nth(before).waitFor();
    await rows.first().getByText('运营', { exact: true }).waitFor();
    // What cannot be erased at the first look is looked at again after a minute.
    await page.getByText('进行中').waitFor({ state: 'detached', timeout: 100_000 });
    expect(desk.complaints).toEqual([]);
  }, 150_000);
});
