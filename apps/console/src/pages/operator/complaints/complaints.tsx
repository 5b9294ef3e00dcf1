import type { ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { type Filters, useFilters } from '../../../components/filters.ts';
import { MaskedPhone } from '../../../components/message/phone.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { yesOrNo } from '../parts/desk-filters.ts';
import { Due } from '../parts/due.tsx';
import { useStaff, useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { ComplaintActions } from './complaint-actions.tsx';
import { ComplaintDetail } from './complaint-detail.tsx';
import { AddButton, ImportButton } from './new-complaints.tsx';
import { COMPLAINTS } from './words.ts';

type Answer = ResponseOf<'ListUVMSComplaints'>;
type Complaint = Answer['Data'][number];
type State = Complaint['State'];

const STATES = ['open', 'forwarded', 'answered', 'closed', 'told'] as const;
const SEVERITIES = ['1', '2', '3'] as const;
const COLOURS = {
  open: 'warning',
  forwarded: 'processing',
  answered: 'warning',
  closed: 'warning',
  told: 'default',
} as const satisfies Record<State, string>;
const EVERY = 15_000;

/** 4.3.6: complaints, each with the clock of its next step. */
export function Page() {
  const say = useWords(COMPLAINTS);
  const staffName = useStaffName();
  const common = useWords(COMMON);
  const filters = useFilters();
  const { get } = filters;
  const complaints = useAsk(
    'ListUVMSComplaints',
    {
      ...filters.paging,
      ...(get('state') ? { State: get('state') as State } : {}),
      ...(get('severity') ? { Severity: get('severity') as '1' | '2' | '3' } : {}),
      ...(get('account') ? { AccountId: get('account') } : {}),
      ...(get('phone') ? { PhoneNumber: get('phone') } : {}),
      ...(get('assigned') ? { AssignedTo: get('assigned') } : {}),
      ...(get('overdue') === 'yes' ? { Overdue: true } : {}),
    },
    { keep: true, every: EVERY },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <ImportButton />
        <AddButton />
      </PageHead>
      <Rows<Answer, Complaint>
        answer={complaints}
        rows={({ Data }) => Data}
        rowKey="ComplaintId"
        empty={say('none')}
        pagination={filters.pagination(complaints.data?.Total ?? 0)}
        expanded={(complaint) => <ComplaintDetail complaint={complaint} />}
        columns={[
          {
            title: common('time'),
            dataIndex: 'OpenTime',
            render: (at: number, { Channel }) => (
              <>
                <Moment at={at} precision="minute" />
                <br />
                <Typography.Text type="secondary">{say(`channel-${Channel}`)}</Typography.Text>
              </>
            ),
          },
          {
            title: say('complainant'),
            dataIndex: 'Phone',
            className: 'number',
            render: (phone: string, { AccountId }) => (
              <>
                <MaskedPhone masked={phone} />
                <br />
                {AccountId === '' ? (
                  <Typography.Text type="secondary">{say('unknownCustomer')}</Typography.Text>
                ) : (
                  <Link to={`/operator/customers/${AccountId}`}>{AccountId}</Link>
                )}
              </>
            ),
          },
          { title: say('severity'), key: 'what', render: (_, complaint) => <What complaint={complaint} /> },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: State) => <Tag color={COLOURS[state]}>{say(`state-${state}`)}</Tag>,
          },
          {
            title: say('clock'),
            dataIndex: 'DueTime',
            render: (at: number | undefined) => (at === undefined ? '–' : <Due at={at} />),
          },
          {
            title: say('assignedTo'),
            dataIndex: 'AssignedTo',
            render: (who: string) => staffName(who) || '–',
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, complaint) => <ComplaintActions complaint={complaint} />,
          },
        ]}
      >
        <Bar filters={filters} />
      </Rows>
    </>
  );
}

function What({ complaint: { Kind, Severity } }: { complaint: Complaint }) {
  const say = useWords(COMPLAINTS);
  const severity = `severity-${Severity as 1 | 2 | 3}` as const;
  return (
    <>
      {say(`kind-${Kind}`)}
      <br />
      <Tag color={Severity === 3 ? 'error' : Severity === 2 ? 'warning' : 'default'}>{say(severity)}</Tag>
    </>
  );
}

function Bar({ filters }: { filters: Filters }) {
  const staff = useStaff();
  const say = useWords(COMPLAINTS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  return (
    <FilterBar
      filters={filters}
      of={[
        {
          name: 'state',
          label: common('state'),
          width: 140,
          choices: STATES.map((value) => ({ value, label: say(`state-${value}`) })),
        },
        {
          name: 'severity',
          label: say('severity'),
          width: 110,
          choices: SEVERITIES.map((value) => ({ value, label: say(`severity-${value}`) })),
        },
        yesOrNo(desk, 'overdue', say('overdueOnly')),
        {
          name: 'assigned',
          label: say('assignedTo'),
          width: 140,
          choices: staff.map(({ OperatorId, Name }) => ({ value: OperatorId, label: Name || OperatorId })),
        },
        { name: 'phone', label: say('phone') },
        { name: 'account', label: desk('accountId') },
      ]}
    />
  );
}
