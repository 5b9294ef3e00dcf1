import type { ResponseOf } from '@herald/contract';
import { Card, Col, Row, Statistic, Table, Typography } from 'antd';
import { ActButton } from '../../../components/act-button.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { formatYuan, Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { StartForm } from './start-form.tsx';
import { TASK_STALE, type Task } from './task-rules.ts';
import { TASKS } from './words.ts';

type Check = ResponseOf<'GetUVMSTask'>['Check'];

/** What the import and the rules found, what it costs at most, and starting it. */
export function BeforeStart({ task, check }: { task: Task; check: Check }) {
  const say = useWords(TASKS);
  const sends = useMay()('uvms:send');
  const cost = useCost(check);
  const judged = check.State === 'done';
  const figures = [
    ['usable', task.Total],
    ['bad', task.BadRows],
    ['duplicates', task.Duplicates],
    ['refusing', task.Refusing],
    ...(judged
      ? ([
          ['wouldSend', check.WouldSend],
          ['later', check.Later],
          ['wouldRefuse', check.Refusals.reduce((sum, { Count }) => sum + Count, 0)],
        ] as const)
      : []),
  ] as const;
  return (
    <Card
      size="small"
      title={say('report')}
      extra={
        sends && (
          <ActButton
            size="small"
            action="CheckUVMSTask"
            request={{ TaskNo: task.TaskNo }}
            stale={TASK_STALE}
            disabled={check.State === 'running'}
          >
            {say('checkAgain')}
          </ActButton>
        )
      }
    >
      <Row gutter={[16, 16]}>
        {figures.map(([name, value]) => (
          <Col key={name} xs={12} sm={8} md={6} lg={3}>
            <Statistic title={say(name)} value={value} styles={{ content: { fontSize: 20 } }} />
          </Col>
        ))}
      </Row>
      <Typography.Paragraph type="secondary" aria-live="polite" style={{ marginTop: 12 }}>
        {check.State === 'running' && say('checking')}
        {check.State === 'none' && say('notChecked')}
        {judged && (
          <>
            {say('checkedAt')} <Moment at={check.Time} />
          </>
        )}
      </Typography.Paragraph>
      {judged && (
        <Typography.Paragraph>
          {say('costAtMost')} <strong>{cost}</strong>
        </Typography.Paragraph>
      )}
      {check.Refusals.length > 0 && <Refusals refusals={check.Refusals} />}
      {sends && (
        <StartForm task={task} count={judged ? check.WouldSend + check.Later : task.Waiting} cost={cost} />
      )}
    </Card>
  );
}

/** The most that it costs, in words: money, and units of packages. */
function useCost({ Cost }: Check): string {
  const say = useWords(TASKS);
  const nameOf = useKindName();
  if (Cost.length === 0) return say('costNothing');
  return Cost.map(({ Commodity, Count, Amount }) =>
    Commodity === 'CNY'
      ? formatYuan(Amount)
      : say(Commodity.startsWith('code') ? 'messages' : 'minutes', { kind: nameOf(Commodity), count: Count }),
  ).join(' + ');
}

function Refusals({ refusals }: { refusals: Check['Refusals'] }) {
  const say = useWords(TASKS);
  return (
    <Table<Check['Refusals'][number]>
      size="small"
      rowKey="RetCode"
      dataSource={refusals}
      pagination={false}
      scroll={{ x: 'max-content' }}
      style={{ marginBottom: 16 }}
      columns={[
        {
          title: say('reason'),
          dataIndex: 'Message',
          render: (text: string) => <div style={{ maxWidth: 560, whiteSpace: 'normal' }}>{text}</div>,
        },
        { title: say('rows'), dataIndex: 'Count', align: 'right' },
        { title: say('firstLine'), dataIndex: 'Line', align: 'right' },
      ]}
    />
  );
}
