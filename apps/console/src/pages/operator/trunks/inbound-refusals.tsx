import type { ResponseOf } from '@herald/contract';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { INBOUND } from './inbound-words.ts';

type Answer = ResponseOf<'ListUVMSInboundRefusals'>;
type Refused = Answer['Data'][number];

const SPANS = [7, 31, 92] as const;

/** Calls that came in and that nothing answered: whose fault it is shows by the reason. */
export function Page() {
  const say = useWords(INBOUND);
  const desk = useWords(DESK);
  const filters = useFilters();
  const days = SPANS.find((one) => String(one) === filters.get('days')) ?? SPANS[0];
  const refusals = useAsk('ListUVMSInboundRefusals', { Days: days }, { keep: true });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Refused>
        answer={refusals}
        rows={({ Data }) => Data}
        rowKey={({ Day, Reason, Status }) => `${Day} ${Reason} ${Status}`}
        empty={say('none')}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          { title: say('day'), dataIndex: 'Day', className: 'number' },
          {
            title: desk('reason'),
            dataIndex: 'Reason',
            render: (reason: Refused['Reason']) => say(`reason-${reason}`),
          },
          { title: say('status'), dataIndex: 'Status', className: 'number' },
          { title: say('calls'), dataIndex: 'Calls', align: 'right', className: 'number' },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'days',
              label: say('span'),
              byDefault: String(SPANS[0]),
              choices: SPANS.map((count) => ({ value: count, label: desk('days', { count }) })),
            },
          ]}
        />
      </Rows>
    </>
  );
}
