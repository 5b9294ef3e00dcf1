// Lists of tasks, in a process of its own: read and parsed alone, or imported as the service does.

import { readFile } from '@herald/server/flow/files/read-file.ts';
import { storeFile } from '@herald/server/flow/files/store-file.ts';
import { createTask } from '@herald/server/flow/tasks/change-task.ts';
import { createListImporter } from '@herald/server/flow/tasks/import-list.ts';
import { readList } from '@herald/server/flow/tasks/read-list.ts';
import { attribute } from '@herald/server/platform/attribution.ts';
import { startJobs } from '@herald/server/platform/jobs.ts';
import { xlsxStream } from '@herald/server/platform/xlsx-writer.ts';
import { cpuSeconds } from '../cpu.ts';
import { openDemo } from './demo.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const ROWS_AT_ONCE = 1000;
const MIB = 1024 * 1024;

/** What one run took. */
export interface ListRun {
  ms: number;
  /** CPU of this process. */
  cpuMs: number;
  rows: number;
}

const { base } = await openDemo(4, { port: 9, concurrency: 1, cps: 1 });
const jobs = await startJobs(base.sql, { role: 'client', log: base.log });
const importer = createListImporter({ ...base, jobs });
const accountId = 'demo';
const [template] = await base.sql<{ template_id: string }[]>`
  SELECT template_id FROM templates WHERE account_id = ${accountId} AND purpose = 1`;
const templateId = template?.template_id ?? '';
// The tables of number segments are loaded when the service starts.
attribute('+8613800000000');

function* rows(): Generator<string[][], void> {
  for (let at = 0; at < ROWS; at += ROWS_AT_ONCE) {
    yield Array.from({ length: Math.min(ROWS_AT_ONCE, ROWS - at) }, (_, nth) => [
      `138${String(at + nth).padStart(8, '0')}`,
      String((at + nth) % 1_000_000).padStart(6, '0'),
    ]);
  }
}

async function* csv(): AsyncGenerator<Uint8Array, void> {
  for (const part of rows()) yield Buffer.from(part.map((cells) => `${cells.join(',')}\r\n`).join(''));
}

const contents = { csv, xlsx: () => xlsxStream(rows(), { at: new Date(base.clock.now()) }) };

async function upload(type: keyof typeof contents): Promise<string> {
  const content = contents[type]();
  return (await storeFile(base, { accountId, kind: 'list', name: type, content })).fileId;
}

const files = { csv: await upload('csv'), xlsx: await upload('xlsx') };

async function measured(run: () => Promise<number>): Promise<ListRun> {
  const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(process.pid) ?? Number.NaN];
  const count = await run();
  const cpuMs = ((cpuSeconds(process.pid) ?? Number.NaN) - cpuBefore) * 1000;
  return { ms: performance.now() - startedAt, cpuMs, rows: count };
}

/** The least that any import does: out of the store, opened, decoded, cut into cells. */
const parse = (type: 'csv' | 'xlsx') =>
  measured(async () => {
    let count = 0;
    const open = async () => (await readFile(base, { accountId, fileId: files[type] })).content;
    for await (const part of readList(type, open)) count += part.length;
    return count;
  });

const importList = (type: 'csv' | 'xlsx') =>
  measured(async () => {
    const taskNo = await createTask({ ...base, jobs }, wanted(type));
    await importer({ accountId, taskNo });
    const [task] = await base.sql<{ state: string; total: number }[]>`
      SELECT state, total FROM tasks WHERE account_id = ${accountId} AND task_no = ${taskNo}`;
    if (task?.state !== 'ready') throw new Error(`the list became ${task?.state}`);
    return task.total;
  });

const wanted = (type: 'csv' | 'xlsx') => ({
  accountId,
  name: 'bench',
  projectId: undefined,
  appId: undefined,
  templateId,
  groupType: 1 as const,
  fromNumber: undefined,
  dispatchRule: 0 as const,
  fileId: files[type],
  skipDuplicates: true,
  retryOn: [],
  retryCount: 0,
  retrySpacingS: 600,
  sameNumber: true,
});

process.on('message', async (word: string) => {
  const [what, type] = word.split(' ') as ['parse' | 'import' | 'memory', 'csv' | 'xlsx'];
  if (what === 'memory') process.send?.(process.resourceUsage().maxRSS / (MIB / 1024));
  else process.send?.(await (what === 'parse' ? parse(type) : importList(type)));
});
process.once('disconnect', () => process.exit(0));
process.send?.({ rows: ROWS });
