import { NOTICE_CATEGORIES, type ResponseOf } from '@herald/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Card, Checkbox, Collapse, Empty, Pagination, Space, Tag, Typography } from 'antd';
import { outdate, useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

type Notice = ResponseOf<'ListUVMSNotices'>['Notices'][number];

/** The inbox. A notice that is opened has been read. */
export function Page() {
  const say = useWords(ACCOUNT);
  const client = useQueryClient();
  const filters = useFilters();
  const unread = filters.get('unread') === '1';
  const notices = useAsk(
    'ListUVMSNotices',
    { ...filters.paging, UnreadFirst: false, ...(unread ? { UnreadOnly: true } : {}) },
    { keep: true },
  );
  const read = useAct('ReadUVMSNotices');
  const open = (ids: readonly string[]) => {
    const fresh = notices.data?.Notices.filter(
      ({ NoticeId, ReadTime }) => ReadTime === 0 && ids.includes(NoticeId),
    ).map(({ NoticeId }) => NoticeId);
    if (fresh && fresh.length > 0) {
      read.mutate({ NoticeIds: fresh }, { onSuccess: () => !unread && outdate(client, ['ListUVMSNotices']) });
    }
  };
  return (
    <>
      <PageHead title={say('inbox')} intro={say('inboxIntro')}>
        <Checkbox
          checked={unread}
          onChange={({ target }) => filters.set({ unread: target.checked ? '1' : '' })}
          style={{ alignSelf: 'center' }}
        >
          {say('unreadOnly')}
        </Checkbox>
        <ActButton action="ReadUVMSNotices" request={{}} stale={['ListUVMSNotices']}>
          {say('readAll')}
        </ActButton>
      </PageHead>
      <Failure error={notices.error ?? read.error} onRetry={() => notices.refetch()} />
      {notices.isPending && <Loading />}
      {notices.data?.Notices.length === 0 && <Empty description={say('noNotices')} />}
      {notices.data && notices.data.Notices.length > 0 && (
        <Card size="small" styles={{ body: { padding: 0 } }}>
          <Collapse
            ghost
            onChange={(keys) => open([keys].flat())}
            items={notices.data.Notices.map((notice) => ({
              key: notice.NoticeId,
              label: <Head notice={notice} />,
              children: (
                <Typography.Paragraph style={{ whiteSpace: 'pre-line', margin: 0 }}>
                  {notice.Body}
                </Typography.Paragraph>
              ),
            }))}
          />
        </Card>
      )}
      <Pagination {...filters.pagination(notices.data?.Total ?? 0)} style={{ marginTop: 16 }} align="end" />
    </>
  );
}

function Head({ notice: { ReadTime, Title, Category, CreateTime } }: { notice: Notice }) {
  const say = useWords(ACCOUNT);
  const language = useLanguage();
  return (
    <Space wrap>
      <Typography.Text strong={ReadTime === 0}>{Title}</Typography.Text>
      {ReadTime === 0 && <Tag color="processing">{say('unread')}</Tag>}
      <Tag>{NOTICE_CATEGORIES[Category].words[language]}</Tag>
      <Typography.Text type="secondary">
        <Moment at={CreateTime} precision="minute" />
      </Typography.Text>
    </Space>
  );
}
