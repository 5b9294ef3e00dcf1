import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { DESK } from '../parts/words.ts';
import { AGREEMENTS } from './agreement-words.ts';

type Answer = ResponseOf<'ListUVMSAgreementRefusals'>;
type Refusal = Answer['Refusals'][number];

/** Who refused a version in writing. */
export function AgreementRefusals() {
  const say = useWords(AGREEMENTS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const { data: versions } = useAsk('ListUVMSAgreementDrafts', { NumPerPage: 100 });
  const list = versions?.Versions ?? [];
  const version = Number(filters.get('version')) || (list[0]?.Version ?? 0);
  const refusals = useAsk(
    'ListUVMSAgreementRefusals',
    { Version: version, ...filters.paging },
    { keep: true, enabled: version > 0 },
  );
  return (
    <Rows<Answer, Refusal>
      answer={refusals}
      rows={({ Refusals }) => Refusals}
      rowKey={({ AccountId, RefuseTime }) => `${AccountId} ${RefuseTime}`}
      empty={say('noRefusals')}
      pagination={filters.pagination(refusals.data?.Total ?? 0)}
      columns={[
        accountColumn(desk('account')),
        { title: desk('reason'), dataIndex: 'Reason', className: 'wrap' },
        { title: say('signer'), dataIndex: 'Signer' },
        {
          title: common('state'),
          dataIndex: 'TakenBackTime',
          render: (at: number) => (
            <Tag color={at > 0 ? 'default' : 'warning'}>{say(at > 0 ? 'takenBack' : 'stands')}</Tag>
          ),
        },
        minuteColumn(common('time'), 'RefuseTime'),
      ]}
    >
      <FilterBar
        filters={filters}
        of={[
          {
            name: 'version',
            label: say('version'),
            width: 110,
            byDefault: String(version),
            choices: list.map(({ Version }) => ({ value: Version, label: String(Version) })),
          },
        ]}
      />
    </Rows>
  );
}
