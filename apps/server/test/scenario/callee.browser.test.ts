import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSpeaker, espeakVoice } from '@herald/speech';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from '../../../console/test/support/accessibility.ts';
import type { TestPage } from '../../../console/test/support/browser.ts';
import { inBrowser } from '../../../console/test/support/in-browser.ts';
import { codeScript } from '../../src/modules/callees/index.ts';
import { callerContext, insertInbound } from '../../src/modules/callflows/index.ts';
import { scriptContext } from '../../src/modules/messages/index.ts';
import { insertConsents } from '../../src/modules/privacy/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { loadMasterKeys } from '../../src/platform/master-keys.ts';
import { openVault } from '../../src/platform/open-vault.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { Vault } from '../../src/platform/vault.ts';
import { type Caller, jsonCaller } from './support/callers.ts';
import { type Facts, openDatabase, until } from './support/service.ts';
import { find, heard } from './support/sound.ts';

const NUMBER = '13800010200';

inBrowser(({ service, open }) => {
  let sql: Sql;
  let vault: Vault;
  let facts: Facts;
  let call: Caller;

  beforeAll(async () => {
    sql = openDatabase(service.dataDir);
    const masters = await loadMasterKeys(undefined, join(service.dataDir, 'master.key'));
    vault = await openVault(sql, masters, Date.now());
    facts = JSON.parse(await readFile(join(service.dataDir, 'demo.json'), 'utf8')) as Facts;
    call = jsonCaller(facts);
  });
  afterAll(() => sql?.end());

  /** The code that the platform's latest call says, once that call is over. */
  async function spokenCode(before: string): Promise<{ sessionNo: string; code: string }> {
    const sessionNo = await until('a call with a code', async () => {
      const [row] = await sql<{ sessionNo: string }[]>`
        SELECT session_no AS "sessionNo" FROM receipts
        WHERE account_id = '' AND session_no > ${before}::uuid AND result = 1`;
      return row?.sessionNo;
    });
    const [row] = await sql<{ sealed: Buffer }[]>`
      SELECT script_sealed AS sealed FROM messages WHERE account_id = '' AND session_no = ${sessionNo}`;
    const said = JSON.parse(vault.open(row?.sealed ?? Buffer.of(), scriptContext(sessionNo)));
    return { sessionNo, code: said.pieces[1].text };
  }

  async function send(): Promise<string> {
    const { codeTemplateId: TemplateId } = facts;
    const answer = await call('SendUVMSMessage', {
      CalledNumber: `+86${NUMBER}`,
      TemplateId,
      TemplateParams: ['3A90F1'],
    });
    expect(answer).toMatchObject({ RetCode: 0 });
    const sessionNo = String(answer.SessionNo);
    await until('its receipt', async () =>
      (await call('GetUVMSReceipt', { SessionNo: sessionNo })).Final ? true : undefined,
    );
    return sessionNo;
  }

  /** A call that the callee made himself, in which he agreed to being recorded. @returns its CallNo */
  async function calledIn(): Promise<string> {
    const callNo = createIds(systemClock, systemRandom)();
    const at = new Date();
    const caller = `+86${NUMBER}`;
    const answer = { node: 'message', kind: 'recording', given: true, key: '1', at: at.getTime() } as const;
    await inTransaction(sql, async (tx) => {
      await insertInbound(tx, {
        ...{ accountId: 'demo', callNo, callId: callNo, trunkId: 'sandbox', number: '+862151869999' },
        ...{ callerSealed: vault.seal(caller, callerContext(callNo)), callerKey: vault.key(caller) },
        ...{ flowId: '', flowVersion: 0, startedAt: at, answeredAt: at, endedAt: at, talkMs: 1000 },
        ...{ digits: '1', flowSealed: null },
      });
      await insertConsents(tx, 'inbound', [{ accountId: 'demo', sessionNo: callNo, ...answer }]);
    });
    return callNo;
  }

  test('4.3.2 a callee proves the number by the code that was heard, sees who called and why, refuses, and is not rung again', async () => {
    const sent = await send();
    const callNo = await calledIn();
    const opened = await open({ width: 360, dark: true });
    const { page } = opened;
    await page.goto('/callee');
    await page.locator('#number').fill(`+86 ${NUMBER.slice(0, 3)} ${NUMBER.slice(3)}`);
    await opened.picture('callee-number');
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('button[type=submit]').click();
    await page.locator('#code').fill('000000');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').waitFor();
    const { sessionNo, code } = await spokenCode(sent);
    const speaker = createSpeaker({ voice: espeakVoice() });
    const { pieces, language } = codeScript('portal', 'zh', code);
    const sentence = await speaker.say(pieces, { language });
    await speaker.close();
    const sound = await heard(facts.heardDir, sessionNo);
    expect(find(sound, sentence), 'the code is in what was heard').toBeDefined();

    await page.locator('#code').fill(code);
    await opened.picture('callee-code');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: '拒绝来电' }).first().waitFor();
    await opened.picture('callee-calls');
    expect(await page.getByText('登录验证码').count()).toBeGreaterThan(0);
    const own = page.getByRole('region', { name: '您打出的电话中同意过的录音' });
    await own.getByRole('button', { name: '撤回录音同意并删除录音' }).click();
    await own.waitFor({ state: 'detached' });
    const [consent] = await sql`SELECT revoked_by AS by FROM consents WHERE session_no = ${callNo}`;
    expect(consent).toEqual({ by: 'callee' });
    await page.getByRole('button', { name: '拒绝来电' }).first().click();
    await opened.picture('callee-refuse');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '全部来电' }).click();
    await page.getByText('已办理').waitFor();
    await page.getByText('已拒绝').first().waitFor();
    await opened.picture('callee-refused');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    const { codeTemplateId: TemplateId } = facts;
    const again = { CalledNumber: `+86${NUMBER}`, TemplateId, TemplateParams: ['3A90F1'] };
    expect(await call('SendUVMSMessage', again)).toMatchObject({ RetCode: 18_206 });
    await page.getByRole('button', { name: '投诉' }).first().click();
    await page.locator('#kind').selectOption('frequency');
    await page.locator('#words').fill('一天打了三次');
    await opened.picture('callee-complain');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '提交投诉' }).click();
    await page.getByText('投诉已受理').waitFor();
    await page.reload();
    await page.getByText('已拒绝').first().waitFor();
    await page.getByRole('button', { name: '删除我的数据' }).click();
    await opened.picture('callee-erase');
    await page.getByRole('dialog').getByRole('button', { name: '删除我的数据' }).click();
    // What was said of the calls is gone; the complaint is handled to its end, and erased then.
    await until('the erasure', async () => {
      const erased = await sql`SELECT 1 FROM erasures WHERE messages > 0 AND done_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM callee_sessions)`;
      return erased.length > 0 ? true : undefined;
    });
    await page.reload();
    await page.locator('#number').waitFor();
    expect(opened.complaints).toEqual([]);
    expect(opened.strangers).toEqual([]);
  }, 180_000);

  test('product: the page reads in English, in light, at 1280 px, and loads none of the customers’ pages', async () => {
    const opened = await open({ language: 'en-GB' });
    const files: string[] = [];
    opened.page.on('request', (request) => files.push(new URL(request.url()).pathname));
    await opened.page.goto('/callee/');
    await opened.page.getByRole('heading', { name: 'Who called me' }).waitFor();
    await opened.picture('callee-1280-en-GB');
    expect(await seriousFaults(opened.page)).toEqual([]);
    expect(files.filter((file) => /antd|shell|overview|log-in/.test(file))).toEqual([]);
    await opened.page.getByRole('button', { name: '中文' }).click();
    await opened.page.getByRole('heading', { name: '谁给我打了电话' }).waitFor();
    expect(opened.complaints).toEqual([]);
  }, 60_000);
});

/** By how much a page is wider than the screen, px. */
const overflow = (page: TestPage['page']): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
