import type { ResponseOf } from '@herald/contract';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Phone } from '../../../components/message/phone.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { NumberTabs } from './states.tsx';
import { NUMBERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSInboundCalls'>;
type Call = Answer['Data'][number];

/** Who called the account's numbers, and what became of it. */
export function Page() {
  const say = useWords(NUMBERS);
  const filters = useFilters();
  const number = filters.get('number');
  const calls = useAsk(
    'ListUVMSInboundCalls',
    { ...filters.paging, ...(number ? { Number: number } : {}) },
    { keep: true },
  );
  const owned = useAsk('QueryUVMSNumbers', { NumPerPage: 100 });
  return (
    <>
      <PageHead title={say('title')} intro={say('inboundIntro')} />
      <NumberTabs here="inboundCalls" />
      <Rows<Answer, Call>
        answer={calls}
        rows={({ Data }) => Data}
        rowKey="CallNo"
        empty={say('noInbound')}
        pagination={filters.pagination(calls.data?.Total ?? 0)}
        expanded={({ Flow }) => (Flow ? <Way flow={Flow} /> : '–')}
        columns={[
          { title: say('startTime'), dataIndex: 'StartTime', render: (at: number) => <Moment at={at} /> },
          { title: say('number'), dataIndex: 'Number', className: 'number' },
          {
            title: say('caller'),
            dataIndex: 'Caller',
            render: (caller: string) => (caller === '' ? '–' : <Phone number={caller} />),
          },
          {
            title: say('flowVersion'),
            dataIndex: 'FlowId',
            render: (id: string, { Version }) => (
              <Link className="mono" to={`/flows/${id}?version=${Version}`}>
                {id} · {Version}
              </Link>
            ),
          },
          {
            title: say('talk'),
            dataIndex: 'Duration',
            render: (count: number, { AnswerTime }) =>
              AnswerTime === 0 ? say('notAnswered') : say('seconds', { count }),
          },
          { title: say('keys'), dataIndex: 'Digits', render: (keys: string) => keys || '–' },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'number',
              label: say('number'),
              choices: (owned.data?.Data ?? []).map((one) => ({ value: one.Number, label: one.Number })),
            },
          ]}
        />
      </Rows>
    </>
  );
}

/** The nodes that a call went through, with the keys pressed at each. */
function Way({ flow: { Visits: visits } }: { flow: NonNullable<Call['Flow']> }) {
  const say = useWords(NUMBERS);
  return (
    <ol aria-label={say('wayThrough')} style={{ margin: 0 }}>
      {visits.map(({ Node, At, Keys }) => (
        <li key={`${At} ${Node}`}>
          <span className="mono">{Node}</span> {Keys}
        </li>
      ))}
    </ol>
  );
}
