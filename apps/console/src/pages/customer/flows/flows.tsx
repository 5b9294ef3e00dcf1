import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Flex, Segmented, Table, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { FilingTag } from '../../../components/filing-tag.tsx';
import { useFilters } from '../../../components/filters.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { FILING } from '../../../words/filing-words.ts';
import { useWords } from '../../../words/language.ts';
import { FLOW_STALE } from './flow-stale.ts';
import { FLOWS } from './words.ts';

type Flow = ResponseOf<'ListUVMSFlows'>['Data'][number];

const STATUSES = [0, 1, 2, 3, 5] as const;

/** The flows of the account. */
export function Page() {
  const say = useWords(FLOWS);
  const common = useWords(COMMON);
  const filing = useWords(FILING);
  const writes = useMay()('template:write');
  const filters = useFilters();
  const status = STATUSES.find((one) => String(one) === filters.get('status'));
  const flows = useAsk(
    'ListUVMSFlows',
    { ...filters.paging, ...(status === undefined ? {} : { Status: status }), ...useProject() },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {writes && (
          <LinkButton to="/flows/new" type="primary">
            {say('create')}
          </LinkButton>
        )}
      </PageHead>
      <Card size="small">
        <div style={{ maxWidth: '100%', overflowX: 'auto', marginBottom: 12 }}>
          <Segmented
            value={filters.get('status')}
            onChange={(value: string) => filters.set({ status: value })}
            options={[
              { value: '', label: common('all') },
              ...STATUSES.map((one) => ({ value: String(one), label: filing(`status-${one}`) })),
            ]}
          />
        </div>
        <Failure error={flows.error} onRetry={() => flows.refetch()} />
        <Table<Flow>
          size="small"
          rowKey="FlowId"
          loading={flows.isPending}
          dataSource={flows.data?.Data ?? []}
          pagination={filters.pagination(flows.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('none')} /> }}
          columns={[
            {
              title: common('name'),
              dataIndex: 'Name',
              render: (name: string, { FlowId }) => (
                <>
                  <Link to={`/flows/${FlowId}`}>{name}</Link>
                  <br />
                  <Typography.Text type="secondary" className="mono" copyable>
                    {FlowId}
                  </Typography.Text>
                </>
              ),
            },
            {
              title: common('state'),
              key: 'state',
              render: (_, flow) => (
                <>
                  <FilingTag filed={flow} />
                  {flow.Remark && <Typography.Text type="secondary">{flow.Remark}</Typography.Text>}
                </>
              ),
            },
            {
              title: say('version'),
              key: 'version',
              render: (_, { Version, LiveVersion }) =>
                say('versionValue', { version: Version, live: LiveVersion || say('noLive') }),
            },
            {
              title: say('changed'),
              dataIndex: 'UpdateTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, flow) => writes && <FlowActions flow={flow} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

function FlowActions({ flow: { FlowId, Status, Blocked } }: { flow: Flow }) {
  const say = useWords(FLOWS);
  const common = useWords(COMMON);
  const request = { FlowId };
  return (
    <Flex gap={8} wrap>
      {(Status === 3 || Status === 5) && !Blocked && (
        <ActButton
          size="small"
          action="SubmitUVMSFlow"
          request={request}
          stale={FLOW_STALE}
          said={say('submitted')}
        >
          {say('submit')}
        </ActButton>
      )}
      {Status === 0 && (
        <ActButton size="small" action="WithdrawUVMSFlow" request={request} stale={FLOW_STALE}>
          {say('withdraw')}
        </ActButton>
      )}
      <ActButton size="small" action="CopyUVMSFlow" request={request} stale={FLOW_STALE} said={say('copied')}>
        {common('copy')}
      </ActButton>
      <ActButton
        size="small"
        danger
        type="text"
        action="DeleteUVMSFlow"
        request={request}
        stale={FLOW_STALE}
        confirm={say('deleteSure')}
      >
        {common('delete')}
      </ActButton>
    </Flex>
  );
}
