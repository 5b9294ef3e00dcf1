import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

const OWNER = { email: 'founder@tale.example', password: 'four quiet lanterns' };
const COMPANY = '灯笼科技';
const SECOND = { email: 'second@staff.example', password: 'two careful readers' };
/** One grey pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
const PAPER = { name: 'paper.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') };

inBrowser(({ service, open }) => {
  /** What is looked for in the mails to an address, as soon as one has it. */
  async function mailed(email: string, wanted: RegExp): Promise<string> {
    const folder = join(service.dataDir, 'mail');
    for (;;) {
      for (const name of await readdir(folder).catch(() => [])) {
        const mail = await readFile(join(folder, name), 'utf8');
        const [head = '', ...body] = mail.split(/\r?\n\r?\n/);
        if (!head.includes(email)) continue;
        const found = wanted.exec(Buffer.from(body.join(''), 'base64').toString())?.[0];
        if (found) return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Capabilities are granted by two: a colleague is invited and comes in by what is mailed. */
  async function colleague(): Promise<TestPage> {
    const admin = await logInProgram(service.facts.baseUrl, 'OperatorLogin', service.facts.operator);
    await admin.call('InviteOperator', { Email: SECOND.email, Roles: ['reviewer'], Language: 'zh' });
    const staff = await open();
    // Without an address of its own the service mails the token alone.
    const token = await mailed(SECOND.email, /^[\w-]{30,}$/m);
    await staff.go('/accept-invitation');
    await staff.page.locator('#Token').fill(token);
    await staff.page.locator('#Password').fill(SECOND.password);
    await staff.page.locator('button[type=submit]').click();
    await staff.page.waitForURL(/operator-login/);
    await logIn(staff, SECOND, 'operator');
    return staff;
  }

  const fill = async (page: Page, values: Readonly<Record<string, string>>) => {
    for (const [field, value] of Object.entries(values)) await page.locator(`#${field}`).fill(value);
  };
  const press = (page: Page, name: string | RegExp) =>
    page
      .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
      .first()
      .click();

  /** The operator takes the one review of this account that waits, and approves it. */
  async function approved({ page, go, settled }: TestPage, told = '已通过'): Promise<void> {
    await go('/operator/reviews');
    await page.getByRole('row', { name: COMPANY }).getByRole('link').first().click();
    await page.getByRole('button', { name: '领取' }).waitFor();
    await settled();
    await press(page, '领取');
    await press(page, '通过');
    await page.getByText(told).first().waitFor();
  }

  test('product: ten steps, from registering to the receipt, as customer and operator, in the pages alone', async () => {
    const customer = await open();
    const operator = await open();
    const { page } = customer;
    await logIn(operator, service.facts.operator, 'operator');

    // 1: registers, proves the address, logs in.
    await customer.go('/register');
    await fill(page, { AccountName: COMPANY, Name: '林一', Email: OWNER.email, Password: OWNER.password });
    await page.locator('button[type=submit]').click();
    await page.locator('#Code').fill(await mailed(OWNER.email, /\b\d{6}\b/));
    await page.locator('button[type=submit]').click();
    await page.getByText('账号已建立').waitFor();
    await logIn(customer, OWNER);
    await customer.go('/start');
    await page.getByRole('listitem').getByText('还没有已通过的模板', { exact: true }).waitFor();
    // What stands in the way is told by where one clicks, not by what a program calls.
    await page.getByRole('link', { name: '去“企业管理”' }).waitFor();
    expect(
      await page
        .locator('#page')
        .getByText(/[a-z]UVMS/)
        .count(),
    ).toBe(0);

    // 2: real name.
    await customer.go('/real-name');
    // Nothing has been written yet, so there is no draft.
    await page.getByLabel('统一社会信用代码').waitFor();
    expect(await page.getByText('草稿', { exact: true }).count()).toBe(0);
    await page.getByText('个人', { exact: true }).click();
    await page.getByLabel('身份证号').waitFor();
    await fill(page, { Name: '林一一', Number: '11010519491231002X', Phone: '+8613800000200' });
    await page.locator('button[type=submit]').click();
    await page.getByText('审核中').first().waitFor();
    await approved(operator);

    // 3: the agreement.
    await customer.go('/agreement');
    await press(page, '接受第 1 版');
    await press(page, '确定');
    await page.getByText('已接受，服务已开通').first().waitFor();

    // 4: the enterprise, with its papers.
    await customer.go('/enterprise');
    await page.getByText(/提交前还缺少：.*企业地址、营业执照、/).waitFor();
    await fill(page, {
      ...{ Name: '灯笼科技有限公司', LicenceNumber: '91310000MA1FL0AB1X', Industry: '软件' },
      ...{ ContactName: '林一', ContactPhone: '+8613800000200', Address: '上海市静安区一路1号' },
    });
    await press(page, '保存');
    for (const nth of [0, 1, 2]) {
      await page.locator('input[type=file]').nth(nth).setInputFiles(PAPER);
      await page.getByText('paper.png').nth(nth).waitFor();
    }
    await customer.picture('story-enterprise');
    await press(page, '提交审核');
    await page.getByText('审核中').first().waitFor();
    await approved(operator);

    // 5: an app, and what it may be used for.
    await customer.go('/apps');
    await press(page, '添加应用');
    await fill(page, { Name: '灯笼', Identifier: 'com.example.lantern' });
    await page.locator('.ant-modal input[type=file]').setInputFiles(PAPER);
    await page.locator('.ant-modal').getByText('paper.png').waitFor();
    await page.locator('.ant-modal').getByRole('button', { name: '提交审核' }).click();
    await page.getByText('审核中').first().waitFor();
    await approved(operator);
    await customer.go('/capabilities');
    await page.locator('.ant-card', { hasText: '语音验证码' }).getByRole('button', { name: '申请' }).click();
    await page.locator('.ant-modal textarea, .ant-modal #Purpose').first().fill('用户登录时核对身份');
    await page.locator('.ant-modal').getByRole('button', { name: '提交审核' }).click();
    await page.getByText('审核中').first().waitFor();
    await approved(operator, '等待另一人复核');
    await approved(await colleague());

    // 6: a template.
    await customer.go('/templates/new');
    await fill(page, { Name: '灯笼登录', Scene: '用户登录时核对身份' });
    await page.locator('#Content').fill('灯笼科技提醒您，您的登录验证码是{1}，请勿告诉他人。');
    await press(page, '提交审核');
    await page.waitForURL(/\/templates/);
    await approved(operator);
    // What the reviewer decided on is in words, not in the values of the interface.
    for (const fact of ['验证码 Codes', '中文 Chinese', '是 Yes']) {
      await operator.page.getByText(fact, { exact: true }).waitFor();
    }

    // 7: money, at the bank of the sandbox.
    await customer.go('/packages');
    await page.locator('#Amount').fill('100');
    await press(page, '充值');
    const [bank] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '打开付款页面' }).click(),
    ]);
    await bank.getByRole('button', { name: /付款/ }).click();
    await bank.getByText(/已付款|成功/).waitFor();
    await bank.close();

    // 8 is a number of one's own, which is optional. 9: sends, and hears what the callee heard.
    await customer.go('/start');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByText('已接听').first().waitFor();
    await page.locator('audio').waitFor();
    await customer.picture('story-sent');

    // 10: the receipt, among the records, with what it cost.
    await customer.go('/records');
    await page.getByText('已接听').first().waitFor();
    await customer.picture('story-records');
    expect(customer.complaints).toEqual([]);
    expect(operator.complaints).toEqual([]);
  }, 300_000);
});
