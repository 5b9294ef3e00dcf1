import { expect, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import type { TestPage } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { logIn } from './support/sign-in.ts';

inBrowser(({ service, open }) => {
  async function addNode({ page }: TestPage, kind: string, said: string): Promise<void> {
    await page.getByRole('button', { name: '添加节点' }).click();
    await page.getByRole('menuitem', { name: kind, exact: true }).click();
    await page.getByLabel('播报内容').fill(said);
  }

  /** Chooses where a way out of the chosen node leads. */
  async function lead({ page }: TestPage, exit: string, to: string): Promise<void> {
    await page.getByRole('combobox', { name: exit, exact: true }).click();
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(to).click();
  }

  /** The nodes that the tried call went through, each with what was done there. */
  async function visited({ page }: TestPage): Promise<[node: string, did: string][]> {
    const steps = await page.locator('ol[aria-live] li:has(strong)').all();
    return Promise.all(
      steps.map(async (step): Promise<[string, string]> => {
        const did = await step.getByText(/^→ /).allTextContents();
        const [node = ''] = await step.locator('strong').allTextContents();
        return [node, did.join().replace('→ ', '')];
      }),
    );
  }

  test('product: a flow is drawn, passes the checker, is tried by keys and submitted, in the page alone', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await page.getByRole('link', { name: '导航流程' }).click();
    await page.getByRole('link', { name: '创建流程' }).click();
    await page.getByLabel('名称', { exact: true }).fill('送达回访');
    await page.getByLabel('场景说明').fill('订单送达后请用户评价');
    await addNode(opened, '结束', '感谢您的反馈，再见。');
    await addNode(opened, '登记拒呼', '已为您登记，我们不会再次致电。');
    await addNode(opened, '菜单', '您好，您的订单{1}已送达。满意请按1，不再接听请按2。');
    await page.getByRole('button', { name: '设为起点' }).click();
    await lead(opened, '按 1', 'hangup1');
    await page.getByRole('button', { name: '添加按键' }).click();
    await lead(opened, '按 2', 'refuse1');

    // The way out for silence leads nowhere yet: the service says so, and the node shows it.
    await page.getByText('须修改').first().waitFor();
    await page.locator('.react-flow__node[data-id=menu1] .ant-badge').waitFor();
    expect(await page.getByRole('group', { name: '键盘' }).count()).toBe(0);
    await page.getByRole('button', { name: '整理' }).click();
    await opened.picture('flow-faults');
    await page
      .locator('.react-flow__node[data-id=menu1] [data-handleid=otherwise]')
      .dragTo(page.locator('.react-flow__node[data-id=hangup1] .react-flow__handle-left'));
    await page.getByText('符合全部规则，可以提交').waitFor();

    const keypad = page.getByRole('group', { name: '键盘' });
    await page.getByRole('listitem').getByText('您的订单示例 1已送达').waitFor();
    await keypad.getByRole('button', { name: '5' }).click();
    await page.getByText('→ 按 5').waitFor();
    await keypad.getByRole('button', { name: '2' }).click();
    await page.getByRole('listitem').getByText('我们不会再次致电').waitFor();
    await page.getByText('通话结束').waitFor();
    expect(await keypad.count()).toBe(0);
    expect(await visited(opened)).toEqual([
      ['menu1', '按 5, 按 2'],
      ['refuse1', ''],
    ]);
    await opened.picture('flow-tried');

    // Another key leads to the other end.
    await page.getByRole('button', { name: '重新开始' }).click();
    await keypad.getByRole('button', { name: '1' }).click();
    await page.getByRole('listitem').getByText('感谢您的反馈').waitFor();
    await page.getByText('通话结束').waitFor();
    expect(await visited(opened)).toEqual([
      ['menu1', '按 1'],
      ['hangup1', ''],
    ]);

    // Who presses nothing is asked as often as the menu says, and then led out by its way for silence.
    await page.getByRole('button', { name: '重新开始' }).click();
    const silence = keypad.getByRole('button', { name: '不按键' });
    for (const asked of ['没有按键', '没有按键, 没有按键']) {
      await silence.click();
      await page.getByText(`→ ${asked}`, { exact: true }).waitFor();
    }
    await page.getByText('通话结束').waitFor();
    expect(await silence.count()).toBe(0);
    expect(await visited(opened)).toEqual([
      ['menu1', '没有按键, 没有按键'],
      ['hangup1', ''],
    ]);
    await opened.picture('flow-tried-silence');
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: '提交审核' }).click();
    await page.waitForURL(/\/flows$/, { waitUntil: 'commit' });
    await page.getByRole('row', { name: /送达回访.*待审核/ }).waitFor();
    await opened.picture('flows');
    expect(opened.complaints).toEqual([]);
    expect(opened.strangers).toEqual([]);
  }, 120_000);

  test('product: an approved flow is drawn as it was filed, in the dark and on a narrow screen too', async () => {
    const opened = await open({ width: 360, dark: true, language: 'en-GB' });
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.go('/flows/UVVF20260101demoflow');
    await page.locator('.react-flow__node').first().waitFor();
    expect(await page.locator('.react-flow__node').count()).toBe(8);
    await page.getByText('It keeps all rules and can be submitted').waitFor();
    await opened.picture('flow-demo-360');
    expect(await seriousFaults(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }, 60_000);
});
