import type { ResponseOf } from '@herald/contract';
import { Alert, Flex, Tag, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Act, FormButton } from '../../../components/act.tsx';
import { useFilters } from '../../../components/filters.ts';
import { requestOf } from '../../../components/form-fields.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { formatMoment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { type Announcement, AnnouncementButton, inSeconds } from './announcement-form.tsx';
import { ANNOUNCEMENTS } from './words.ts';

type Answer = ResponseOf<'ListUVMSAnnouncements'>;

const STALE = ['ListUVMSAnnouncements', 'GetUVMSServiceStatus'] as const;
const COLOURS = {
  draft: 'default',
  scheduled: 'processing',
  published: 'success',
  withdrawn: 'default',
} as const;
const EVERY = 10_000;

/** What is told to every customer, and maintenance. */
export function Page() {
  const say = useWords(ANNOUNCEMENTS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const announcements = useAsk('ListUVMSAnnouncements', filters.paging, { keep: true, every: EVERY });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <StartButton />
        <AnnouncementButton />
      </PageHead>
      <Running />
      <Rows<Answer, Announcement>
        answer={announcements}
        rows={({ Announcements }) => Announcements}
        rowKey="AnnouncementId"
        empty={say('none')}
        pagination={filters.pagination(announcements.data?.Total ?? 0)}
        expanded={(one) => (
          <Typography.Paragraph style={{ whiteSpace: 'pre-wrap', margin: 0 }}>
            {language === 'zh' ? one.BodyZh : one.BodyEn}
          </Typography.Paragraph>
        )}
        columns={[
          {
            title: say('what'),
            key: 'title',
            render: (_, one) => (
              <>
                {language === 'zh' ? one.TitleZh : one.TitleEn}
                <br />
                <Typography.Text type="secondary">{say(`kind-${one.Kind}`)}</Typography.Text>
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: Announcement['State'], { SpreadTime }) => (
              <>
                <Tag color={COLOURS[state]}>{say(`state-${state}`)}</Tag>
                {state === 'published' && (
                  <Typography.Text type="secondary">
                    {say(SpreadTime > 0 ? 'spread' : 'spreading')}
                  </Typography.Text>
                )}
              </>
            ),
          },
          minuteColumn(say('publish'), 'PublishTime'),
          minuteColumn(say('effective'), 'EffectiveTime'),
          { title: desk('by'), key: 'by', render: (_, one) => staffName(one.PublishedBy || one.CreatedBy) },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, announcement) => <Actions announcement={announcement} />,
          },
        ]}
      />
    </>
  );
}

function Actions({ announcement }: { announcement: Announcement }) {
  const say = useWords(ANNOUNCEMENTS);
  const common = useWords(COMMON);
  const { AnnouncementId, State } = announcement;
  const request = { AnnouncementId };
  if (State === 'draft') {
    const fields = [{ name: 'PublishTime', label: say('publishAt'), kind: 'moment' }] as const;
    return (
      <Flex gap={8} wrap>
        <FormButton
          action="PublishUVMSAnnouncement"
          label={say('publish')}
          type="primary"
          stale={STALE}
          fixed={request}
          fields={fields}
          request={(values) => inSeconds(requestOf(fields, values))}
        />
        <AnnouncementButton announcement={announcement} />
        <Act
          action="DeleteUVMSAnnouncement"
          request={request}
          stale={STALE}
          type="text"
          danger
          confirm={say('deleteSure')}
        >
          {common('delete')}
        </Act>
      </Flex>
    );
  }
  if (State === 'withdrawn') return null;
  return (
    <Act
      action="WithdrawUVMSAnnouncement"
      request={request}
      stale={STALE}
      danger
      confirm={say('withdrawSure')}
    >
      {say('withdraw')}
    </Act>
  );
}

function Running() {
  const say = useWords(ANNOUNCEMENTS);
  const language = useLanguage();
  const { data } = useAsk('GetUVMSServiceStatus', {}, { every: EVERY });
  if (data?.State !== 'maintenance') return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={say('running', { end: formatMoment(data.EndTime, language, 'minute') })}
      action={
        <Act action="EndUVMSMaintenance" request={{}} stale={STALE} confirm={say('endSure')}>
          {say('endNow')}
        </Act>
      }
      style={{ marginBottom: 16 }}
    />
  );
}

function StartButton() {
  const say = useWords(ANNOUNCEMENTS);
  const fields = [
    { name: 'ReasonZh', label: say('reasonZh'), kind: 'area', required: true, most: 240 },
    { name: 'ReasonEn', label: say('reasonEn'), kind: 'area', required: true, most: 240 },
    { name: 'EndTime', label: say('expectedEnd'), kind: 'moment', required: true },
  ] as const;
  return (
    <FormButton
      action="StartUVMSMaintenance"
      label={say('startNow')}
      intro={say('startIntro')}
      danger
      size="middle"
      stale={STALE}
      fields={fields}
      request={(values) => inSeconds(requestOf(fields, values))}
    />
  );
}
