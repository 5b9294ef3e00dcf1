import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Flex, Input, Select, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { ExportButtons } from '../../../components/export-buttons.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { LeafButtons, useLeafing } from '../../../components/leafing.tsx';
import { Phone } from '../../../components/message/phone.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { isMoving, type Task } from './task-rules.ts';
import { TASKS } from './words.ts';

type TaskRow = ResponseOf<'ListUVMSTaskRows'>['Data'][number];
type RowState = TaskRow['State'];

const COLOURS = {
  waiting: 'default',
  queued: 'processing',
  answered: 'success',
  failed: 'warning',
  refused: 'error',
  unknown: 'warning',
  skipped: 'default',
  cancelled: 'default',
} as const satisfies Record<RowState, string>;
const STATES = Object.keys(COLOURS) as RowState[];
/** How often rows in view are looked at while the task runs, ms. */
const LOOK = 2000;

/** Each row of the list with what became of it, searched by the service. */
export function Rows({ task }: { task: Task }) {
  const say = useWords(TASKS);
  const common = useWords(COMMON);
  const filters = useFilters();
  const state = STATES.find((one) => one === filters.get('row'));
  const phone = filters.get('phone');
  const search = {
    TaskNo: task.TaskNo,
    ...(state ? { State: state } : {}),
    ...(phone ? { PhoneNumber: phone } : {}),
  };
  const leafing = useLeafing(JSON.stringify(search));
  const rows = useAsk(
    'ListUVMSTaskRows',
    { ...search, AfterLine: leafing.after },
    { keep: true, every: isMoving(task) ? LOOK : false },
  );
  return (
    <Card
      size="small"
      title={say('rowsTitle')}
      extra={
        <Flex gap={8} wrap>
          <ExportButtons size="small" action="ExportUVMSTask" request={{ ...search, Kind: 'rows' }} />
        </Flex>
      }
    >
      <Flex gap={12} wrap style={{ marginBottom: 12 }}>
        <Select
          aria-label={common('state')}
          value={state ?? ''}
          onChange={(value: string) => filters.set({ row: value })}
          style={{ width: 150 }}
          options={[
            { value: '', label: common('all') },
            ...STATES.map((one) => ({ value: one, label: say(`row-${one}`) })),
          ]}
        />
        <Input.Search
          aria-label={say('phone')}
          placeholder={say('phone')}
          maxLength={32}
          inputMode="tel"
          allowClear
          onSearch={(number) => filters.set({ phone: number.trim() })}
          style={{ width: 220 }}
        />
      </Flex>
      <Failure error={rows.error} onRetry={() => rows.refetch()} />
      <Table<TaskRow>
        size="small"
        rowKey="Line"
        loading={rows.isPending}
        dataSource={rows.data?.Data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noRows')} /> }}
        columns={[
          { title: say('line'), dataIndex: 'Line' },
          {
            title: say('phone'),
            dataIndex: 'Phone',
            render: (number: string) => number && <Phone number={number} />,
          },
          {
            title: say('params'),
            dataIndex: 'Params',
            render: (values: readonly string[]) => values.join(' · ') || '–',
          },
          {
            title: say('result'),
            dataIndex: 'State',
            render: (one: RowState, { ReasonDesc }) => (
              <>
                <Tag color={COLOURS[one]}>{say(`row-${one}`)}</Tag>
                {one !== 'answered' && ReasonDesc}
              </>
            ),
          },
          { title: say('attempts'), dataIndex: 'Attempts', align: 'right' },
          {
            title: say('record'),
            dataIndex: 'SessionNo',
            render: (no?: string) => (no ? <Link to={`/records/${no}`}>{say('record')}</Link> : '–'),
          },
        ]}
      />
      <LeafButtons leafing={leafing} next={rows.data?.More ? rows.data.Data.at(-1)?.Line : undefined} />
    </Card>
  );
}
