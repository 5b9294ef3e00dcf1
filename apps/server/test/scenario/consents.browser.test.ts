import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inBrowser } from '../../../console/test/support/in-browser.ts';
import { logIn } from '../../../console/test/support/sign-in.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { approvedFlow } from '../support/flows.ts';
import { jsonCaller } from './support/callers.ts';
import { type Facts, openDatabase, until } from './support/service.ts';

const ACCOUNT = 'demo';
const FLOW = {
  start: 'message',
  maxSeconds: 60,
  nodes: {
    message: {
      kind: 'record',
      ask: '此通话将录音，同意请按1。',
      improve: '录音可否另用于改进服务，同意请按1。',
      say: '请留言。',
      ...{ maxSeconds: 3, timeoutSeconds: 3, next: 'bye', declined: 'bye' },
    },
    bye: { kind: 'hangup', say: '再见。' },
  },
};
/** Presses 1 to each question. */
const AGREES = '+8613900054736';

inBrowser(({ service, open }) => {
  let sql: Sql;
  beforeAll(() => {
    sql = openDatabase(service.dataDir);
  });
  afterAll(() => sql?.end());

  /** A call that was recorded, whose callee also said yes to improving the service. @returns its SessionNo */
  async function recorded(): Promise<string> {
    const facts = JSON.parse(await readFile(join(service.dataDir, 'demo.json'), 'utf8')) as Facts;
    const call = jsonCaller(facts);
    const ids = { random: systemRandom, newId: createIds(systemClock, systemRandom) };
    const TemplateId = await approvedFlow(
      { sql, clock: systemClock, limits: SHIPPED_LIMITS, ...ids },
      ACCOUNT,
      FLOW,
    );
    const answer = await call('SendUVMSMessage', { CalledNumber: AGREES, TemplateId });
    expect(answer).toMatchObject({ RetCode: 0 });
    const SessionNo = String(answer.SessionNo);
    await until('its receipt', async () =>
      (await call('GetUVMSReceipt', { SessionNo })).Final ? true : undefined,
    );
    return SessionNo;
  }

  test('4.3.9 that a recording improves the service is taken back in the customer’s page, and the staff’s page has it no longer', async () => {
    const sessionNo = await recorded();
    const desk = await open();
    await logIn(desk, service.facts.operator, 'operator');
    await desk.turn('/operator/improvement');
    const listed = desk.page.getByRole('row', { name: new RegExp(sessionNo) });
    await listed.waitFor();
    const saved = desk.page.waitForEvent('download');
    await listed.getByRole('button', { name: '保存录音' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.wav$/);
    await desk.picture('improvement-listed');

    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.owner);
    await opened.turn('/consents');
    const answers = page.getByRole('row', { name: new RegExp(sessionNo) });
    const toImprove = answers.filter({ hasText: '用于改进服务' }).first();
    await answers
      .filter({ hasText: FLOW.nodes.message.improve })
      .getByRole('button', { name: '撤回' })
      .click();
    await page.getByText('录音保留，不再用于改进服务').waitFor();
    await opened.picture('consent-taken-back-asked');
    await page.getByRole('button', { name: '确定' }).click();
    await toImprove.getByText('已由本账号撤回').waitFor();
    // Being recorded is another answer, and stands.
    const toRecord = answers.filter({ hasText: FLOW.nodes.message.ask });
    await toRecord.getByRole('button', { name: '撤回' }).waitFor();
    await opened.picture('consent-taken-back');
    const kept = await sql`
      SELECT FROM files WHERE state = 'stored' AND uses @> ${[`message:${sessionNo}`]}`;
    expect(kept).toHaveLength(1);

    await listed.getByRole('button', { name: '保存录音' }).click();
    await desk.page.getByText('被叫没有单独同意').first().waitFor();
    await desk.page.reload();
    await desk.page.locator('#page').waitFor();
    await desk.settled();
    await listed.waitFor({ state: 'detached' });

    await toRecord.getByRole('button', { name: '撤回' }).click();
    await page.getByText('录音立即删除，依据保留').waitFor();
    await page.getByRole('button', { name: '确定' }).click();
    await toRecord.getByText('已由本账号撤回').waitFor();
    expect(
      await sql`SELECT FROM files WHERE state = 'stored' AND uses @> ${[`message:${sessionNo}`]}`,
    ).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }, 180_000);
});
