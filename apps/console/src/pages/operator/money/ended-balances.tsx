import type { ResponseOf } from '@herald/contract';
import { Flex, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { formatYuan, Moment, Yuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { BalanceActions } from '../customers/balance-actions.tsx';
import { DESK } from '../parts/words.ts';
import { ENDED } from './ended-words.ts';

type Answer = ResponseOf<'ListUVMSEndedBalances'>;
type Ended = Answer['Data'][number];

const STATES = ['outstanding', 'waiting', 'returned', 'forfeited', 'empty'] as const;
const COLOURS = {
  outstanding: 'warning',
  waiting: 'processing',
  returned: 'success',
  forfeited: 'default',
  empty: 'default',
} as const;

/** 4.3.8, 12.3: whose service has ended, and what of the balance is still to be seen to. */
export function Page() {
  const say = useWords(ENDED);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const state = STATES.find((one) => one === filters.get('state'));
  const ended = useAsk(
    'ListUVMSEndedBalances',
    {
      ...filters.paging,
      ...(state ? { State: state } : {}),
      ...(account ? { AccountId: account } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Ended>
        answer={ended}
        rows={({ Data }) => Data}
        rowKey="AccountId"
        empty={say('none')}
        pagination={filters.pagination(ended.data?.Total ?? 0)}
        columns={[
          {
            title: desk('account'),
            dataIndex: 'AccountId',
            render: (id: string, { Name }) => (
              <Link to={`/operator/customers/${id}`}>{Name === '' ? id : Name}</Link>
            ),
          },
          {
            title: say('ended'),
            dataIndex: 'EndTime',
            render: (at: number) => (at === 0 ? '–' : <Moment at={at} precision="minute" />),
          },
          {
            title: say('why'),
            dataIndex: 'EndReason',
            className: 'wrap',
            render: (why: Ended['EndReason'], { Clause, Reason }) =>
              [say(`why-${why}`), Clause, Reason].filter((text) => text !== '').join(' · '),
          },
          {
            title: say('outstanding'),
            dataIndex: 'Outstanding',
            align: 'right',
            render: (amount: string, { Balance, Owed, Reserved }) => (
              <>
                <Yuan amount={amount} />
                {Number(Owed) > 0 && (
                  <div>{say('ofBalance', { balance: formatYuan(Balance), owed: formatYuan(Owed) })}</div>
                )}
                {Number(Reserved) > 0 && <div>{say('reserved', { amount: formatYuan(Reserved) })}</div>}
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (of: Ended['State'], { Returned, Forfeited }) => (
              <>
                <Tag color={COLOURS[of]}>{say(`state-${of}`)}</Tag>
                {Number(Returned) > 0 && <div>{say('returned', { amount: formatYuan(Returned) })}</div>}
                {Number(Forfeited) > 0 && <div>{say('forfeited', { amount: formatYuan(Forfeited) })}</div>}
              </>
            ),
          },
          {
            title: say('done'),
            dataIndex: 'DoneTime',
            render: (at: number) => (at === 0 ? '–' : <Moment at={at} precision="minute" />),
          },
          {
            title: say('next'),
            dataIndex: 'NextStep',
            render: (next: Ended['NextStep'], { AccountId, EndReason }) =>
              next === 'return' || next === 'return-or-forfeit' ? (
                <Flex gap={8}>
                  <BalanceActions
                    accountId={AccountId}
                    terminated={EndReason === 'terminated'}
                    stale={['ListUVMSEndedBalances']}
                  />
                </Flex>
              ) : (
                say(`next-${next}`)
              ),
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'state',
              label: common('state'),
              width: 150,
              choices: STATES.map((value) => ({ value, label: say(`state-${value}`) })),
            },
            { name: 'account', label: desk('accountId') },
          ]}
        />
        {ended.data && <p>{say('total', { amount: formatYuan(ended.data.TotalOutstanding) })}</p>}
      </Rows>
    </>
  );
}
