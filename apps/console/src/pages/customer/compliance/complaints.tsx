import type { ResponseOf } from '@herald/contract';
import { Descriptions, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { MaskedPhone } from '../../../components/message/phone.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { CASES } from './case-words.ts';

type Answer = ResponseOf<'QueryUVMSComplaints'>;
type Complaint = Answer['Data'][number];

const STATES = ['forwarded', 'answered', 'closed', 'told'] as const;

/** 4.3.6: what callees complain of, and what the account answers. */
export function Page() {
  const say = useWords(CASES);
  const common = useWords(COMMON);
  const filters = useFilters();
  const state = STATES.find((one) => one === filters.get('state'));
  const complaints = useAsk(
    'QueryUVMSComplaints',
    { ...filters.paging, ...(state ? { State: state } : {}) },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('complaints')} intro={say('complaintsIntro')} />
      <Rows<Answer, Complaint>
        answer={complaints}
        rows={({ Data }) => Data}
        rowKey="ComplaintId"
        empty={say('noComplaints')}
        pagination={filters.pagination(complaints.data?.Total ?? 0)}
        expanded={(complaint) => <Whole complaint={complaint} />}
        columns={[
          {
            title: say('forwardTime'),
            dataIndex: 'ForwardTime',
            render: (at = 0) => <Moment at={at} precision="minute" />,
          },
          { title: say('what'), dataIndex: 'Kind', render: (kind: Complaint['Kind']) => say(`kind-${kind}`) },
          {
            title: say('severity'),
            dataIndex: 'Severity',
            render: (severity: 1 | 2 | 3) => say(`severity-${severity}`),
          },
          {
            title: say('complainant'),
            dataIndex: 'Phone',
            render: (phone: string) => <MaskedPhone masked={phone} />,
          },
          { title: say('words'), dataIndex: 'Words', className: 'wrap' },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (now: Complaint['State'], { DueTime }) => (
              <>
                <Tag color={now === 'forwarded' ? 'warning' : 'default'}>{say(`state-${now}`)}</Tag>
                {now === 'forwarded' && DueTime !== undefined && (
                  <>
                    {say('due')} <Moment at={DueTime} precision="minute" />
                  </>
                )}
              </>
            ),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { ComplaintId, State }) =>
              State === 'forwarded' && (
                <FormButton
                  action="AnswerUVMSComplaint"
                  label={say('answer')}
                  intro={say('answerIntro')}
                  fixed={{ ComplaintId }}
                  stale={['QueryUVMSComplaints']}
                  fields={[
                    { name: 'Answer', label: say('answer'), kind: 'area', required: true, most: 2000 },
                  ]}
                />
              ),
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'state',
              label: common('state'),
              choices: STATES.map((value) => ({ value, label: say(`state-${value}`) })),
            },
          ]}
        />
      </Rows>
    </>
  );
}

/** The call that is complained of, and what was found. */
function Whole({ complaint }: { complaint: Complaint }) {
  const say = useWords(CASES);
  const { SessionNo, TemplateId, ShowNumber, CallTime, Founded, Finding } = complaint;
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'call', label: say('callTime'), children: <Moment at={CallTime} precision="minute" /> },
        {
          key: 'message',
          label: say('message'),
          children: SessionNo ? <Link to={`/records/${SessionNo}`}>{SessionNo}</Link> : '–',
        },
        {
          key: 'template',
          label: say('template'),
          children: TemplateId ? <Link to={`/templates/${TemplateId}`}>{TemplateId}</Link> : '–',
        },
        { key: 'shown', label: say('shown'), children: ShowNumber || '–' },
        {
          key: 'answer',
          label: say('answer'),
          children: <span className="wrap">{complaint.Answer || '–'}</span>,
        },
        {
          key: 'finding',
          label: say('finding'),
          children: Founded === undefined ? '–' : `${say(Founded ? 'founded' : 'unfounded')} · ${Finding}`,
        },
      ]}
    />
  );
}
