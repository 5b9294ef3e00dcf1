import type { ResponseOf } from '@herald/contract';
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { outdate, useAsk } from '../../../api/ask.ts';
import { Refusal, watch } from '../../../api/call.ts';
import { useRealm } from '../../../api/realm.ts';
import { useProject } from '../../../shell/me.ts';
import { isMoving, type Task } from './task-rules.ts';

type Answer = ResponseOf<'GetUVMSTask'>;

/** A list that is imported, or judged, is looked at so often, ms. */
const LOOK = 1000;
/** The same where no stream can be had. */
const LOOK_WITHOUT_STREAM = 3000;
/** A stream that broke is opened again after so long, ms. */
const AGAIN = 2000;

/** A task whose progress comes as it happens; `isLive` while a stream is open. */
export function useLiveTask(taskNo: string): {
  asked: UseQueryResult<Answer, Error>;
  task: Task | undefined;
  isLive: boolean;
} {
  const realm = useRealm();
  const client = useQueryClient();
  const project = useProject();
  const [progress, setProgress] = useState<Partial<Task>>();
  const [isLive, setLive] = useState(false);
  const asked = useAsk(
    'GetUVMSTask',
    { TaskNo: taskNo, ...project },
    {
      every: (last) => {
        if (!last) return false;
        if (last.Task.State === 'importing' || last.Check.State === 'running') return LOOK;
        return !isLive && isMoving(last.Task) ? LOOK_WITHOUT_STREAM : false;
      },
    },
  );
  const moving = asked.data !== undefined && isMoving(asked.data.Task);
  const { ProjectId } = project;

  useEffect(() => {
    if (!moving) return;
    const closing = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let state: string | undefined;
    let isOver = false;
    const onEvent = ({ name, data }: { name: string; data: string }) => {
      const next = JSON.parse(data) as Partial<Task>;
      setLive(true);
      setProgress(next);
      isOver = name === 'end';
      // What a stream does not tell, such as when it began and how the last rows ended, is asked for with each new state.
      if (isOver || (state !== undefined && state !== next.State)) {
        outdate(client, ['GetUVMSTask', 'ListUVMSTaskRows']);
      }
      state = next.State;
    };
    const open = async () => {
      try {
        const request = { TaskNo: taskNo, ...(ProjectId ? { ProjectId } : {}) };
        await watch(realm, 'WatchUVMSTask', request, { onEvent, signal: closing.signal });
      } catch (error) {
        // Too many watchers, or a session that is over: it is asked for now and then instead.
        if (error instanceof Refusal) isOver = true;
      }
      if (closing.signal.aborted) return;
      setLive(false);
      if (!isOver) timer = setTimeout(open, AGAIN);
    };
    open();
    return () => {
      closing.abort();
      clearTimeout(timer);
      setLive(false);
      setProgress(undefined);
    };
  }, [moving, taskNo, realm, ProjectId, client]);

  return { asked, task: asked.data && { ...asked.data.Task, ...progress }, isLive };
}
