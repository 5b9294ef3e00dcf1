import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { seriousFaults } from './support/accessibility.ts';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram } from './support/program.ts';
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

/** How a browser is connected: nothing is held up, but what the rate holds up. */
const LINE = { offline: false, latency: 0, uploadThroughput: -1 };

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

    // Its records over a thin line: one sees them come, and has every one of them.
    const taskNo = page.url().split('?')[0]?.split('/').at(-1);
    await opened.turn(`/records?session=${taskNo}`);
    await page.locator(`.ant-pagination-item-${ROWS / 20}`).waitFor();
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', { ...LINE, downloadThroughput: 50_000 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    await page.getByRole('button', { name: /导出 CSV · 已接收 [1-9]/ }).waitFor();
    await opened.picture('records-export');
    await line.send('Network.emulateNetworkConditions', { ...LINE, downloadThroughput: -1 });
    const exported = await readFile(await (await download).path(), 'utf8');
    expect(exported.trimEnd().split('\r\n').length - 1).toBe(ROWS);
    await page.getByRole('button', { name: '导出 CSV', exact: true }).waitFor();
    expect(opened.complaints).toEqual([]);
    expect(opened.strangers).toEqual([]);
  }, 180_000);

  test('rules: a task that runs is paused, resumed and cancelled in the page, which says what becomes of its rows', async () => {
    // So many that it is far from done when it is cancelled, however slow the machine.
    const rows = 4000;
    const opened = await open();
    const { page, settled } = opened;
    const customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
    await logIn(opened, service.facts.owner);
    await opened.turn('/tasks/new');
    await page.getByLabel('任务名称').fill('中途暂停');
    // Nobody answers: each rings for some seconds, and 200 at most wait for their calls.
    const lines = Array.from(
      { length: rows },
      (_, row) => `+86137${String(row).padStart(4, '0')}0480,B${row}`,
    );
    const csv = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
    await page.locator('input[type=file]').setInputFiles(csv);
    await page.getByText('名单开头').waitFor();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '导入并检查' }).click();
    await page.getByText('检查于').waitFor();
    await page.getByRole('button', { name: '开始', exact: true }).click();
    await page.getByRole('dialog').getByText(`将呼叫 ${rows} 个号码`).last().waitFor();
    await page.getByRole('button', { name: '确定' }).click();

    const figure = (name: string) => page.locator('.ant-statistic', { hasText: name }).first();
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.getByText('进行中', { exact: true }).waitFor();
    await figure('呼叫中')
      .getByText(/^[1-9][\d,]*$/)
      .waitFor();
    await button('暂停').click();
    await page.getByText('已暂停', { exact: true }).waitFor();
    await figure('呼叫中').getByText('0', { exact: true }).waitFor({ timeout: 60_000 });
    const TaskNo = page.url().split('/').at(-1) as string;
    const paused = (await customer.call('GetUVMSTask', { TaskNo })).Task;
    expect(paused).toMatchObject({ State: 'paused', Queued: 0 });
    expect(paused.Waiting).toBeGreaterThan(0);
    await page.getByText(`其余 ${paused.Waiting} 行等待继续`).waitFor();
    await page.getByText(`${rows - paused.Waiting} / ${rows}`, { exact: true }).waitFor();
    expect(await button('暂停').count()).toBe(0);
    await opened.picture('task-paused');
    expect(await seriousFaults(page)).toEqual([]);

    await button('继续').click();
    await page.getByText('进行中', { exact: true }).waitFor();
    await figure('呼叫中')
      .getByText(/^[1-9][\d,]*$/)
      .waitFor();
    expect(await button('继续').count()).toBe(0);

    // It is asked for first, and who thinks better of it has a task that goes on.
    await button('取消任务').click();
    await page.getByText('未拨出的不再呼叫').waitFor();
    await button('取消').click();
    await page.getByText('未拨出的不再呼叫').waitFor({ state: 'hidden' });
    await page.getByText('进行中', { exact: true }).waitFor();
    await button('取消任务').click();
    await button('确定').click();
    await page.getByText(`${rows} / ${rows}`, { exact: true }).waitFor({ timeout: 60_000 });
    const { Task } = await customer.call('GetUVMSTask', { TaskNo });
    expect(Task).toMatchObject({ State: 'cancelled', Waiting: 0, Queued: 0 });
    expect(Task.Cancelled).toBeGreaterThan(0);
    await page.getByText(`任务已取消：${Task.Cancelled} 行不再呼叫`).waitFor();
    await figure('已取消').getByText(Task.Cancelled.toLocaleString('en-US'), { exact: true }).waitFor();
    await settled();
    for (const gone of ['暂停', '继续', '取消任务']) expect(await button(gone).count()).toBe(0);
    await opened.picture('task-cancelled');
    expect(opened.complaints).toEqual([]);
  }, 180_000);
});
