import type { CallCause, PlatformCause } from '@herald/contract';
import { storeFile } from '../../src/flow/files/store-file.ts';
import { changeTask, createTask, type TaskChange } from '../../src/flow/tasks/change-task.ts';
import { createTaskChecker } from '../../src/flow/tasks/check-task.ts';
import { createListImporter } from '../../src/flow/tasks/import-list.ts';
import { type ListRow, listRows } from '../../src/flow/tasks/list-rows.ts';
import { runTasks } from '../../src/flow/tasks/run-tasks.ts';
import type { NewTask, StoredTask } from '../../src/modules/tasks/index.ts';
import { findTask } from '../../src/modules/tasks/index.ts';
import type { FileStore } from '../../src/platform/file-store.ts';
import { CODE_TEMPLATE } from './database.ts';
import { openTestFiles } from './files.ts';
import { openWorld, type World } from './world.ts';

/** A world in which lists are uploaded, imported and sent; each step is taken when a test says so. */
export interface TaskWorld extends World {
  files: FileStore;
  /** Where they are. */
  filesFolder: string;
  /** A task of this list, created and, unless told otherwise, imported. */
  task(
    accountId: string,
    list: string | Uint8Array,
    change?: Partial<NewTask>,
    wait?: 'not-imported',
  ): Promise<string>;
  importList(accountId: string, taskNo: string): Promise<void>;
  check(accountId: string, taskNo: string): Promise<void>;
  change(accountId: string, taskNo: string, change: TaskChange): Promise<StoredTask>;
  start(accountId: string, taskNo: string): Promise<StoredTask>;
  /** One round of whoever runs tasks. */
  round(): Promise<number>;
  read(accountId: string, taskNo: string): Promise<StoredTask>;
  rows(accountId: string, taskNo: string): Promise<ListRow[]>;
  /** Every message that waits is claimed, dialled and ended with this. @returns how many */
  call(cause: CallCause | PlatformCause): Promise<number>;
}

export async function openTaskWorld(trunk: { concurrency?: number; cps?: number } = {}): Promise<TaskWorld> {
  const world = await openWorld({ concurrency: 1000, cps: 1000, ...trunk });
  const disk = await openTestFiles();
  const deps = { ...world, files: disk.files };
  const importer = createListImporter(deps);
  const checker = createTaskChecker(deps);
  const self: TaskWorld = {
    ...world,
    files: disk.files,
    filesFolder: disk.folder,
    async task(accountId, list, change = {}, wait) {
      const { fileId } = await storeFile(deps, {
        accountId,
        kind: 'list',
        name: 'list',
        content: once(typeof list === 'string' ? Buffer.from(list) : list),
      });
      const taskNo = await createTask(deps, {
        accountId,
        name: 'task',
        projectId: undefined,
        appId: undefined,
        templateId: CODE_TEMPLATE,
        groupType: 1,
        fromNumber: undefined,
        dispatchRule: 0,
        fileId,
        skipDuplicates: true,
        retryOn: [],
        retryCount: 0,
        retrySpacingS: 600,
        sameNumber: true,
        ...change,
      });
      if (wait === undefined) await importer({ accountId, taskNo });
      return taskNo;
    },
    importList: (accountId, taskNo) => importer({ accountId, taskNo }),
    check: (accountId, taskNo) => checker({ accountId, taskNo }),
    change: (accountId, taskNo, change) => changeTask(world, { accountId, taskNo, projects: 'all' }, change),
    start: (accountId, taskNo) =>
      self.change(accountId, taskNo, { event: 'start', startAt: undefined, goodRowsOnly: false }),
    round: () => runTasks(world),
    async read(accountId, taskNo) {
      const task = await findTask(world.sql, { accountId, taskNo, projects: 'all' });
      if (!task) throw new Error('there is no such task');
      return task;
    },
    rows: (accountId, taskNo) =>
      listRows(
        world,
        { accountId, taskNo },
        { after: 0, state: undefined, reason: undefined, calledNumber: undefined, limit: 200_000 },
      ),
    async call(cause) {
      const nodeId = await world.node();
      const claimed = await world.claim(nodeId, 1000);
      const ended = await Promise.all(
        claimed.map(({ accountId, sessionNo }) =>
          world.settler.settle({ accountId, sessionNo, from: 'claimed', nodeId, cause }),
        ),
      );
      return ended.filter(Boolean).length;
    },
    async close() {
      await world.close();
      await disk.drop();
    },
  };
  return self;
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
