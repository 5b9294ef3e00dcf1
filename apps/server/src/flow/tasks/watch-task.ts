import { HeraldError } from '@herald/contract';
import { findTask, type StoredTask } from '../../modules/tasks/index.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { TaskScope } from './change-task.ts';

/** How soon a change is seen. */
const LOOK_EVERY_MS = 1000;
/** Without one, a sign of life: proxies close what is silent. */
const HEARTBEAT_MS = 15_000;
/** A watcher asks anew then, and is authenticated anew: a session or key that was ended sees no more. */
const LONGEST_MS = 600_000;
const MOST_WATCHERS = 500;
const MOST_OF_ACCOUNT = 20;

export interface TaskWatch {
  /**
   * The progress of a task as Server-Sent Events: `progress` at once and with every change, `end` when it is over.
   * @param body what is told of the task
   * @throws HeraldError TASK_NOT_FOUND, TASK_WATCHERS_TOO_MANY
   */
  watch(scope: TaskScope, body: (task: StoredTask) => object): Promise<AsyncIterable<string>>;
  /** Ends every stream, so that the server can stop. */
  close(): void;
}

/** Nothing of a task changes any more. */
const isOver = ({ state, counts }: StoredTask): boolean =>
  state === 'done' || state === 'unusable' || (state === 'cancelled' && counts.waiting + counts.queued === 0);

export function createTaskWatch({ sql, clock }: { sql: Sql; clock: Clock }): TaskWatch {
  const watching = new Map<string, number>();
  const stopping = new AbortController();
  let total = 0;

  function take(accountId: string): void {
    const own = watching.get(accountId) ?? 0;
    if (total >= MOST_WATCHERS || own >= MOST_OF_ACCOUNT) throw new HeraldError('TASK_WATCHERS_TOO_MANY');
    total++;
    watching.set(accountId, own + 1);
  }

  function giveBack(accountId: string): void {
    total--;
    const own = (watching.get(accountId) ?? 1) - 1;
    if (own > 0) watching.set(accountId, own);
    else watching.delete(accountId);
  }

  async function* events(
    scope: TaskScope,
    body: (task: StoredTask) => object,
    ended: AbortSignal,
  ): AsyncGenerator<string, void> {
    take(scope.accountId);
    try {
      const until = clock.now() + LONGEST_MS;
      let told = '';
      let toldAt = clock.now();
      yield `retry: ${LOOK_EVERY_MS}\n\n`;
      while (!ended.aborted && clock.now() < until) {
        const task = await findTask(sql, scope);
        const text = task ? JSON.stringify(body(task)) : '';
        if (task && text !== told) {
          told = text;
          toldAt = clock.now();
          yield event('progress', text);
        } else if (clock.now() - toldAt >= HEARTBEAT_MS) {
          toldAt = clock.now();
          yield ': still here\n\n';
        }
        if (!task || isOver(task)) {
          yield event('end', text || '{}');
          return;
        }
        await sleep(clock, LOOK_EVERY_MS, ended);
      }
    } finally {
      giveBack(scope.accountId);
    }
  }

  return {
    async watch(scope, body) {
      if (!(await findTask(sql, scope))) throw new HeraldError('TASK_NOT_FOUND', { taskNo: scope.taskNo });
      const gone = new AbortController();
      const stream = events(scope, body, AbortSignal.any([stopping.signal, gone.signal]));
      // The first step takes the place, so that one too many is refused while it still can be told.
      const first = await stream.next();
      return startedWith(first.value ?? '', stream, () => gone.abort());
    },
    close: () => stopping.abort(),
  };
}

/** The same stream from its beginning; whoever lets go of it, read or unread, ends it at once. */
function startedWith(
  first: string,
  stream: AsyncGenerator<string, void>,
  letGo: () => void,
): AsyncIterable<string> {
  let unread: string | undefined = first;
  const next = async (): Promise<IteratorResult<string, void>> => {
    if (unread === undefined) return stream.next();
    const value = unread;
    unread = undefined;
    return { value, done: false };
  };
  const end = () => {
    letGo();
    return stream.return();
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
}

const event = (name: string, data: string) => `event: ${name}\ndata: ${data}\n\n`;
