import type { ResponseOf } from '@herald/contract';
import { Card, Col, Empty, Row, Statistic, Table } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { useKindName } from '../../../components/package-kind.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { BuyPackage } from './buy-package.tsx';
import { Prices } from './prices.tsx';
import { TopUp } from './top-up.tsx';
import { MONEY } from './words.ts';

type Owned = ResponseOf<'ListUVMSPackages'>['Data'][number];

/** What is left of packages, and buying more. */
export function Page() {
  const say = useWords(MONEY);
  const pays = useMay()('billing:pay');
  const filters = useFilters();
  const packages = useAsk('ListUVMSPackages', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('packages')} intro={say('packagesIntro')} />
      <Failure error={packages.error} onRetry={() => packages.refetch()} />
      <Row gutter={[16, 16]}>
        <Col span={24}>
          <Row gutter={[16, 16]}>
            <Balances balances={packages.data?.Balances ?? []} />
          </Row>
        </Col>
        {pays && (
          <>
            <Col xs={24} lg={14}>
              <BuyPackage />
            </Col>
            <Col xs={24} lg={10}>
              <TopUp />
              <Prices />
            </Col>
          </>
        )}
        <Col span={24}>
          <Card size="small" title={say('owned')}>
            <OwnedTable
              owned={packages.data?.Data ?? []}
              loading={packages.isPending}
              pagination={filters.pagination(packages.data?.Total ?? 0)}
            />
          </Card>
        </Col>
      </Row>
    </>
  );
}

function Balances({ balances }: { balances: ResponseOf<'ListUVMSPackages'>['Balances'] }) {
  const say = useWords(MONEY);
  const nameOf = useKindName();
  return balances.map((kind) => (
    <Col key={`${kind.Purpose}.${kind.GroupType}`} xs={24} sm={12} lg={6}>
      <Card size="small">
        <Statistic title={nameOf(kind)} value={kind.Available} styles={{ content: { fontSize: 22 } }} />
        {kind.Held > 0 && say('held', { count: kind.Held })}
      </Card>
    </Col>
  ));
}

function OwnedTable({
  owned,
  loading,
  pagination,
}: {
  owned: readonly Owned[];
  loading: boolean;
  pagination: ReturnType<ReturnType<typeof useFilters>['pagination']>;
}) {
  const say = useWords(MONEY);
  const nameOf = useKindName();
  const pays = useMay()('billing:pay');
  return (
    <Table<Owned>
      size="small"
      rowKey="PackageId"
      loading={loading}
      dataSource={owned}
      pagination={pagination}
      scroll={{ x: 'max-content' }}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noPackages')} />,
      }}
      columns={[
        { title: say('packages'), dataIndex: 'PackageId', className: 'mono' },
        { title: say('kind'), key: 'kind', render: (_, row) => nameOf(row) },
        { title: say('left'), key: 'left', render: (_, row) => `${row.Available} / ${row.Quantity}` },
        {
          title: say('boughtAt'),
          dataIndex: 'BuyTime',
          render: (at: number) => <Moment at={at} precision="minute" />,
        },
        {
          title: say('expiresAt'),
          dataIndex: 'ExpireTime',
          render: (at: number) => <Moment at={at} precision="minute" />,
        },
        {
          title: say('renew'),
          dataIndex: 'AutoRenew',
          render: (on: boolean, { PackageId }) =>
            pays ? (
              <ActButton
                size="small"
                action="UpdateUVMSPackage"
                request={{ PackageId, AutoRenew: !on, ...(on ? {} : { Agree: true }) }}
                stale={['ListUVMSPackages']}
                confirm={say(on ? 'renewOff' : 'renewOn')}
              >
                {say(on ? 'on' : 'off')}
              </ActButton>
            ) : (
              say(on ? 'on' : 'off')
            ),
        },
      ]}
    />
  );
}
