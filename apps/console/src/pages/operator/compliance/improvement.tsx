import type { ResponseOf } from '@herald/contract';
import { useAsk } from '../../../api/ask.ts';
import { SaveButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { DESK } from '../parts/words.ts';
import { IMPROVEMENT } from './improvement-words.ts';

type Answer = ResponseOf<'ListUVMSImprovementRecordings'>;
type Recording = Answer['Data'][number];

/** 4.3.9: what may be listened to in order to improve the service. */
export function Page() {
  const say = useWords(IMPROVEMENT);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const recordings = useAsk(
    'ListUVMSImprovementRecordings',
    { ...filters.paging, ...(account ? { AccountId: account } : {}) },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Recording>
        answer={recordings}
        rows={({ Data }) => Data}
        rowKey={({ SessionNo, Node }) => `${SessionNo} ${Node}`}
        empty={say('none')}
        pagination={filters.pagination(recordings.data?.Total ?? 0)}
        columns={[
          minuteColumn(common('time'), 'Time'),
          accountColumn(desk('account')),
          { title: say('message'), dataIndex: 'SessionNo', className: 'mono' },
          { title: say('node'), dataIndex: 'Node', className: 'mono' },
          { title: say('key'), dataIndex: 'Key' },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { AccountId, SessionNo, Node }) => (
              <SaveButton action="HearUVMSImprovementRecording" request={{ AccountId, SessionNo, Node }}>
                {say('hear')}
              </SaveButton>
            ),
          },
        ]}
      >
        <FilterBar filters={filters} of={[{ name: 'account', label: desk('accountId') }]} />
      </Rows>
    </>
  );
}
