import type { ResponseOf } from '@herald/contract';
import { Flex, Input, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { dayOf, startOfDay } from '../../../components/beijing-day.ts';
import { useFilters } from '../../../components/filters.ts';
import { MaskedPhone } from '../../../components/message/phone.tsx';
import { ResultTag } from '../../../components/message/result-tag.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { CUSTOMERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSAccountRecords'>;
type Sent = Answer['Data'][number];

const DAY_S = 86_400;
/** Flows by keys are sent like templates, and told by their ids. */
const isFlow = (id: string) => id.startsWith('UVVF');

/** What the customer sent within 7 days. */
export function Messages({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  const common = useWords(COMMON);
  const filters = useFilters();
  const end = filters.get('end');
  const sent = useAsk(
    'ListUVMSAccountRecords',
    {
      AccountId: accountId,
      ...filters.paging,
      ...(end ? { EndTime: (startOfDay(end) + DAY_S) * 1000 } : {}),
    },
    { keep: true },
  );
  return (
    <Rows<Answer, Sent>
      answer={sent}
      rows={({ Data }) => Data}
      rowKey="SessionNo"
      empty={say('noMessages')}
      pagination={filters.pagination(sent.data?.Total ?? 0)}
      columns={[
        { title: say('accepted'), dataIndex: 'SubmitTime', render: (at: number) => <Moment at={at} /> },
        {
          title: say('phone'),
          dataIndex: 'Phone',
          render: (phone: string) => <MaskedPhone masked={phone} />,
        },
        {
          title: say('template'),
          dataIndex: 'TemplateId',
          render: (id: string, { Purpose }) => (
            <>
              {isFlow(id) ? (
                <span className="mono">{id}</span>
              ) : (
                <Link className="mono" to={`/operator/customers/${accountId}/templates/${id}`}>
                  {id}
                </Link>
              )}
              <br />
              <Typography.Text type="secondary">{common(Purpose === 1 ? 'code' : 'notice')}</Typography.Text>
            </>
          ),
        },
        { title: say('shown'), dataIndex: 'ShowNumber', render: (shown: string) => shown || '–' },
        {
          title: say('trunk'),
          dataIndex: 'TrunkId',
          className: 'narrow',
          render: (trunk: string) => trunk || '–',
        },
        {
          title: say('result'),
          dataIndex: 'ReceiptResult',
          render: (result: Sent['ReceiptResult'], { ReceiptDesc }) =>
            result === 0 ? <Tag>{ReceiptDesc}</Tag> : <ResultTag result={result} text={ReceiptDesc} />,
        },
        {
          title: say('talk'),
          dataIndex: 'Duration',
          align: 'right',
          render: (count: number) => say('seconds', { count }),
        },
      ]}
    >
      <Flex gap={8} align="center" style={{ marginBottom: 12 }}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is the child */}
        <label>
          {say('end')}{' '}
          <Input
            type="date"
            max={dayOf(Date.now())}
            value={end}
            onChange={(event) => filters.set({ end: event.target.value })}
            style={{ width: 160 }}
          />
        </label>
        <Typography.Text type="secondary">{say('messagesIntro')}</Typography.Text>
      </Flex>
    </Rows>
  );
}
