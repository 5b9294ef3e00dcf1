import { CAPABILITIES, type ResponseOf } from '@herald/contract';
import { Flex } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FormButton, SaveButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { OffMeanwhile, OrderState, Said } from '../../../components/rectification/parts.tsx';
import { RECTIFICATION } from '../../../components/rectification/words.ts';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { yesOrNo } from '../parts/desk-filters.ts';
import { DESK } from '../parts/words.ts';
import { RECTIFICATIONS } from './rectification-words.ts';

type Answer = ResponseOf<'ListUVMSRectifications'>;
type Order = Answer['Data'][number];

const STALE = ['ListUVMSRectifications'] as const;

/** 4.3.7: what customers were ordered to put right. */
export function Page() {
  const say = useWords(RECTIFICATIONS);
  const both = useWords(RECTIFICATION);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const orders = useAsk(
    'ListUVMSRectifications',
    {
      ...filters.paging,
      ...(account ? { AccountId: account } : {}),
      ...(filters.get('open') === 'yes' ? { Open: true } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={both('title')} intro={say('intro')}>
        <OrderButton />
      </PageHead>
      <Rows<Answer, Order>
        answer={orders}
        rows={({ Data }) => Data}
        rowKey="OrderId"
        empty={both('none')}
        pagination={filters.pagination(orders.data?.Total ?? 0)}
        expanded={(order) => (
          <Said
            order={order}
            file={(FileId, label) => (
              <SaveButton action="DownloadUVMSRectificationFile" request={{ OrderId: order.OrderId, FileId }}>
                {label}
              </SaveButton>
            )}
          />
        )}
        columns={[
          minuteColumn(both('opened'), 'OpenTime'),
          accountColumn(desk('account')),
          { title: common('state'), key: 'state', render: (_, order) => <OrderState order={order} /> },
          minuteColumn(both('due'), 'DueTime'),
          { title: both('off'), key: 'off', render: (_, order) => <OffMeanwhile order={order} /> },
          {
            title: both('first'),
            key: 'first',
            className: 'narrow',
            render: (_, { Clause, Said: [first] }) => `${Clause} ${first?.Text ?? ''}`,
          },
          { title: common('actions'), key: 'actions', render: (_, order) => <Next order={order} /> },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[yesOrNo(desk, 'open', say('openOnly')), { name: 'account', label: desk('accountId') }]}
        />
      </Rows>
    </>
  );
}

/** Opens an order; against the account that is given, where one is. */
export function OrderButton({ accountId }: { accountId?: string }) {
  const say = useWords(RECTIFICATIONS);
  const both = useWords(RECTIFICATION);
  const desk = useWords(DESK);
  const language = useLanguage();
  return (
    <FormButton
      action="CreateUVMSRectification"
      label={say('add')}
      danger
      size={accountId === undefined ? 'middle' : 'small'}
      stale={STALE}
      initial={{ Clause: '4.3.7', ...(accountId === undefined ? {} : { AccountId: accountId }) }}
      fields={[
        { name: 'AccountId', label: desk('accountId'), required: true },
        { name: 'Clause', label: both('clause'), required: true, most: 20 },
        { name: 'DueTime', label: say('due'), kind: 'moment', required: true },
        {
          name: 'Capabilities',
          label: both('off'),
          kind: 'choices',
          choices: choicesOf(CAPABILITIES, language),
        },
        {
          name: 'Text',
          label: say('text'),
          kind: 'area',
          required: true,
          most: 4000,
          hint: desk('reasonTold'),
        },
      ]}
    />
  );
}

function Next({ order: { OrderId, State } }: { order: Order }) {
  const say = useWords(RECTIFICATIONS);
  const desk = useWords(DESK);
  if (State === 'closed') return null;
  const text = { name: 'Text', kind: 'area', required: true, most: 4000, hint: desk('reasonTold') } as const;
  return (
    <Flex gap={8}>
      {State === 'answered' && (
        <FormButton
          action="SendBackUVMSRectification"
          label={say('sendBack')}
          stale={STALE}
          fixed={{ OrderId }}
          fields={[
            { name: 'DueTime', label: say('due'), kind: 'moment', required: true },
            { ...text, label: say('missing') },
          ]}
        />
      )}
      <FormButton
        action="CloseUVMSRectification"
        label={say('close')}
        stale={STALE}
        fixed={{ OrderId }}
        fields={[{ ...text, label: say('finding') }]}
      />
    </Flex>
  );
}
