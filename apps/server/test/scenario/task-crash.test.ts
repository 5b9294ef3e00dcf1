import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/modules/ledger/index.ts';
import { type Answer, jsonCaller, signedQuery } from './support/callers.ts';
import { makeDataDir, openDatabase, type Service, startService, until } from './support/service.ts';

const ROWS = 120;
const KILLS = 2;
/** What the sandbox carrier does with a callee: most are over at once. */
const ENDINGS = ['0486', '0404', '0603', '0486', '0200'];
const SETTINGS = {
  NODE_LEASE_MS: '8000',
  RTP_PORTS: '16000-16999',
  SANDBOX_RTP_PORTS: '17000-17999',
  LOG_LEVEL: 'error',
};

test('rules: kill -9 in the middle of a task loses no row and sends none twice', async () => {
  const data = await makeDataDir();
  let service = await startService(data.dataDir, SETTINGS);
  try {
    const TaskNo = await createTask(service);
    expect(await jsonCaller(service.facts)('StartUVMSTask', { TaskNo })).toMatchObject({ RetCode: 0 });
    for (let nth = 0; nth < KILLS; nth++) {
      await progress(service, TaskNo, (task) => Number(task.Sent) > (nth * ROWS) / (KILLS + 1));
      process.kill(service.child.pid as number, 'SIGKILL');
      service = await startService(data.dataDir, SETTINGS);
    }
    const done = await progress(service, TaskNo, (task) => task.State === 'done');
    expect(done).toMatchObject({ Total: ROWS, Waiting: 0, Queued: 0, Sent: ROWS });

    const sql = openDatabase(data.dataDir);
    const [sent] = await sql`
      SELECT count(*)::int AS messages, count(DISTINCT task_line)::int AS lines,
        count(r.session_no)::int AS receipts
      FROM messages m LEFT JOIN receipts r USING (account_id, session_no) WHERE m.task_no = ${TaskNo}`;
    expect(sent).toEqual({ messages: ROWS, lines: ROWS, receipts: ROWS });
    const [rows] = await sql`
      SELECT count(*) FILTER (WHERE state = 'answered')::int AS answered,
        count(*) FILTER (WHERE state = 'failed')::int AS failed,
        count(*) FILTER (WHERE state = 'unknown')::int AS unknown
      FROM task_rows WHERE task_no = ${TaskNo}`;
    // What is counted is what is there.
    expect({ answered: done.Answered, failed: done.Failed, unknown: done.Unknown }).toEqual(rows);
    expect(Number(done.Answered)).toBeGreaterThan(0);
    expect(await verifyLedger(sql)).toEqual([]);
    await sql.end();
  } finally {
    await service.stop();
    await data.remove();
  }
}, 600_000);

async function createTask(service: Service): Promise<string> {
  const list = Array.from(
    { length: ROWS },
    (_, nth) => `136${String(nth).padStart(4, '0')}${ENDINGS[nth % ENDINGS.length]},${1000 + nth}`,
  ).join('\n');
  const query = signedQuery(service.facts, 'UploadUVMSFile', { Kind: 'list', Name: 'list.csv' });
  const response = await fetch(`${service.facts.baseUrl}/?${query}`, { method: 'POST', body: list });
  const { FileId } = (await response.json()) as Answer & { FileId: string };
  const call = jsonCaller(service.facts);
  const created = await call('CreateUVMSTask', {
    Name: 'crash',
    TemplateId: service.facts.codeTemplateId,
    FileId,
  });
  const TaskNo = String(created.TaskNo);
  await progress(service, TaskNo, (task) => task.State === 'ready');
  return TaskNo;
}

/** Asks until the task is so far. */
async function progress(
  service: Service,
  TaskNo: string,
  enough: (task: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>> {
  return until(
    'the task goes on',
    async () => {
      await pause(100);
      const answer = await jsonCaller(service.facts)('GetUVMSTask', { TaskNo });
      const task = answer.Task as Record<string, unknown> | undefined;
      return task && enough(task) ? task : undefined;
    },
    240_000,
  );
}
