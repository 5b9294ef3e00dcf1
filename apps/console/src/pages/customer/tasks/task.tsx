import { Alert, Badge, Flex, Tag, Typography } from 'antd';
import { useParams } from 'react-router';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useWords } from '../../../words/language.ts';
import { BeforeStart } from './before-start.tsx';
import { Faults } from './faults.tsx';
import { useLiveTask } from './live-task.ts';
import { Progress } from './progress.tsx';
import { Rows } from './rows.tsx';
import { Settings } from './settings.tsx';
import { TaskActions } from './task-actions.tsx';
import { hasBegun, isBefore, STATE_COLOURS } from './task-rules.ts';
import { TASKS } from './words.ts';

/** One task: what the check found and starting it, then its progress as it happens, then what became of each row. */
export function Page() {
  const say = useWords(TASKS);
  const { taskNo = '' } = useParams();
  const { asked, task, isLive } = useLiveTask(taskNo);
  if (asked.error) return <Failure error={asked.error} onRetry={() => asked.refetch()} />;
  if (!task || !asked.data) return <Loading />;
  return (
    <>
      <PageHead
        title={task.Name}
        intro={
          <Flex gap={8} align="center" wrap>
            <Tag color={STATE_COLOURS[task.State]}>{say(`state-${task.State}`)}</Tag>
            <Typography.Text type="secondary" className="mono" copyable>
              {taskNo}
            </Typography.Text>
            {isLive && <Badge status="processing" text={say('live')} />}
          </Flex>
        }
      >
        <TaskActions task={task} />
      </PageHead>
      <Flex vertical gap={16}>
        {task.Reason && (
          <Alert type={task.State === 'unusable' ? 'error' : 'warning'} showIcon title={task.Reason} />
        )}
        {task.State === 'importing' && (
          <Alert type="info" showIcon icon={<Loading />} title={say('importing')} />
        )}
        {task.State === 'paused' && (
          <Alert type="warning" showIcon title={say('isPaused', { count: task.Waiting })} />
        )}
        {task.State === 'cancelled' && (
          <Alert type="info" showIcon title={say('isCancelled', { count: task.Cancelled })} />
        )}
        {isBefore(task.State) && <BeforeStart task={task} check={asked.data.Check} />}
        {hasBegun(task.State) && <Progress task={task} />}
        {task.BadRows > 0 && <Faults taskNo={taskNo} />}
        {task.State !== 'importing' && task.State !== 'unusable' && <Rows task={task} />}
        <Settings task={task} />
      </Flex>
    </>
  );
}
