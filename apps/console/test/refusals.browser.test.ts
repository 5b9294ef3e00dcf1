import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram, type Program } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

inBrowser(({ service, open }) => {
  let customer: Program;
  let operator: Program;

  beforeAll(async () => {
    customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
    operator = await logInProgram(service.facts.baseUrl, 'OperatorLogin', service.facts.operator);
  });

  /** What the operator's staff would do with the one review of a kind that is open. */
  async function approve(Kind: 'capability' | 'number' | 'flow'): Promise<void> {
    const { Reviews } = await operator.call('ListUVMSReviews', { AccountId: 'demo', Kind });
    for (const { AccountId, ReviewId } of Reviews) {
      await operator.call('ClaimUVMSReview', { AccountId, ReviewId });
      await operator.call('ApproveUVMSReview', { AccountId, ReviewId });
    }
  }

  test('4.3.2 a callee who was put on the do-not-call list is not called, and the page says why', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await page.getByRole('link', { name: '拒呼名单' }).click();
    await page.getByRole('button', { name: '加入号码' }).click();
    await page.getByLabel('号码（每行一个').fill('+8613900010200');
    await page.getByLabel('备注').fill('来电要求');
    await page.getByRole('button', { name: '提交' }).click();
    await page
      .getByRole('row', { name: /来电要求/ })
      .getByText('本账号')
      .waitFor();
    expect(await page.getByText('13900010200').count()).toBe(0);
    await opened.picture('do-not-call');

    await opened.go('/tasks/new');
    await page.getByRole('heading', { name: '新建任务' }).waitFor();
    await page.getByLabel('任务名称').fill('其中一人拒接');
    const list = '+8613900010200,A1\n+8613900020200,A2\n';
    const csv = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
    await page.locator('input[type=file]').setInputFiles(csv);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '导入并检查' }).click();
    await page.getByText('检查于').waitFor();
    await page.getByRole('button', { name: '开始', exact: true }).click();
    await page.getByRole('dialog').getByText('将呼叫 1 个号码').last().waitFor();
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('已完成').first().waitFor({ timeout: 60_000 });
    const refused = page.getByRole('row', { name: /A1/ });
    await refused.getByText('未通过规则').waitFor();
    await refused.getByText('拒绝').waitFor();
    await page.getByRole('row', { name: /A2/ }).getByText('已接听').waitFor();
    await opened.picture('task-refused');
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  test.each([
    ['customer', 'QueryUVMSBlacklistPhone'],
    ['operator', 'QueryUVMSDoNotCall'],
  ] as const)(
    '4.3.2 the %s imports an outside registry and withdraws it, in the page',
    async (realm, query) => {
      const opened = await open();
      const { page } = opened;
      await logIn(opened, service.facts[realm === 'customer' ? 'owner' : 'operator'], realm);
      await page.getByRole('link', { name: '拒呼名单' }).click();
      await page.getByRole('button', { name: '导入外部名单' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('名单名称').fill('行业协会名单');
      const buffer = Buffer.from('号码\n13900070200\n不是号码\n');
      await dialog
        .locator('input[type=file]')
        .setInputFiles({ name: 'registry.csv', mimeType: 'text/csv', buffer });
      await dialog.getByRole('button', { name: '导入外部名单' }).click();
      await page
        .getByText(/新加入 1 个.*不能识别 1 行/)
        .last()
        .waitFor();
      await page.getByText(/^第 3 行：/).waitFor();
      await page.getByRole('button', { name: /^(?:知道了|确定)$/ }).click();
      await page.getByRole('row', { name: /\+86139\*\*\*\*0200.*行业协会名单/ }).waitFor();
      await opened.picture(`registries-${realm}`);
      const program = realm === 'customer' ? customer : operator;
      const listed = async () => (await program.call(query, { PhoneNumber: '+8613900070200' })).Total;
      expect(await listed()).toBe(1);

      await page
        .getByRole('row', { name: /行业协会名单/ })
        .getByRole('button', { name: '撤下' })
        .click();
      const asked = page.getByRole('dialog', { name: '撤下名单' });
      if (realm === 'operator') await asked.getByLabel('原因').fill('协会撤回');
      await asked.getByRole('button', { name: '撤下' }).click();
      await page.getByText('没有导入外部名单').waitFor();
      expect(await listed()).toBe(0);
      expect(opened.complaints).toEqual([]);
    },
  );

  test('rules: numbers are applied for, chosen from the answer, paid, and answer by a flow, in the page', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.go('/numbers/applications/new');
    await page.getByRole('combobox', { name: '示例模板' }).click();
    await page.getByTitle('登录验证码').click();
    await page.keyboard.press('Escape');
    await page.getByLabel('首选城市区号').fill('021');
    await page.getByLabel('备选区号').fill('020, 0755');
    await page.getByLabel('数量').fill('2');
    await page.getByRole('button', { name: '提交申请' }).click();
    // 2.1: without the capability the service says so, and what to do.
    await page.getByRole('alert').getByText('能力').first().waitFor();
    await operator.call('UpdateUVMSReviewSettings', { Kind: 'capability', TwoPerson: false });
    onTestFinished(async () => {
      await operator.call('UpdateUVMSReviewSettings', { Kind: 'capability', TwoPerson: true });
    });
    // Any picture is a material.
    const upload = await page.request.post('/?Action=UploadUVMSFile&Kind=material&Name=letter.png', {
      headers: { 'x-herald-console': 'customer', 'content-type': 'application/octet-stream' },
      data: await page.screenshot(),
    });
    const { FileId } = (await upload.json()) as { FileId: string };
    await customer.call('ApplyUVMSCapability', {
      Capability: 'number-application',
      Purpose: '客户来电显示企业号码',
      FileIds: [FileId],
    });
    await approve('capability');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/applications\/UVNA/, { waitUntil: 'commit' });
    const ApplicationId = page.url().split('/').at(-1) as string;
    await approve('number');
    const key = { AccountId: 'demo', ApplicationId };
    await operator.call('AnswerUVMSNumberApplication', { ...key, Answers: ['1,021,10,2'] });
    await page.reload();
    await page.getByLabel(/^选择数量/).fill('1');
    await page.getByText('¥120.00').waitFor();
    await opened.picture('number-offers');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '下单并付款' }).click();
    await page.getByText('已付款，正在开通').waitFor();
    const { Data } = await customer.call('QueryUVMSNumberApplications', { ApplicationId });
    expect(Data[0]?.Answers[0]?.Chosen).toBe(1);
    const desk = await open();
    await logIn(desk, service.facts.operator, 'operator');
    await desk.turn(`/operator/number-applications/${ApplicationId}`);
    await desk.page.getByRole('button', { name: '交付号码' }).click();
    await desk.page.getByRole('dialog').locator('textarea').fill('+862151860123');
    await desk.page.getByRole('dialog').getByRole('button', { name: '交付号码' }).click();
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.complaints).toEqual([]);

    const graph = {
      start: 'bye',
      maxSeconds: 30,
      nodes: { bye: { kind: 'hangup', say: '您好，请拨打客服。' } },
    };
    const flow = { Name: '接听', Scene: '有人回拨时告知客服电话', AllDay: true, Flow: JSON.stringify(graph) };
    await customer.call('CreateUVMSFlow', { ...flow, Submit: true });
    await approve('flow');
    await opened.go('/numbers');
    await page.getByRole('combobox', { name: /^接听流程/ }).click();
    await page.getByTitle('接听', { exact: true }).click();
    await page.getByText('接听流程已更新').waitFor();
    await page
      .getByRole('row', { name: /\+862151860123/ })
      .getByRole('button', { name: '关' })
      .click();
    await page.getByRole('button', { name: '确定' }).click();
    await page
      .getByRole('row', { name: /\+862151860123/ })
      .getByRole('button', { name: '开' })
      .waitFor();
    await opened.picture('numbers-one');
    expect(await seriousFaults(page)).toEqual([]);
    const numbers = await customer.call('QueryUVMSNumbers', {});
    expect(numbers.Data).toMatchObject([{ AutoRenew: true, InboundFlowId: expect.stringMatching(/^UVVF/) }]);

    const owned = page.getByRole('row', { name: /\+862151860123/ });
    const until = await owned.locator('time').first().getAttribute('datetime');
    await owned.getByRole('button', { name: '续费' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '续费' }).click();
    await page.getByText('已续费').first().waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await owned.locator(`time[datetime="${until}"]`).waitFor({ state: 'detached' });
    await owned.getByRole('button', { name: '注销', exact: true }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('业务已停止');
    await page.getByRole('dialog').getByRole('button', { name: '注销', exact: true }).click();
    // One that is this young is not given up yet, and the page says so.
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();

    await opened.go('/audit');
    await page
      .getByRole('row', { name: /UpdateUVMSNumber\b/ })
      .getByRole('button')
      .click();
    await opened.picture('audit-one');
    expect(opened.complaints).toEqual([]);
  }, 120_000);
});
