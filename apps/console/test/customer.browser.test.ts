import { expect, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logIn } from './support/sign-in.ts';

/** Going from page to page loads no document. */
const COMMITTED = { waitUntil: 'commit' } as const;

inBrowser(({ service, open }) => {
  test('product 9: from the log-in to the sound that the callee heard, without a complaint of the browser', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.turn('/start');
    await page.getByRole('heading', { name: '快速开始' }).waitFor();
    await opened.picture('start');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByText('开始播报').first().waitFor();
    await opened.picture('start-live');
    await page.getByText('开始播报 第 2 遍').waitFor();
    await page.locator('audio').waitFor();
    await opened.picture('start-sent');
    expect(await page.getByRole('img', { name: /SIP/ }).count()).toBe(1);
    expect(opened.complaints).toEqual([]);
    expect(opened.strangers).toEqual([]);
  }, 120_000);

  test('4.2.4 a session that was ended elsewhere leads to the log-in, and back to the page after it', async () => {
    const opened = await open({ language: 'en-GB' });
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.turn('/overview');
    await page.context().clearCookies();
    await page.reload();
    await page.waitForURL(/login\?return=%2Foverview/, COMMITTED);
    await page.locator('input[autocomplete=username]').fill(service.facts.owner.email);
    await page.locator('input[autocomplete=current-password]').fill('a wrong password');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').waitFor();
    await opened.picture('log-in-wrong');
    await page.locator('input[autocomplete=current-password]').fill(service.facts.owner.password);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/console\/overview$/, COMMITTED);
  }, 60_000);

  test('4.2.4 who logs out is out, also for a page that is opened anew', async () => {
    const opened = await open({ width: 360, dark: true });
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await page.getByRole('button', { name: /^账号 / }).click();
    await page.getByText('退出登录').click();
    await page.waitForURL(/\/login/, COMMITTED);
    await page.goto('/console/start');
    await page.waitForURL(/\/login\?return=%2Fstart/, COMMITTED);
    expect(opened.complaints).toEqual([]);
  }, 60_000);

  test('4.2.8 what notices say at their end is chosen for all of them, and each shows what it is', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.turn('/templates');
    await page.getByRole('combobox', { name: '文字通知的结尾提示', exact: true }).click();
    await page
      .locator('.ant-select-item-option')
      .getByText('按 9 不再接听，按 8 投诉', { exact: true })
      .click();
    await page.getByText('与全部通知相同：按 9 不再接听，按 8 投诉').waitFor();
    await opened.picture('spoken-tail');
    expect(opened.complaints).toEqual([]);
  }, 120_000);

  const PATHS = [
    ...['/login', '/operator-login', '/register', '/forgot-password', '/start', '/overview', '/real-name'],
    ...['/enterprise', '/apps', '/capabilities', '/templates', '/templates/new', '/tasks', '/tasks/new'],
    ...[
      '/flows',
      '/flows/new',
      '/numbers',
      '/numbers/applications',
      '/numbers/applications/new',
      '/numbers/inbound',
      '/records',
    ],
    ...[
      '/statistics',
      '/statistics?by=operator',
      '/receipts',
      '/do-not-call',
      '/consents',
      '/standing',
      '/audit',
    ],
    ...['/destinations', '/complaints', '/test-callees'],
    ...['/packages', '/orders', '/coupons', '/bills', '/alarms', '/keys', '/explorer', '/members'],
    ...['/security', '/agreement', '/notices', '/status'],
  ];
  test.each([
    { width: 1280, dark: false, language: 'zh-CN' },
    { width: 360, dark: true, language: 'en-GB' },
  ] as const)(
    'product: axe finds nothing serious at $width px, dark $dark, in $language',
    async (look) => {
      const opened = await open(look);
      await logIn(opened, service.facts.owner);
      for (const path of PATHS) {
        await opened.turn(path);
        await opened.picture(`${path.slice(1).replaceAll('/', '-')}-${look.width}-${look.language}`);
        expect(await seriousFaults(opened.page), path).toEqual([]);
        expect(await overflow(opened.page), `${path} is as wide as the screen`).toBeLessThanOrEqual(0);
      }
      expect(opened.complaints).toEqual([]);
    },
    300_000,
  );
});

/** By how much a page is wider than the screen, px. */
const overflow = (page: TestPage['page']): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
