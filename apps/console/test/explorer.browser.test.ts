import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { inBrowser } from './support/in-browser.ts';
import { logInProgram } from './support/program.ts';
import { logIn } from './support/sign-in.ts';

const run = promisify(execFile);

/** What runs the code that is shown, by the name of its file; absent where the machine has no such program. */
const RUNNERS = {
  curl: { file: 'call.sh', program: 'bash' },
  'Node.js': { file: 'call.mjs', program: process.execPath },
  Python: { file: 'call.py', program: 'python3' },
  'UCloud SDK (Python)': { file: 'sdk.py', program: 'python3', needs: 'import ucloud' },
} as const satisfies Record<string, { file: string; program: string; needs?: string }>;

const canRun = (runner: { program: string; needs?: string }) =>
  spawnSync(runner.program, runner.needs ? ['-c', runner.needs] : ['--version']).status === 0;

/** Signs that shells, forms and signatures trip over. */
const NAME = `三月 "A"='b' & $HOME \`c\` + % \\ ü`;

inBrowser(({ service, open }) => {
  test('api: what the explorer sends is answered, and the code that it shows is, as it stands', async () => {
    const customer = await logInProgram(service.facts.baseUrl, 'Login', service.facts.owner);
    const key = await customer.call('CreateAccessKey', { Note: 'explorer' });
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.turn('/explorer?action=QueryUVMSTask');
    await page.getByLabel('公钥', { exact: true }).fill(key.PublicKey);
    await page.getByLabel('私钥', { exact: true }).fill(key.PrivateKey);
    await page.getByLabel('Name', { exact: true }).fill(NAME);
    await page.getByRole('button', { name: '签名并发送' }).click();
    await page.locator('pre', { hasText: '"RetCode": 0' }).waitFor();
    await opened.picture('explorer-answer');

    const folder = await mkdtemp(join(tmpdir(), 'herald-explorer-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const env = { ...process.env, PUBLIC_KEY: key.PublicKey, PRIVATE_KEY: key.PrivateKey };
    const ran: string[] = [];
    for (const [language, runner] of Object.entries(RUNNERS)) {
      if (!canRun(runner)) continue;
      await page.getByRole('combobox', { name: '代码示例' }).click();
      await page.locator('.ant-select-dropdown:visible').getByTitle(language, { exact: true }).click();
      const code = await page.locator('pre').last().textContent();
      const file = join(folder, runner.file);
      await writeFile(file, code ?? '');
      const { stdout } = await run(runner.program, [file], { env });
      expect(stdout, language).toMatch(/\bRetCode["']?:\s*0\b/);
      ran.push(language);
    }
    expect(ran).toContain('Node.js');
    expect(ran).toContain('curl');
    expect(opened.complaints).toEqual([]);
  }, 120_000);
});
