import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { accountColumn, yuanColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { CompensateButton, GrantButton } from './grant-forms.tsx';
import { MONEY } from './words.ts';

type Answer = ResponseOf<'ListUVMSGrants'>;
type Grant = Answer['Data'][number];

const SOURCES = ['campaign', 'trial', 'compensation'] as const;

/** 3.5, 8.5: coupons, trials and compensation that were given. */
export function Page() {
  const say = useWords(MONEY);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const filters = useFilters();
  const { get } = filters;
  const grants = useAsk(
    'ListUVMSGrants',
    {
      ...filters.paging,
      ...(get('source') ? { Source: get('source') as Grant['Source'] } : {}),
      ...(get('account') ? { AccountId: get('account') } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('grants')} intro={say('grantsIntro')}>
        <CompensateButton />
        <GrantButton />
      </PageHead>
      <Rows<Answer, Grant>
        answer={grants}
        rows={({ Data }) => Data}
        rowKey={({ AccountId, CouponId }) => `${AccountId} ${CouponId}`}
        empty={say('noGrants')}
        pagination={filters.pagination(grants.data?.Total ?? 0)}
        columns={[
          { title: say('coupon'), dataIndex: 'CouponId', className: 'mono' },
          {
            title: say('source'),
            dataIndex: 'Source',
            render: (source: Grant['Source'], { Month }) => (
              <>
                <Tag>{say(`source-${source}`)}</Tag>
                {Month}
              </>
            ),
          },
          accountColumn(desk('account')),
          yuanColumn(say('amount'), 'Amount'),
          yuanColumn(say('left'), 'Available'),
          {
            title: say('expires'),
            dataIndex: 'ExpireTime',
            render: (at: number) => <Moment at={at} precision="day" />,
          },
          { title: desk('reason'), dataIndex: 'Reason', className: 'wrap' },
          { title: say('grantedBy'), dataIndex: 'GrantedBy', render: staffName },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'source',
              label: say('source'),
              width: 130,
              choices: SOURCES.map((value) => ({ value, label: say(`source-${value}`) })),
            },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
    </>
  );
}
