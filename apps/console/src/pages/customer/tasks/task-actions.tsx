import { useNavigate } from 'react-router';
import { ActButton } from '../../../components/act-button.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { MAY, TASK_STALE, type Task, type TaskState } from './task-rules.ts';
import { TASKS } from './words.ts';

/** What can be done with a task in its state. */
export function TaskActions({ task: { TaskNo, State } }: { task: Task }) {
  const say = useWords(TASKS);
  const common = useWords(COMMON);
  const navigate = useNavigate();
  const sends = useMay()('uvms:send');
  if (!sends) return null;
  const may = (what: keyof typeof MAY) => (MAY[what] as readonly TaskState[]).includes(State);
  const request = { TaskNo };
  return (
    <>
      {may('pause') && (
        <ActButton action="PauseUVMSTask" request={request} stale={TASK_STALE}>
          {say('pause')}
        </ActButton>
      )}
      {may('resume') && (
        <ActButton type="primary" action="ResumeUVMSTask" request={request} stale={TASK_STALE}>
          {say('resume')}
        </ActButton>
      )}
      {may('cancel') && (
        <ActButton
          danger
          action="CancelUVMSTask"
          request={request}
          stale={TASK_STALE}
          confirm={say('cancelSure')}
        >
          {say('cancel')}
        </ActButton>
      )}
      {State !== 'importing' && (
        <ActButton
          action="CopyUVMSTask"
          request={request}
          stale={TASK_STALE}
          said={say('copied')}
          onDone={(copy) => navigate(`/tasks/${copy.TaskNo}`)}
        >
          {common('copy')}
        </ActButton>
      )}
      {may('delete') && (
        <ActButton
          danger
          type="text"
          action="DeleteUVMSTask"
          request={request}
          stale={['QueryUVMSTask']}
          confirm={say('deleteSure')}
          onDone={() => navigate('/tasks')}
        >
          {common('delete')}
        </ActButton>
      )}
    </>
  );
}
