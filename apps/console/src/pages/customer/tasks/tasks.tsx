import { Card, Empty, Flex, Input, Select, Table, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Level } from '../../../components/level.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { doneRows, isMoving, STATE_COLOURS, type Task, type TaskState } from './task-rules.ts';
import { TASKS } from './words.ts';

const STATES = Object.keys(STATE_COLOURS) as TaskState[];
/** How often tasks that move are looked at, ms. */
const LOOK = 3000;

/** The tasks of the account, the newest first. */
export function Page() {
  const say = useWords(TASKS);
  const common = useWords(COMMON);
  const may = useMay();
  const filters = useFilters();
  const state = STATES.find((one) => one === filters.get('state'));
  const tasks = useAsk(
    'QueryUVMSTask',
    {
      ...filters.paging,
      ...(state ? { State: state } : {}),
      ...(filters.get('name') ? { Name: filters.get('name') } : {}),
      ...useProject(),
    },
    { keep: true, every: (last) => (last?.Data.some(isMoving) ? LOOK : false) },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {may('uvms:send') && may('template:write') && (
          <LinkButton to="/tasks/new" type="primary">
            {say('create')}
          </LinkButton>
        )}
      </PageHead>
      <Card size="small">
        <Flex gap={12} wrap style={{ marginBottom: 12 }}>
          <Select
            aria-label={common('state')}
            value={state ?? ''}
            onChange={(value: string) => filters.set({ state: value })}
            style={{ width: 150 }}
            options={[
              { value: '', label: common('all') },
              ...STATES.map((one) => ({ value: one, label: say(`state-${one}`) })),
            ]}
          />
          <Input.Search
            key={filters.get('name')}
            aria-label={say('name')}
            placeholder={say('name')}
            defaultValue={filters.get('name')}
            maxLength={64}
            allowClear
            onSearch={(name) => filters.set({ name: name.trim() })}
            style={{ width: 240 }}
          />
        </Flex>
        <Failure error={tasks.error} onRetry={() => tasks.refetch()} />
        <Table<Task>
          size="small"
          rowKey="TaskNo"
          loading={tasks.isPending}
          dataSource={tasks.data?.Data ?? []}
          pagination={filters.pagination(tasks.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('none')} /> }}
          columns={[
            {
              title: say('name'),
              dataIndex: 'Name',
              render: (name: string, { TaskNo }) => (
                <>
                  <Link to={`/tasks/${TaskNo}`}>{name}</Link>
                  <br />
                  <Typography.Text type="secondary" className="mono">
                    {TaskNo}
                  </Typography.Text>
                </>
              ),
            },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (one: TaskState) => <Tag color={STATE_COLOURS[one]}>{say(`state-${one}`)}</Tag>,
            },
            {
              title: say('progress'),
              key: 'progress',
              render: (_, task) => (
                <div style={{ width: 160 }}>
                  <span className="number">{say('of', { done: doneRows(task), total: task.Total })}</span>
                  <Level of={doneRows(task)} all={task.Total} />
                </div>
              ),
            },
            { title: say('row-answered'), dataIndex: 'Answered', className: 'number', align: 'right' },
            { title: say('row-failed'), dataIndex: 'Failed', className: 'number', align: 'right' },
            { title: say('template'), dataIndex: 'TemplateId', className: 'mono' },
            {
              title: say('created'),
              dataIndex: 'CreateTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
          ]}
        />
      </Card>
    </>
  );
}
