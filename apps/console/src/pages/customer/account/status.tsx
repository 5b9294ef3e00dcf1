import { Alert, Card, Space, Table, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

const EVERY = 30_000;

/** Whether the service is up, and what is announced. */
export function Page() {
  const say = useWords(ACCOUNT);
  const common = useWords(COMMON);
  const status = useAsk('GetUVMSServiceStatus', {}, { every: EVERY });
  const announcements = useAsk('QueryUVMSAnnouncements', { All: true, NumPerPage: 20 });
  const moment = (at: number) => <Moment at={at} precision="minute" />;
  return (
    <>
      <PageHead title={say('status')} intro={say('statusIntro')} />
      <Failure error={status.error ?? announcements.error} onRetry={() => status.refetch()} />
      <Space orientation="vertical" size={16} style={{ width: '100%' }}>
        {status.data && (
          <Alert
            type={status.data.State === 'ok' ? 'success' : 'warning'}
            showIcon
            title={say(`status-${status.data.State}`)}
            description={status.data.Sandbox ? say('sandbox') : undefined}
          />
        )}
        <Card size="small" title={say('windows')}>
          <Table
            size="small"
            rowKey="AnnouncementId"
            loading={status.isPending}
            dataSource={status.data?.Windows ?? []}
            pagination={false}
            locale={{ emptyText: say('noWindows') }}
            columns={[
              { title: common('name'), dataIndex: 'Title' },
              { title: say('from'), dataIndex: 'StartTime', render: moment },
              { title: say('until'), dataIndex: 'EndTime', render: moment },
            ]}
          />
        </Card>
        <Card size="small" title={say('deprecations')}>
          <Table
            size="small"
            rowKey="Action"
            loading={status.isPending}
            dataSource={status.data?.Deprecations ?? []}
            pagination={false}
            locale={{ emptyText: say('noDeprecations') }}
            columns={[
              { title: common('name'), dataIndex: 'Action' },
              { title: say('until'), dataIndex: 'Sunset', render: moment },
            ]}
          />
        </Card>
        <Card size="small" title={say('announcements')} loading={announcements.isPending}>
          {announcements.data?.Announcements.length === 0 && say('noNotices')}
          {announcements.data?.Announcements.map(({ AnnouncementId, Title, Body, PublishTime }) => (
            <article key={AnnouncementId}>
              <Typography.Title level={2} style={{ fontSize: 15 }}>
                {Title}
              </Typography.Title>
              <Typography.Text type="secondary">{moment(PublishTime)}</Typography.Text>
              <Typography.Paragraph style={{ whiteSpace: 'pre-line' }}>{Body}</Typography.Paragraph>
            </article>
          ))}
        </Card>
        <Card size="small" title={say('links')}>
          <a href="/docs">{say('apiReference')}</a>
        </Card>
      </Space>
    </>
  );
}
