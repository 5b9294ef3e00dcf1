import { expect, test } from 'vitest';
import { byKeys } from './support/by-keys.ts';
import { inBrowser } from './support/in-browser.ts';

/** In the page: resolves once the sound has begun to be played. */
const PLAYED = `new Promise((begun) => {
  const sound = document.querySelector('audio');
  if (sound.currentTime > 0) begun(); else sound.addEventListener('timeupdate', () => begun(), { once: true });
})`;

inBrowser(({ service, open }) => {
  test.each([{ dark: false }, { dark: true }])(
    'product: from the log-in to the sound of the test call by the keyboard alone, and one always sees where it is, dark $dark',
    async ({ dark }) => {
      const opened = await open({ dark });
      const { page, settled } = opened;
      const keys = byKeys(page);
      const { email, password } = service.facts.owner;
      await page.goto('/console/login');
      await keys.isAt(page.getByLabel('邮箱'));
      await page.keyboard.type(email);
      await keys.reach(page.getByLabel('密码', { exact: true }));
      await page.keyboard.type(password);
      await page.keyboard.press('Enter');

      // Whoever comes to another page is at its beginning, and not at the top of the document.
      await page.locator('#page').waitFor();
      await settled();
      await keys.isAt(page.locator('#page'));
      for (const place of ['服务状态', '快速开始']) {
        await keys.reach(page.getByRole('link', { name: place, exact: true }), 'Shift+Tab');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: place }).waitFor();
        await settled();
        await keys.isAt(page.locator('#page'));
      }

      const step = page.getByRole('listitem').filter({ hasText: '9. ' });
      await keys.reach(step.getByRole('link'));
      await page.keyboard.press('Enter');
      await keys.isAt(page.locator('#send-test'));
      await keys.reach(page.getByRole('combobox', { name: '模板' }));
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await keys.reach(page.getByLabel('变量 {1}'));
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('B7C2');
      await page.getByText(/[BＢ]7C2/).waitFor();
      await keys.reach(page.getByRole('button', { name: '发送', exact: true }));
      await page.keyboard.press('Enter');
      await page.getByText('开始播报').first().waitFor();
      await keys.isAt(page.locator('#send-test'));

      const heard = page.locator('audio');
      await heard.waitFor();
      await keys.reach(heard);
      await opened.picture(`keys-heard-${dark ? 'dark' : 'light'}`);
      await page.keyboard.press('Space');
      await page.evaluate(PLAYED);
      await keys.reach(page.getByRole('button', { name: '再发一条' }));
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '发送', exact: true }).waitFor();
      await keys.isAt(page.locator('#send-test'));
      expect(opened.complaints).toEqual([]);
    },
    180_000,
  );

  test('product: the first stop of a page leads past the menus to what the page is for', async () => {
    const opened = await open();
    const { page, go, settled } = opened;
    const keys = byKeys(page);
    await page.goto('/console/login?return=%2Ftasks');
    await keys.isAt(page.getByLabel('邮箱'));
    await page.keyboard.type(service.facts.owner.email);
    await keys.reach(page.getByLabel('密码', { exact: true }));
    await page.keyboard.type(service.facts.owner.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '批量任务' }).waitFor();
    await go('/tasks');
    const skip = page.getByRole('link', { name: '跳到正文' });
    await keys.reach(skip);
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    await keys.isAt(page.locator('#page'));
    await keys.reach(page.getByRole('link', { name: '新建任务' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '新建任务' }).waitFor();
    await settled();
    await keys.isAt(page.locator('#page'));
    expect(opened.complaints).toEqual([]);
  }, 120_000);
});
