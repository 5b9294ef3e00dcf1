import type { ResponseOf } from '@herald/contract';
import { Alert, Flex, Statistic, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Level } from '../../../components/level.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Rows } from '../../../components/rows.tsx';
import { formatMoment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { OVERVIEW } from './words.ts';

type Health = ResponseOf<'GetUVMSSystemHealth'>;

const EVERY = 5000;

/** What runs, what waits, and what wants somebody. */
export function Page() {
  const say = useWords(OVERVIEW);
  const common = useWords(COMMON);
  const language = useLanguage();
  const health = useAsk('GetUVMSSystemHealth', {}, { every: EVERY });
  const { data: status } = useAsk('GetUVMSServiceStatus', {}, { every: EVERY });
  const { data } = health;
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      {status?.State === 'maintenance' && (
        <Alert
          type="warning"
          showIcon
          title={say('maintenance', { end: formatMoment(status.EndTime, language, 'minute') })}
          style={{ marginBottom: 16 }}
        />
      )}
      <Failure error={health.error} onRetry={() => health.refetch()} />
      <div
        style={{
          display: 'grid',
          gap: 16,
          gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
          marginBottom: 16,
        }}
      >
        {data && <QueuePanel queue={data.Queue} />}
        {data && <TrunkPanel trunks={data.Trunks} />}
        {useMay()('ops:review') && <ReviewPanel />}
      </div>
      <Flex vertical gap={16}>
        <Rows<Health, Health['Nodes'][number]>
          answer={health}
          rows={({ Nodes }) => Nodes}
          rowKey="NodeId"
          title={say('nodes')}
          empty={say('noNodes')}
          columns={[
            {
              title: common('state'),
              dataIndex: 'Alive',
              render: (alive: boolean) => (
                <Tag color={alive ? 'success' : 'error'}>{say(alive ? 'alive' : 'silent')}</Tag>
              ),
            },
            { title: say('host'), dataIndex: 'Host' },
            { title: say('node'), dataIndex: 'NodeId', className: 'mono' },
            { title: say('calls'), dataIndex: 'Calls', align: 'right' },
            minuteColumn(say('started'), 'StartTime'),
          ]}
        />
        <Rows<Health, Health['Jobs'][number]>
          answer={health}
          rows={({ Jobs }) => Jobs}
          rowKey="Name"
          title={say('jobs')}
          empty={say('noJobs')}
          columns={[
            {
              title: say('job'),
              dataIndex: 'Name',
              render: (name: string) => {
                const key = `job-${name}`;
                return key in OVERVIEW ? say(key as keyof typeof OVERVIEW) : name;
              },
            },
            { title: say('jobWaiting'), dataIndex: 'Waiting', align: 'right' },
            { title: say('jobActive'), dataIndex: 'Active', align: 'right' },
            {
              title: say('jobFailed'),
              dataIndex: 'Failed',
              align: 'right',
              render: (failed: number) =>
                failed > 0 ? <Typography.Text type="danger">{failed}</Typography.Text> : failed,
            },
          ]}
        />
      </Flex>
    </>
  );
}

function QueuePanel({ queue }: { queue: Health['Queue'] }) {
  const say = useWords(OVERVIEW);
  const language = useLanguage();
  const rows = [
    ['due', queue.Due],
    ['talking', queue.Claimed + queue.Dialling],
    ['later', queue.Later],
    ['held', queue.Held],
  ] as const;
  return (
    <Panel title={say('queue')}>
      <Flex gap={24} wrap>
        {rows.map(([words, count]) => (
          <Statistic key={words} title={say(words)} value={count} />
        ))}
      </Flex>
      {queue.OldestDueTime > 0 && (
        <Note>{say('oldest', { at: formatMoment(queue.OldestDueTime, language) })}</Note>
      )}
      {!queue.Counted && <Note>{say('beyond')}</Note>}
    </Panel>
  );
}

function TrunkPanel({ trunks }: { trunks: Health['Trunks'] }) {
  const say = useWords(OVERVIEW);
  const { Active: active, Concurrency: most, Cps: cps, Enabled: enabled, Sick: sick } = trunks;
  return (
    <Panel
      title={say('capacity')}
      extra={<Link to="/operator/trunks">{say('trunkCount', { enabled, sick })}</Link>}
    >
      <Typography.Text className="number">{say('carried', { active, most })}</Typography.Text>
      <Level of={active} all={most} />
      <Note>
        {say('cps', { cps })} · {say('ended', { count: trunks.EndedLastMinute })}
      </Note>
      {sick > 0 && <Tag color="error">{say('trunkCount', { enabled, sick })}</Tag>}
    </Panel>
  );
}

function ReviewPanel() {
  const say = useWords(OVERVIEW);
  const { data } = useAsk('GetUVMSReviewStatistics', {}, { every: 6 * EVERY });
  return (
    <Panel
      title={say('waiting')}
      extra={<Link to="/operator/reviews">{say('waits', { count: data?.Waiting ?? 0 })}</Link>}
    >
      <Statistic value={data?.Waiting ?? 0} />
      {(data?.Overdue ?? 0) > 0 && <Tag color="error">{say('overdue', { count: data?.Overdue ?? 0 })}</Tag>}
    </Panel>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Typography.Text type="secondary" style={{ display: 'block', marginTop: 8 }}>
      {children}
    </Typography.Text>
  );
}
