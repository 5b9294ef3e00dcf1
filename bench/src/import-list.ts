import { startServer } from './child.ts';
import { startDatabase } from './database.ts';
import { printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import type { ListRun } from './servers/list-importer.ts';

/** The compiler has warmed to it by the last ones. */
const ROUNDS = 6;
const TYPES = ['csv', 'xlsx'] as const;
/** An import may take so many times what reading its file does. */
const MOST_TIMES = 5;

/**
 * The list of a task, from the file store into the database, beside reading and parsing the same file alone, in turn
 * in one process. Of the rounds the quickest counts.
 */
export async function importList(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const server = await startServer<{ rows: number }>(scope, 'list-importer.ts', environment);
  const before = await server.ask<number>('memory');
  for (const type of TYPES) {
    const floors: ListRun[] = [];
    const ours: ListRun[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await server.ask<ListRun>(`parse ${type}`));
      ours.push(await server.ask<ListRun>(`import ${type}`));
    }
    const [floor, our] = [quickest(floors), quickest(ours)];
    const peak = await server.ask<number>('memory');
    printMeasurement({
      what: `Import of a list of ${our.rows} rows, ${type}`,
      unit: 'rows/s',
      floor: { name: 'the same file read and parsed, nothing judged or kept', value: perSecond(floor) },
      ours: perSecond(our),
      target: { ratioAtLeast: 1 / MOST_TIMES },
      notes: [
        `${(our.ms / 1000).toFixed(2)} s (floor ${(floor.ms / 1000).toFixed(2)} s), CPU of the process ${our.cpuMs.toFixed(0)} ms (floor ${floor.cpuMs.toFixed(0)} ms)`,
        `peak memory ${peak.toFixed(0)} MiB, of which ${before.toFixed(0)} MiB before the first list`,
      ],
    });
  }
}

const perSecond = ({ rows, ms }: ListRun) => (rows / ms) * 1000;
const quickest = (runs: ListRun[]) =>
  runs.reduce((one, other) => (other.ms < one.ms ? other : one)) as ListRun;
