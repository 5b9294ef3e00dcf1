import { MAINLAND_OPERATORS, type ResponseOf } from '@herald/contract';
import { Card, Descriptions, Flex, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { TrunkActions } from './trunk-actions.tsx';
import { TrunkHealth, TrunkState } from './trunk-tags.tsx';
import { TrunkTest } from './trunk-test.tsx';
import { TRUNKS } from './words.ts';

type Trunk = ResponseOf<'QueryUVMSTrunk'>;
type Sight = Trunk['Probes'][number];
type Events = ResponseOf<'ListUVMSTrunkEvents'>;

const EVERY = 5000;

/** One trunk: how it is, how it is set, a call over it, and what was done to it. */
export function Page() {
  const say = useWords(TRUNKS);
  const { trunkId = '' } = useParams();
  const [testId, setTestId] = useState<string>();
  const { data: trunk, error, refetch } = useAsk('QueryUVMSTrunk', { TrunkId: trunkId }, { every: EVERY });
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!trunk) return <Loading />;
  return (
    <>
      <PageHead
        title={trunk.Name}
        intro={
          <>
            <span className="mono">{trunkId}</span> <TrunkState state={trunk.State} />
            {trunk.State === 'enabled' && <TrunkHealth trunk={trunk} />} {trunk.HealthDetail}{' '}
            <Link to="/operator/trunks">{say('back')}</Link>
          </>
        }
      >
        <TrunkActions trunk={trunk} onTest={setTestId} />
      </PageHead>
      <Flex vertical gap={16}>
        {testId && <TrunkTest testId={testId} />}
        <Settings trunk={trunk} />
        <Flex gap={16} wrap>
          <Sights title={say('registrations')} sights={trunk.Registrations} />
          <Sights title={say('probes')} sights={trunk.Probes} />
        </Flex>
        <History trunkId={trunkId} />
      </Flex>
    </>
  );
}

const SHOWN = [
  ...[
    'Host',
    'Port',
    'Transport',
    'OutboundProxy',
    'Registrar',
    'Sources',
    'Username',
    'Concurrency',
    'Cps',
    'DailyLimit',
  ],
  ...['Role', 'Priority', 'ProbeSeconds', 'LeastAnswered', 'CalleeFormat', 'CalleePrefix', 'CallerFormat'],
  ...[
    'Identity',
    'Srtp',
    'Codecs',
    'Purposes',
    'Operators',
    'Countries',
    'Prices',
    'Privacy',
    'SessionTimer',
  ],
] as readonly (keyof typeof TRUNKS & keyof Trunk)[];

/** What nought means, and what is said in words. */
const NOUGHTS = { DailyLimit: 'unlimited', ProbeSeconds: 'notProbed', LeastAnswered: 'anyAnswered' } as const;
const WORDED: ReadonlySet<string> = new Set([
  'Transport',
  'CalleeFormat',
  'CallerFormat',
  'Identity',
  'Srtp',
]);

function Settings({ trunk }: { trunk: Trunk }) {
  const say = useWords(TRUNKS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const textOf = (name: (typeof SHOWN)[number]): string => {
    const value: unknown = trunk[name];
    if (typeof value === 'boolean') return desk(value ? 'yes' : 'no');
    if (name === 'Role') return say(trunk.Role);
    if (name === 'Purposes')
      return trunk.Purposes.map((one) => common(one === '1' ? 'code' : 'notice')).join(', ');
    if (name === 'Operators')
      return trunk.Operators.map((one) => MAINLAND_OPERATORS[one][language]).join(', ') || desk('all');
    if (Array.isArray(value)) return value.join(' · ') || '–';
    if (value === 0 && name in NOUGHTS) return say(NOUGHTS[name as keyof typeof NOUGHTS]);
    if (WORDED.has(name)) return say(`value-${value}` as keyof typeof TRUNKS);
    return String(value) || '–';
  };
  return (
    <Card size="small" title={say('settings')}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={SHOWN.map((name) => ({
          key: name,
          label: say(name),
          children: <span className="wrap">{textOf(name)}</span>,
        }))}
      />
    </Card>
  );
}

/** What each node sees of the trunk. */
function Sights({ title, sights }: { title: string; sights: readonly Sight[] }) {
  const say = useWords(TRUNKS);
  const sightOf = (state: string) => {
    const key = `sight-${state}`;
    return key in TRUNKS ? say(key as keyof typeof TRUNKS) : state;
  };
  const common = useWords(COMMON);
  return (
    <Card size="small" title={title} style={{ flex: '1 1 320px', minWidth: 0 }}>
      <Table<Sight>
        size="small"
        rowKey="NodeId"
        dataSource={sights}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: say('noneSeen') }}
        columns={[
          {
            title: say('node'),
            dataIndex: 'NodeId',
            className: 'mono',
            render: (id: string) => id.slice(-8),
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: Sight['State'], { Detail }) => `${sightOf(state)} ${Detail}`,
          },
          minuteColumn(common('time'), 'Since'),
        ]}
      />
    </Card>
  );
}

function History({ trunkId }: { trunkId: string }) {
  const say = useWords(TRUNKS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const events = useAsk('ListUVMSTrunkEvents', { TrunkId: trunkId, ...filters.paging }, { keep: true });
  return (
    <Rows<Events, Events['Data'][number]>
      answer={events}
      rows={({ Data }) => Data}
      rowKey={({ Time, Event, Detail }) => `${Time} ${Event} ${Detail}`}
      title={say('history')}
      pagination={filters.pagination(events.data?.Total ?? 0)}
      columns={[
        { title: common('time'), dataIndex: 'Time', render: (at: number) => <Moment at={at} /> },
        {
          title: say('event'),
          dataIndex: 'Event',
          render: (event: Events['Data'][number]['Event']) => say(`event-${event}`),
        },
        {
          title: desk('by'),
          dataIndex: 'OperatorId',
          render: (by: string) => staffName(by) || say('byItself'),
        },
        { title: desk('detail'), dataIndex: 'Detail', className: 'wrap' },
      ]}
    />
  );
}
