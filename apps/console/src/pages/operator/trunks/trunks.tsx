import type { RequestOf, ResponseOf } from '@herald/contract';
import { Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { requestOf } from '../../../components/form-fields.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { yesOrNo } from '../parts/desk-filters.ts';
import { DESK } from '../parts/words.ts';
import { useTrunkFields } from './trunk-fields.ts';
import { TrunkHealth, TrunkState } from './trunk-tags.tsx';
import { TRUNKS } from './words.ts';

type Answer = ResponseOf<'ListUVMSTrunks'>;
type Trunk = Answer['Data'][number];

const EVERY = 5000;
/** Of a new one; the rest is the service's default. */
const NEW = { Port: 5060, Transport: 'udp', Concurrency: 30, Cps: 5, Role: 'main', SessionTimer: true };

/** Every trunk with its health and load. */
export function Page() {
  const say = useWords(TRUNKS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const fields = useTrunkFields(undefined);
  const trunks = useAsk(
    'ListUVMSTrunks',
    { ...filters.paging, ...(filters.get('retired') === 'yes' ? { IncludeRetired: true } : {}) },
    { keep: true, every: EVERY },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <FormButton
          action="CreateUVMSTrunk"
          label={say('add')}
          intro={say('addIntro')}
          type="primary"
          size="middle"
          stale={['ListUVMSTrunks']}
          initial={NEW}
          fields={fields}
          request={(values) => requestOf(fields, values) as RequestOf<'CreateUVMSTrunk'>}
        />
      </PageHead>
      <Rows<Answer, Trunk>
        answer={trunks}
        rows={({ Data }) => Data}
        rowKey="TrunkId"
        empty={say('noTrunks')}
        pagination={filters.pagination(trunks.data?.Total ?? 0)}
        columns={[
          {
            title: say('trunk'),
            dataIndex: 'Name',
            render: (name: string, { TrunkId }) => (
              <>
                <Link to={`/operator/trunks/${TrunkId}`}>{name}</Link>
                <br />
                <Typography.Text type="secondary" className="mono">
                  {TrunkId}
                </Typography.Text>
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: Trunk['State']) => <TrunkState state={state} />,
          },
          { title: say('health'), key: 'health', render: (_, trunk) => <TrunkHealth trunk={trunk} /> },
          {
            title: say('role'),
            dataIndex: 'Role',
            render: (role: Trunk['Role'], { Priority }) => `${say(role)} ${Priority}`,
          },
          { title: say('active'), dataIndex: 'ActiveCalls', align: 'right' },
          { title: say('today'), dataIndex: 'TodayCalls', align: 'right' },
          {
            title: say('answered'),
            key: 'answered',
            align: 'right',
            className: 'number',
            render: (_, { Answered, Calls }) => `${Answered} / ${Calls}`,
          },
          { title: say('faults'), dataIndex: 'Faults', align: 'right' },
        ]}
      >
        <FilterBar filters={filters} of={[yesOrNo(desk, 'retired', say('retiredToo'))]} />
      </Rows>
    </>
  );
}
