// Another customer than the one that is measured, with a list that takes hours to call.
import { signAgreement } from '@herald/server/flow/agreement/accept-agreement.ts';
import { storeFile } from '@herald/server/flow/files/store-file.ts';
import { changeTask, createTask } from '@herald/server/flow/tasks/change-task.ts';
import {
  createAccount,
  grantCapability,
  setEnterpriseApproved,
} from '@herald/server/modules/accounts/index.ts';
import { versionsNow } from '@herald/server/modules/agreements/index.ts';
import { CASH, CNY, EXTERNAL, postTransfers } from '@herald/server/modules/ledger/index.ts';
import { findTask } from '@herald/server/modules/tasks/index.ts';
import { APPROVED, CODE, saveTemplate } from '@herald/server/modules/templates/index.ts';
import { startJobs } from '@herald/server/platform/jobs.ts';
import { UNITS_PER_YUAN } from '@herald/server/platform/money.ts';
import { inTransaction } from '@herald/server/platform/transaction.ts';
import type { Base } from '@herald/server/processes/base.ts';

const ACCOUNT = 'crowd';
const TEMPLATE = 'T-crowd';
const PAUSE_MS = 100;
const AT_ONCE = 10_000;

/** The account, its list of so many rows and a task of it, imported and started. @returns its number */
export async function startCrowd(base: Base, rows: number): Promise<string> {
  const { sql, clock, newId } = base;
  const at = new Date(clock.now());
  const { current } = await versionsNow(sql, at);
  await inTransaction(sql, async (tx) => {
    await createAccount(tx, { accountId: ACCOUNT, name: ACCOUNT, at });
    await grantCapability(tx, { accountId: ACCOUNT, capability: 'verification-code', at });
    await setEnterpriseApproved(tx, ACCOUNT, true);
    const signer = { accountId: ACCOUNT, signer: ACCOUNT, ip: '' };
    if (current) await signAgreement(tx, clock, signer, current);
    const text = { name: 'crowd', language: 'zh', content: '您的验证码是{1}。' } as const;
    const template = {
      ...text,
      templateId: TEMPLATE,
      purpose: CODE,
      allDay: true,
      status: APPROVED,
    } as const;
    await saveTemplate(tx, ACCOUNT, template, at);
    const money = { id: newId(), kind: 'top-up', debit: EXTERNAL, credit: CASH, commodity: CNY } as const;
    await postTransfers(tx, [{ ...money, accountId: ACCOUNT, amount: 1_000_000n * UNITS_PER_YUAN }], at);
  });
  const { fileId } = await storeFile(base, {
    accountId: ACCOUNT,
    kind: 'list',
    name: 'crowd',
    content: list(rows),
  });
  const jobs = await startJobs(sql, { role: 'client', log: base.log });
  const taskNo = await createTask(
    { ...base, jobs },
    {
      ...{
        accountId: ACCOUNT,
        name: 'crowd',
        projectId: undefined,
        appId: undefined,
        templateId: TEMPLATE,
        fileId,
      },
      ...{ groupType: 1, fromNumber: undefined, dispatchRule: 0, skipDuplicates: true },
      ...{ retryOn: [], retryCount: 0, retrySpacingS: 600, sameNumber: true },
    },
  );
  await jobs.stop();
  const scope = { accountId: ACCOUNT, taskNo, projects: 'all' } as const;
  // Its list is imported and judged once before it starts, as a customer would wait for it.
  while (!(await findTask(sql, scope))?.checked) await new Promise((done) => setTimeout(done, PAUSE_MS));
  await changeTask(base, scope, { event: 'start', startAt: undefined, goodRowsOnly: false });
  return taskNo;
}

/** Messages of its task that were sent. */
export async function sentOfCrowd(base: Base): Promise<number> {
  const [row] = await base.sql<{ sent: number }[]>`
    SELECT coalesce(sum(sent), 0)::int AS sent FROM tasks WHERE account_id = ${ACCOUNT}`;
  return row?.sent ?? 0;
}

async function* list(rows: number): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < rows; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, rows - from);
    const lines = Array.from(
      { length: count },
      (_, nth) => `137${String(from + nth).padStart(8, '0')},A1B2\n`,
    );
    yield Buffer.from(lines.join(''));
  }
}
