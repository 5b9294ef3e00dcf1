import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from '../../../console/test/support/accessibility.ts';
import { inBrowser } from '../../../console/test/support/in-browser.ts';
import { logIn } from '../../../console/test/support/sign-in.ts';
import { CASH, CNY, EXTERNAL, postTransfers } from '../../src/modules/ledger/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openDatabase } from './support/service.ts';

const newId = createIds(systemClock, systemRandom);

inBrowser(({ service, open }) => {
  let sql: Sql;
  beforeAll(() => {
    sql = openDatabase(service.dataDir);
  });
  afterAll(() => sql?.end());

  /** A terminated account that has 128 yuan left. @returns its name */
  async function ended(): Promise<string> {
    const accountId = `ended-${newId().slice(-6)}`;
    const at = new Date();
    await sql`
      INSERT INTO accounts (account_id, name, created_at, status) VALUES (${accountId}, ${accountId}, ${at}, 'terminated')`;
    await sql`INSERT INTO account_terminations (account_id, terminated_at, delete_after) VALUES (${accountId}, ${at}, ${at})`;
    const money = { id: newId(), kind: 'top-up', debit: EXTERNAL, credit: CASH, commodity: CNY } as const;
    await inTransaction(sql, (tx) => postTransfers(tx, [{ ...money, accountId, amount: 1_280_000n }], at));
    return accountId;
  }

  test('4.3.8 finance finds the balance of an ended service, pays it back in the page, and it is seen to', async () => {
    const [paid, kept] = [await ended(), await ended()];
    const opened = await open();
    const { page } = opened;
    await logIn(opened, service.facts.operator, 'operator');
    await opened.turn('/operator/ended-balances');
    const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
    await row(paid).getByText('待处理', { exact: true }).waitFor();
    await row(paid).getByText('¥128.00').waitFor();
    await opened.picture('ended-balances');
    expect(await seriousFaults(page)).toEqual([]);
    await row(paid).getByRole('button', { name: '退还余额' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('汇款凭证号').fill('B-2026-1');
    await dialog.getByLabel('原因').fill('服务已终止');
    await dialog.getByRole('button', { name: '退还余额' }).click();
    await row(paid).getByText('已退还', { exact: true }).waitFor();
    await row(paid).getByRole('button').waitFor({ state: 'detached' });

    await row(kept).getByRole('button', { name: '没收余额' }).click();
    await dialog.getByLabel('协议条款').fill('9.2');
    await dialog.getByLabel('原因').fill('欺诈');
    await dialog.getByRole('button', { name: '没收余额' }).click();
    await row(kept).getByText('已作违约金', { exact: true }).waitFor();
    await opened.turn('/operator/ended-balances?state=outstanding');
    await row(paid).waitFor({ state: 'detached' });
    await row(kept).waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  }, 120_000);
});
