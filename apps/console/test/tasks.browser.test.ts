import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import { inBrowser } from './support/in-browser.ts';
import { logIn } from './support/sign-in.ts';

const ROWS = 1000;
const ANSWERED = ROWS / 10;

/** Every tenth callee of the sandbox answers, the others are busy; the last row is no number. */
function list(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const between = String(row).padStart(4, '0');
    return `+86139${between}${row % 10 === 0 ? '0200' : '0486'},${100_000 + row}`;
  });
  return ['号码,{1}', ...lines, '12345,A1'].join('\n');
}

inBrowser(({ service, open }) => {
  test('rules: a list of 1,000 numbers goes from the file to its last row in the page alone', async () => {
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await page.getByRole('link', { name: '批量任务' }).click();
    await page.getByRole('link', { name: '新建任务' }).click();
    await page.getByRole('heading', { name: '新建任务' }).waitFor();
    await page.getByLabel('任务名称').fill('一千个号码');
    const sample = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载样例 · XLSX' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: (await sample).suggestedFilename(),
      mimeType: 'application/octet-stream',
      buffer: await readFile(await (await sample).path()),
    });
    await page.getByRole('cell', { name: '+86138****0200' }).waitFor();
    const csv = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list()) };
    await page.locator('input[type=file]').setInputFiles(csv);
    await page.getByText('名单开头').waitFor();
    await page.getByRole('cell', { name: '+86139****0200' }).first().waitFor();
    await opened.picture('task-list');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('checkbox', { name: '拒接' }).check();
    await opened.picture('task-how');
    await page.getByRole('checkbox', { name: '拒接' }).uncheck();
    await page.getByRole('button', { name: '导入并检查' }).click();

    await page.getByText('检查于').waitFor();
    await page.getByText('不是电话号码').or(page.getByText('号码位数不足')).first().waitFor();
    await opened.picture('task-checked');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '开始', exact: true }).click();
    await page.getByText('此项必填').waitFor();
    await page.getByRole('checkbox', { name: `只发送正确的 ${ROWS} 行` }).check();
    await page.getByRole('button', { name: '开始', exact: true }).click();
    await page.getByRole('dialog').getByText(`将呼叫 ${ROWS} 个号码`).last().waitFor();
    await opened.picture('task-start');
    await page.getByRole('button', { name: '确定' }).click();

    await page.getByText('进行中').waitFor();
    await page.getByText('实时').waitFor();
    await opened.picture('task-running');
    await page.getByText('已完成').first().waitFor({ timeout: 100_000 });
    const figure = (name: string) => page.locator('.ant-statistic', { hasText: name }).first();
    await figure('已接听').getByText(String(ANSWERED), { exact: true }).waitFor();
    await figure('未接通')
      .getByText(String(ROWS - ANSWERED), { exact: true })
      .waitFor();
    await page.getByLabel('被叫号码').fill('13900100200');
    await page.getByLabel('被叫号码').press('Enter');
    await page
      .getByRole('row', { name: /100010/ })
      .getByText('已接听')
      .waitFor();
    await opened.picture('task-done');
    expect(await seriousFaults(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    expect(opened.strangers).toEqual([]);
  }, 180_000);
});
