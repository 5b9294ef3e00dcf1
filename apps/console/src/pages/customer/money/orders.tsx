import type { ResponseOf } from '@herald/contract';
import { Button, Card, Empty, Flex, Table, Tag } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { useKindName } from '../../../components/package-kind.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment, Yuan } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { MONEY_ANSWERS, usePaymentNext, useProviders } from './payment.tsx';
import { MONEY } from './words.ts';

type Order = ResponseOf<'ListUVMSOrders'>['Data'][number];

const COLOURS = { unpaid: 'warning', paid: 'success', cancelled: 'default', expired: 'default' } as const;
/** An order that is paid at a bank's page changes without being asked for. */
const EVERY = 5000;

/** Orders, and paying those that wait for it. */
export function Page() {
  const say = useWords(MONEY);
  const common = useWords(COMMON);
  const nameOf = useKindName();
  const pays = useMay()('billing:pay');
  const filters = useFilters();
  const orders = useAsk('ListUVMSOrders', filters.paging, {
    keep: true,
    every: (last) => (last?.Data.some(({ State }) => State === 'unpaid') ? EVERY : false),
  });
  return (
    <>
      <PageHead title={say('orders')} intro={say('ordersIntro')} />
      <Failure error={orders.error} onRetry={() => orders.refetch()} />
      <Card size="small">
        <Table<Order>
          size="small"
          rowKey="OrderId"
          loading={orders.isPending}
          dataSource={orders.data?.Data ?? []}
          pagination={filters.pagination(orders.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noOrders')} />,
          }}
          columns={[
            { title: say('orderId'), dataIndex: 'OrderId', className: 'mono' },
            {
              title: say('what'),
              key: 'what',
              render: (_, { Package: bought }) =>
                bought
                  ? say('orderPackage', {
                      kind: nameOf(bought),
                      quantity: bought.Quantity,
                      count: bought.Count,
                    })
                  : say('orderTopUp'),
            },
            {
              title: say('total'),
              dataIndex: 'Amount',
              render: (amount: string) => <Yuan amount={amount} />,
            },
            {
              title: say('offByCoupon'),
              dataIndex: 'CouponAmount',
              render: (amount: string) => (Number(amount) > 0 ? <Yuan amount={amount} /> : '–'),
            },
            { title: say('due'), dataIndex: 'Due', render: (amount: string) => <Yuan amount={amount} /> },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (state: Order['State']) => <Tag color={COLOURS[state]}>{say(state)}</Tag>,
            },
            {
              title: say('placedAt'),
              dataIndex: 'CreateTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, order) => pays && order.State === 'unpaid' && <OrderActions order={order} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

function OrderActions({ order: { OrderId, Kind } }: { order: Order }) {
  const say = useWords(MONEY);
  const pay = useAct('PayUVMSOrder');
  const next = usePaymentNext();
  const providers = useProviders(Kind === 'package');
  return (
    <Flex gap={8}>
      {providers.map((provider) => (
        <Button
          key={provider}
          size="small"
          loading={pay.isPending}
          onClick={() =>
            pay.mutate({ OrderId, Provider: provider }, { onSuccess: (answer) => next(answer, say('paid')) })
          }
        >
          {say('pay')} · {say(provider)}
        </Button>
      ))}
      <ActButton
        size="small"
        type="text"
        action="CancelUVMSOrder"
        request={{ OrderId }}
        stale={MONEY_ANSWERS}
        confirm={say('cancelSure')}
      >
        {say('cancelOrder')}
      </ActButton>
      <Failure error={pay.error} />
    </Flex>
  );
}
