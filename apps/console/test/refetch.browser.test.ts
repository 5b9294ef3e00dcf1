import { expect, test } from 'vitest';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

/** Longer than an answer is taken for fresh, so that looking at the page again asks again. */
const STALE = 60_000;

/** In the page: keeps every element that is in view, and where a row of a table is one, its key. */
const KEEP = `globalThis.kept = [...document.querySelectorAll('header *, main *, .ant-drawer *, .ant-modal *, .ant-dropdown *')]
  .filter((one) => one.checkVisibility())
  .map((node) => ({ node, row: node.closest('tr[data-row-key]')?.dataset.rowKey, text: node.outerHTML.slice(0, 160) }));
globalThis.kept.length`;

/** In the page: what is another element by now. A row that others have moved to another page is none. */
const REPLACED = `globalThis.kept
  .filter(({ node, row }) => !node.isConnected &&
    (row === undefined || document.querySelector('tr[data-row-key="' + CSS.escape(row) + '"]')))
  .map(({ text }) => text)`;

const CUSTOMER = [
  ...['/overview', '/start', '/templates', '/tasks', '/tasks/new', '/flows', '/numbers', '/records'],
  ...['/statistics', '/receipts', '/do-not-call', '/packages', '/orders', '/bills', '/alarms', '/keys'],
  ...['/explorer', '/members', '/security', '/agreement', '/notices', '/status', '/apps', '/enterprise'],
];
const OPERATOR = [
  ...['/overview', '/reviews', '/customers', '/customers/demo', '/trunks', '/trunks/sandbox', '/numbers'],
  ...['/complaints', '/sanctions', '/thresholds', '/lexicon', '/audit', '/staff', '/prices', '/payments'],
];

inBrowser(({ service, open }) => {
  /** Has everything in view asked again, and says which elements are no longer those that were there. */
  async function askedAgain({ page }: TestPage): Promise<string[]> {
    expect(await page.evaluate<number>(KEEP)).toBeGreaterThan(20);
    await page.clock.fastForward(STALE);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`);
    await answered;
    await page.waitForLoadState('networkidle');
    await page.evaluate(`new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))`);
    return page.evaluate<string[]>(REPLACED);
  }

  async function opened(realm: 'customer' | 'operator'): Promise<TestPage> {
    const desk = await open();
    await desk.page.clock.install();
    await logIn(desk, realm === 'customer' ? service.facts.owner : service.facts.operator, realm);
    return desk;
  }

  test.each([
    ['customer', '', CUSTOMER],
    ['operator', '/operator', OPERATOR],
  ] as const)(
    'product: on pages of the %s what is in view stays the very same element when it is asked for again',
    async (realm, root, paths) => {
      const desk = await opened(realm);
      const replaced: Record<string, string[]> = {};
      for (const path of paths) {
        await desk.turn(`${root}${path}`);
        const found = await askedAgain(desk);
        if (found.length > 0) replaced[path] = found;
      }
      expect(replaced).toEqual({});
    },
    300_000,
  );

  test('product: an open drawer, dialogue and menu, and what is typed in a form, stay when the page asks again', async () => {
    const desk = await opened('customer');
    const customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
    const { page } = desk;
    await page.getByRole('button', { name: /^账号 / }).click();
    await page.getByText('退出登录').waitFor();
    expect(await askedAgain(desk)).toEqual([]);
    await page.keyboard.press('Escape');

    const { SessionNo } = await customer.call('SendUVMSMessage', {
      CalledNumber: '+8613800990486',
      TemplateId: 'UVVT20260101democode',
      TemplateParams: ['A1B2'],
    });
    await desk.turn('/records?purpose=1');
    await page.locator(`tr[data-row-key="${SessionNo}"] a`).click();
    await page.getByRole('dialog').getByText('被叫忙').first().waitFor();
    expect(await askedAgain(desk)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await page.waitForURL(/\/records\?purpose=1$/, { waitUntil: 'commit' });

    await desk.turn('/members');
    await page.getByRole('button', { name: '邀请' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('someone@example.com');
    expect(await askedAgain(desk)).toEqual([]);
    expect(await page.getByRole('dialog').getByRole('textbox').first().inputValue()).toBe(
      'someone@example.com',
    );

    await desk.turn('/templates/new');
    await page.getByRole('textbox').first().fill('还没有保存');
    expect(await askedAgain(desk)).toEqual([]);
    expect(await page.getByRole('textbox').first().inputValue()).toBe('还没有保存');
  }, 120_000);
});
