import type { ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { StatusTag } from './status-tag.tsx';
import { CUSTOMERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSAccounts'>;
type Account = Answer['Data'][number];

/** Every customer, the latest first. */
export function Page() {
  const say = useWords(CUSTOMERS);
  const common = useWords(COMMON);
  const filters = useFilters();
  const search = filters.get('search');
  const accounts = useAsk(
    'ListUVMSAccounts',
    { ...filters.paging, ...(search ? { Search: search } : {}) },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Account>
        answer={accounts}
        rows={({ Data }) => Data}
        rowKey="AccountId"
        empty={say('noCustomers')}
        pagination={filters.pagination(accounts.data?.Total ?? 0)}
        columns={[
          {
            title: common('name'),
            dataIndex: 'Name',
            render: (name: string, { AccountId }) => (
              <>
                <Link to={`/operator/customers/${AccountId}`}>{name || AccountId}</Link>
                <br />
                <Typography.Text type="secondary" className="mono">
                  {AccountId}
                </Typography.Text>
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'Status',
            render: (status: Account['Status']) => <StatusTag status={status} />,
          },
          {
            title: say('enterprise'),
            dataIndex: 'EnterpriseApproved',
            render: (approved: boolean) => (
              <Tag color={approved ? 'success' : 'default'}>
                {say(approved ? 'approvedEnterprise' : 'notApproved')}
              </Tag>
            ),
          },
          {
            title: say('agreementVersion'),
            dataIndex: 'AgreementVersion',
            render: (version: number) => (version === 0 ? say('neverAccepted') : say('version', { version })),
          },
          {
            title: say('opened'),
            dataIndex: 'CreateTime',
            render: (at: number) => <Moment at={at} precision="day" />,
          },
        ]}
      >
        <FilterBar filters={filters} of={[{ name: 'search', label: say('search'), width: 280 }]} />
      </Rows>
    </>
  );
}
