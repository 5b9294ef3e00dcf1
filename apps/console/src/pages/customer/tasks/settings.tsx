import { Card, Descriptions } from 'antd';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import type { Task } from './task-rules.ts';
import { TASKS } from './words.ts';

/** How the task was set up. */
export function Settings({ task }: { task: Task }) {
  const say = useWords(TASKS);
  const retries =
    task.RetryCount === 0 || task.RetryOn.length === 0
      ? say('noRetry')
      : say('retryValue', {
          kinds: task.RetryOn.map((kind) => say(`retry-${kind}`)).join(' / '),
          count: task.RetryCount,
          minutes: task.RetryInterval / 60,
        });
  const byNumber = task.DispatchRule === 0 ? say('attribution') : say('anyNumber');
  return (
    <Card size="small" title={say('settings')}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          {
            key: 'template',
            label: say('template'),
            children: <span className="mono">{task.TemplateId}</span>,
          },
          {
            key: 'numbers',
            label: say('numbers'),
            children: task.FromNumber ?? `${say('random')} · ${byNumber}`,
          },
          { key: 'retries', label: say('retries'), children: retries },
          ...(task.SkipDuplicates
            ? [{ key: 'duplicates', label: say('duplicates'), children: say('skipDuplicates') }]
            : []),
          ...(task.StartTime > 0
            ? [
                {
                  key: 'at',
                  label: say('startTime'),
                  children: <Moment at={task.StartTime} precision="minute" />,
                },
              ]
            : []),
          {
            key: 'created',
            label: say('created'),
            children: <Moment at={task.CreateTime} precision="minute" />,
          },
        ]}
      />
    </Card>
  );
}
