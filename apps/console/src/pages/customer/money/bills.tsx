import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Yuan } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { BILLS } from './bill-words.ts';

type Bill = ResponseOf<'ListUBillOverview'>['Data'][number];

const AMOUNTS = [
  ['opening', 'Opening'],
  ['topUps', 'TopUps'],
  ['usage', 'Usage'],
  ['packages', 'Packages'],
  ['rent', 'Rent'],
  ['byCoupon', 'PaidByCoupon'],
  ['closing', 'Closing'],
] as const;

/** One row a month. */
export function Page() {
  const say = useWords(BILLS);
  const bills = useAsk('ListUBillOverview', {});
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Failure error={bills.error} onRetry={() => bills.refetch()} />
      <Card size="small">
        <Table<Bill>
          size="small"
          rowKey="Month"
          loading={bills.isPending}
          dataSource={bills.data?.Data ?? []}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noBills')} /> }}
          columns={[
            {
              title: say('month'),
              dataIndex: 'Month',
              render: (month: string, { Closed }) => (
                <>
                  <Link to={`/bills/${month}`}>{month}</Link>{' '}
                  <Tag color={Closed ? 'default' : 'processing'}>{say(Closed ? 'closed' : 'open')}</Tag>
                </>
              ),
            },
            ...AMOUNTS.map(([words, field]) => ({
              title: say(words),
              dataIndex: field,
              align: 'right' as const,
              render: (amount: string) => <Yuan amount={amount} />,
            })),
          ]}
        />
      </Card>
    </>
  );
}
