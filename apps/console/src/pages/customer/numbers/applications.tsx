import { NUMBER_KINDS } from '@herald/contract';
import { Card, Empty, Table } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { type Application, ApplicationState, NumberTabs } from './states.tsx';
import { NUMBERS } from './words.ts';

/** Applications for numbers, the latest first. */
export function Page() {
  const say = useWords(NUMBERS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const writes = useMay()('enterprise:write');
  const applications = useAsk('QueryUVMSNumberApplications', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {writes && (
          <LinkButton to="/numbers/applications/new" type="primary">
            {say('apply')}
          </LinkButton>
        )}
      </PageHead>
      <NumberTabs here="applications" />
      <Failure error={applications.error} onRetry={() => applications.refetch()} />
      <Card size="small">
        <Table<Application>
          size="small"
          rowKey="ApplicationId"
          loading={applications.isPending}
          dataSource={applications.data?.Data ?? []}
          pagination={filters.pagination(applications.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noApplications')} />,
          }}
          columns={[
            {
              title: say('applicationId'),
              dataIndex: 'ApplicationId',
              className: 'mono',
              render: (id: string) => <Link to={`/numbers/applications/${id}`}>{id}</Link>,
            },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (state: Application['State']) => <ApplicationState state={state} />,
            },
            {
              title: say('kind'),
              dataIndex: 'Kind',
              render: (kind: Application['Kind']) => NUMBER_KINDS[kind][language],
            },
            {
              title: say('wanted'),
              dataIndex: 'Lines',
              render: (lines: Application['Lines']) =>
                say('wantedCount', { count: lines.reduce((sum, { Quantity }) => sum + Quantity, 0) }),
            },
            {
              title: say('due'),
              dataIndex: 'DueTime',
              render: (at: number) => <Moment at={at} precision="day" />,
            },
            {
              title: common('time'),
              dataIndex: 'CreateTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
          ]}
        />
      </Card>
    </>
  );
}
