import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn, yuanColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { MONEY } from './words.ts';

type Answer = ResponseOf<'ListUVMSPayments'>;
type Payment = Answer['Data'][number];

const STALE = ['ListUVMSPayments'] as const;
const STATES = ['pending', 'succeeded', 'failed'] as const;
const COLOURS = { pending: 'warning', succeeded: 'success', failed: 'error' } as const;

/** What customers pay in, and bank transfers that wait to be confirmed. */
export function Page() {
  const say = useWords(MONEY);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const { get } = filters;
  const payments = useAsk(
    'ListUVMSPayments',
    {
      ...filters.paging,
      ...(get('state') ? { State: get('state') as Payment['State'] } : {}),
      ...(get('account') ? { AccountId: get('account') } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('payments')} intro={say('paymentsIntro')} />
      <Rows<Answer, Payment>
        answer={payments}
        rows={({ Data }) => Data}
        rowKey="PaymentId"
        empty={say('noPayments')}
        pagination={filters.pagination(payments.data?.Total ?? 0)}
        columns={[
          minuteColumn(common('time'), 'CreateTime'),
          accountColumn(desk('account')),
          yuanColumn(say('amount'), 'Amount'),
          { title: say('provider'), dataIndex: 'Provider' },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: Payment['State']) => <Tag color={COLOURS[state]}>{say(`payment-${state}`)}</Tag>,
          },
          { title: say('reference'), dataIndex: 'Reference', render: (text: string) => text || '–' },
          {
            title: say('confirmedBy'),
            dataIndex: 'ConfirmedBy',
            render: (by: string) => staffName(by) || '–',
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, payment) => <Actions payment={payment} />,
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'state',
              label: common('state'),
              width: 130,
              choices: STATES.map((value) => ({ value, label: say(`payment-${value}`) })),
            },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
    </>
  );
}

function Actions({ payment: { PaymentId, Provider, State } }: { payment: Payment }) {
  const say = useWords(MONEY);
  const desk = useWords(DESK);
  if (State === 'pending' && Provider === 'bank-transfer') {
    return (
      <FormButton
        action="ConfirmBankTransfer"
        label={say('confirm')}
        intro={say('confirmIntro')}
        type="primary"
        stale={STALE}
        fixed={{ PaymentId }}
        fields={[
          { name: 'BankReference', label: say('bankReference'), required: true },
          { name: 'Amount', label: say('amountYuan'), required: true },
        ]}
      />
    );
  }
  if (State !== 'succeeded') return null;
  return (
    <FormButton
      action="ReverseUVMSPayment"
      label={say('reverse')}
      intro={say('reverseIntro')}
      danger
      stale={STALE}
      fixed={{ PaymentId }}
      fields={[{ name: 'Reason', label: desk('reason'), kind: 'area', required: true }]}
    />
  );
}
