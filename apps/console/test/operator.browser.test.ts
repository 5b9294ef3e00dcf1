import { beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram, type Program } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

inBrowser(({ service, open }) => {
  let customer: Program;

  beforeAll(async () => {
    customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
  });

  const submitTemplate = (Name: string) =>
    customer.call('CreateUVMSTemplate', {
      Name,
      Scene: '用户登录时核对身份',
      Purpose: 1,
      Language: 'zh',
      Content: '您的验证码是{1}，请勿告诉他人。',
      Submit: true,
    });

  test('4.1.2 the operator takes a review, rejects it with a prepared reason, and the customer reads it', async () => {
    const { TemplateId } = await submitTemplate('登录验证');
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.operator, 'operator');
    await opened.go('/operator/reviews');
    await page.getByRole('link', { name: /登录验证/ }).click();
    await page.getByRole('button', { name: '领取' }).click();
    await page.getByRole('tab', { name: '驳回' }).click();
    await page.getByText('被叫听不出是谁打来的', { exact: false }).click();
    await opened.picture('operator-review-claimed');
    await page.getByRole('button', { name: '驳回', exact: true }).click();
    await page.getByText('已驳回').first().waitFor();
    await opened.picture('operator-review-rejected');
    const { Data } = await customer.call('QueryUVMSTemplate', { TemplateId });
    expect(Data[0]).toMatchObject({ Status: 3, Remark: expect.stringContaining('被叫听不出是谁打来的') });
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  test('voice: the operator hears a trunk by a call over it, and its ladder is shown', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.operator, 'operator');
    await opened.go('/operator/trunks/sandbox');
    await page.getByRole('button', { name: '测试呼叫' }).click();
    await page.getByLabel('被叫号码').fill('+8613800000200');
    await opened.picture('operator-trunk-test-asked');
    await page.getByRole('dialog').getByRole('button', { name: '测试呼叫' }).click();
    await page.getByRole('img', { name: /SIP/ }).waitFor();
    await opened.picture('operator-trunk-tested');
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  test('4.2.2 a change of the lexicon is tried on a text before it is made, and then makes a version', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.operator, 'operator');
    await opened.go('/operator/lexicon?tab=bench');
    await page.getByLabel('加入（每行一个）').fill('内部消息');
    await page.getByLabel('另外试验的文字').fill('请勿告诉他人，内部消息。');
    await page.getByRole('button', { name: '试验', exact: true }).click();
    await page.locator('mark').filter({ hasText: '内部消息' }).waitFor();
    await opened.picture('operator-lexicon-tried');
    await page.getByRole('button', { name: '修改词库' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('类别').click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('i 营销推广').click();
    await dialog.getByLabel('加入（每行一个）').fill('内部消息');
    await dialog.getByLabel('原因').fill('近日投诉');
    await opened.picture('operator-lexicon-change');
    await dialog.getByRole('button', { name: '修改词库' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '版本' }).click();
    await page.getByText('近日投诉').waitFor();
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  test('4.3.6 a complaint is entered, forwarded with its clock, and read by the customer', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.operator, 'operator');
    await opened.go('/operator/complaints');
    await page.getByRole('button', { name: '登记投诉' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByLabel('投诉人号码').fill('+8613800001200');
    await asked.getByLabel('投诉人的陈述').fill('没有订购过任何服务');
    await asked.getByRole('button', { name: '登记投诉' }).click();
    const row = page.locator('tr.ant-table-row').filter({ hasText: '138****1200' });
    await row.getByRole('button', { name: '转交客户' }).click();
    await page.getByRole('dialog').getByLabel('客户账号 ID').fill('demo');
    await page.getByRole('dialog').getByRole('button', { name: '转交客户' }).click();
    await row.getByText('待客户答复').waitFor();
    await opened.picture('operator-complaint-forwarded');
    const { Data } = await customer.call('QueryUVMSComplaints', {});
    expect(Data).toContainEqual(expect.objectContaining({ State: 'forwarded', Words: '没有订购过任何服务' }));
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  const PATHS = [
    ...['', '/reviews', '/customers', '/customers/demo', '/customers/demo?tab=members'],
    ...['/customers/demo?tab=money', '/customers/demo?tab=messages', '/customers/demo?tab=deliveries'],
    ...[
      '/customers/demo?tab=audit',
      '/customers/demo/templates/UVVT20260101democode',
      '/announcements',
      '/trunks',
      '/trunks/sandbox',
      '/narrowings',
      '/inbound',
    ],
    ...[
      '/numbers',
      '/number-applications',
      '/prices',
      '/payments',
      '/grants',
      '/ended-balances',
      '/reconciliation',
    ],
    ...[
      '/complaints',
      '/sanctions',
      '/rectifications',
      '/thresholds',
      '/signs',
      '/lexicon',
      '/lexicon?tab=bench',
      '/lexicon?tab=versions',
      '/do-not-call',
      '/agreement',
    ],
    ...[
      '/agreement?tab=refusals',
      '/agreement?tab=identity',
      '/sampling',
      '/improvement',
      '/retention',
      '/erasures',
      '/audit',
      '/staff',
    ],
    ...['/archives', '/master-keys', '/limits', '/security', '/nowhere'],
  ];
  test.each([
    { width: 1280, dark: false, language: 'zh-CN' },
    { width: 360, dark: true, language: 'en-GB' },
  ] as const)(
    'product: axe finds nothing serious on the operator’s pages at $width px, dark $dark, in $language',
    async (look) => {
      await submitTemplate(`注册验证${look.width}`);
      const opened = await open(look);
      const { page } = opened;
      await logIn(opened, service.facts.operator, 'operator');
      for (const path of PATHS) {
        await opened.turn(`/operator${path}`);
        const name = path.replaceAll(/[/?=]/g, '-') || '-overview';
        await opened.picture(`operator${name}-${look.width}-${look.language}`);
        expect(await seriousFaults(page), path).toEqual([]);
        expect(await overflow(page), `${path} is as wide as the screen`).toBeLessThanOrEqual(0);
        // On a desk no column is out of view; on a telephone tables are moved sideways.
        if (look.width === 1280) expect(await hiddenColumns(page), path).toEqual([]);
      }
      expect(opened.complaints).toEqual([]);
      expect(opened.strangers).toEqual([]);
    },
    300_000,
  );
});

/** By how much a page is wider than the screen, px. */
const overflow = (page: TestPage['page']): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** In the page: by how much tables are wider than their place, px, for those that are. */
const hiddenColumns = (page: TestPage['page']): Promise<number[]> =>
  page.evaluate(`[...document.querySelectorAll('main .ant-table-content')]
    .map((table) => table.scrollWidth - table.clientWidth).filter((more) => more > 1)`);
