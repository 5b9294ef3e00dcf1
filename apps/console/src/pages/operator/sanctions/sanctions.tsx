import { CAPABILITIES, type Capability, type ResponseOf } from '@herald/contract';
import { Descriptions, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { yesOrNo } from '../parts/desk-filters.ts';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { ImposeButton, ReviewButton } from './sanction-forms.tsx';
import { SANCTIONS } from './words.ts';

type Answer = ResponseOf<'ListUVMSSanctions'>;
type Sanction = Answer['Data'][number];

/** 5.2, 5.5: what was imposed on customers, by people and by the platform itself. */
export function Page() {
  const say = useWords(SANCTIONS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const sanctions = useAsk(
    'ListUVMSSanctions',
    {
      ...filters.paging,
      ...(account ? { AccountId: account } : {}),
      ...(filters.get('review') === 'yes' ? { Open: true } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <ImposeButton />
      </PageHead>
      <Rows<Answer, Sanction>
        answer={sanctions}
        rows={({ Data }) => Data}
        rowKey="SanctionId"
        empty={say('none')}
        pagination={filters.pagination(sanctions.data?.Total ?? 0)}
        expanded={(sanction) => <Whole sanction={sanction} />}
        columns={[
          minuteColumn(say('imposed'), 'ImposeTime'),
          accountColumn(desk('account')),
          {
            title: say('what'),
            dataIndex: 'Kind',
            render: (kind: Sanction['Kind'], { Automatic }) => (
              <>
                {say(`kind-${kind}`)} {Automatic && <Tag>{say('automatic')}</Tag>}
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'Stands',
            render: (stands: boolean, { AppealTime }) => (
              <>
                <Tag color={stands ? 'error' : 'default'}>{say(stands ? 'stands' : 'over')}</Tag>
                {AppealTime !== undefined && <Tag color="warning">{say('appealed')}</Tag>}
              </>
            ),
          },
          {
            title: desk('reason'),
            dataIndex: 'Reason',
            className: 'wrap',
            render: (reason: string, { Clause }) => `${Clause} ${reason}`,
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SanctionId, Stands }) => Stands && <ReviewButton sanctionId={SanctionId} />,
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[yesOrNo(desk, 'review', say('toReview')), { name: 'account', label: desk('accountId') }]}
        />
      </Rows>
    </>
  );
}

function Whole({ sanction }: { sanction: Sanction }) {
  const say = useWords(SANCTIONS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const language = useLanguage();
  const nameOf = (capability: string) =>
    capability in CAPABILITIES ? CAPABILITIES[capability as Capability].words[language] : capability;
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'by', label: desk('by'), children: staffName(sanction.ImposedBy) || say('automatic') },
        { key: 'app', label: say('appId'), children: sanction.AppId || '–' },
        { key: 'target', label: say('targetId'), children: sanction.TargetId || '–' },
        { key: 'minute', label: say('perMinute'), children: sanction.PerMinute ?? '–' },
        { key: 'day', label: say('perDay'), children: sanction.PerDay ?? '–' },
        {
          key: 'capabilities',
          label: say('capabilities'),
          children: sanction.Capabilities.map(nameOf).join(', ') || '–',
        },
        { key: 'figures', label: say('figures'), children: sanction.Figures || '–' },
        {
          key: 'until',
          label: say('ends'),
          children: sanction.Until === undefined ? '–' : <Moment at={sanction.Until} precision="minute" />,
        },
        {
          key: 'appeal',
          label: say('appeal'),
          children: <span className="wrap">{sanction.Appeal || '–'}</span>,
        },
        {
          key: 'decision',
          label: say('decision'),
          children:
            sanction.Decision === '' ? '–' : `${sanction.Decision} · ${staffName(sanction.DecidedBy)}`,
        },
      ]}
    />
  );
}
