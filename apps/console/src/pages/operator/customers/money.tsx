import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Flex, Statistic, Table } from 'antd';
import { useKindName } from '../../../components/package-kind.ts';
import { formatYuan, Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { BalanceActions } from './balance-actions.tsx';
import { CUSTOMERS } from './words.ts';

type Account = ResponseOf<'InspectUVMSAccount'>;
type Package = Account['Packages'][number];

/** Whether a balance may go back: the account is terminated, or its refusal of an agreement has taken effect. */
const hasEnded = ({ Status, ServiceEndTime }: Account) =>
  Status === 'terminated' || (ServiceEndTime > 0 && ServiceEndTime <= Date.now());

/** What the customer has, and owes. */
export function Money({ account }: { account: Account }) {
  const say = useWords(CUSTOMERS);
  const common = useWords(COMMON);
  const kindName = useKindName();
  const { Balance, Reserved, Owed } = account;
  return (
    <Flex vertical gap={16}>
      <Card
        size="small"
        title={say('money')}
        extra={
          <Flex gap={8}>
            {hasEnded(account) && (
              <BalanceActions
                accountId={account.AccountId}
                terminated={account.Status === 'terminated'}
                stale={['InspectUVMSAccount']}
              />
            )}
          </Flex>
        }
      >
        <Flex gap={32} wrap>
          <Statistic title={say('balance')} value={formatYuan(Balance)} />
          <Statistic title={say('reserved')} value={formatYuan(Reserved)} />
          <Statistic title={say('owed')} value={formatYuan(Owed)} />
        </Flex>
      </Card>
      <Card size="small" title={say('packages')}>
        <Table<Package>
          size="small"
          rowKey="PackageId"
          dataSource={account.Packages}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={common('nothing')} />,
          }}
          columns={[
            { title: say('package'), key: 'kind', render: (_, one) => kindName(one) },
            {
              title: say('available'),
              key: 'left',
              align: 'right',
              className: 'number',
              render: (_, { Available, Quantity }) =>
                `${Available.toLocaleString()} / ${Quantity.toLocaleString()}`,
            },
            {
              title: say('expires'),
              dataIndex: 'ExpireTime',
              render: (at: number) => <Moment at={at} precision="day" />,
            },
            { title: 'ID', dataIndex: 'PackageId', className: 'mono' },
          ]}
        />
      </Card>
    </Flex>
  );
}
