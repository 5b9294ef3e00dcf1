import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Table, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment, Yuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { MONEY } from './words.ts';

type Coupon = ResponseOf<'ListUVMSCoupons'>['Data'][number];

const COLOURS = { good: 'success', used: 'default', expired: 'default' } as const;

export function Page() {
  const say = useWords(MONEY);
  const common = useWords(COMMON);
  const filters = useFilters();
  const coupons = useAsk('ListUVMSCoupons', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('coupons')} intro={say('couponsIntro')} />
      <Failure error={coupons.error} onRetry={() => coupons.refetch()} />
      <Card size="small">
        <Table<Coupon>
          size="small"
          rowKey="CouponId"
          loading={coupons.isPending}
          dataSource={coupons.data?.Data ?? []}
          pagination={filters.pagination(coupons.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noCoupons')} />,
          }}
          columns={[
            { title: say('couponId'), dataIndex: 'CouponId', className: 'mono' },
            {
              title: say('source'),
              dataIndex: 'Source',
              render: (source: Coupon['Source']) => say(`source-${source}`),
            },
            {
              title: say('value'),
              dataIndex: 'Amount',
              render: (amount: string) => <Yuan amount={amount} />,
            },
            {
              title: say('remains'),
              dataIndex: 'Available',
              render: (amount: string) => <Yuan amount={amount} />,
            },
            {
              title: say('scope'),
              key: 'scope',
              render: (_, { Scope, Purposes }) => (
                <>
                  {Scope.map((scope) => (
                    <Tag key={scope}>{say(`scope-${scope}`)}</Tag>
                  ))}
                  {Purposes.map((purpose) => (
                    <Tag key={purpose}>{common(purpose === '1' ? 'code' : 'notice')}</Tag>
                  ))}
                </>
              ),
            },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (state: Coupon['State']) => <Tag color={COLOURS[state]}>{say(`coupon-${state}`)}</Tag>,
            },
            {
              title: say('expiresAt'),
              dataIndex: 'ExpireTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
          ]}
        />
      </Card>
    </>
  );
}
