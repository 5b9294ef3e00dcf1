import { NOTICE_KINDS, type ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { useFilters } from '../../../components/filters.ts';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { CUSTOMERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSNoticeDeliveries'>;
type Delivery = Answer['Deliveries'][number];

const COLOURS = { pending: 'processing', sent: 'success', failed: 'error' } as const;

/** 12.2: the proof of what was sent to the customer. */
export function Deliveries({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const sent = useAsk(
    'ListUVMSNoticeDeliveries',
    { AccountId: accountId, ...filters.paging },
    { keep: true },
  );
  return (
    <Rows<Answer, Delivery>
      answer={sent}
      rows={({ Deliveries }) => Deliveries}
      rowKey={({ NoticeId, Channel, Recipient }) => `${NoticeId} ${Channel} ${Recipient}`}
      pagination={filters.pagination(sent.data?.Total ?? 0)}
      columns={[
        minuteColumn(common('time'), 'CreateTime'),
        {
          title: say('noticeKind'),
          dataIndex: 'Kind',
          render: (kind: Delivery['Kind']) => titleOf(NOTICE_KINDS[kind][language].title) || kind,
        },
        {
          title: say('channel'),
          dataIndex: 'Channel',
          render: (channel: Delivery['Channel']) => say(`channel-${channel}`),
        },
        {
          title: say('recipient'),
          key: 'to',
          render: (_, { Address, Recipient }) => (
            <Typography.Text className="wrap">
              {Address || (Recipient === 'account' ? say('everyMember') : Recipient)}
            </Typography.Text>
          ),
        },
        {
          title: common('state'),
          dataIndex: 'State',
          render: (state: Delivery['State'], { Response }) => (
            <>
              <Tag color={COLOURS[state]}>{say(`sent-${state}`)}</Tag>
              {state === 'failed' && <Typography.Text type="secondary">{Response}</Typography.Text>}
            </>
          ),
        },
      ]}
    />
  );
}

/** A title without what it is about; empty where that is all of it. */
const titleOf = (title: string) => title.replace(/\{\w+\}/g, '…').replace(/^…$/, '');
