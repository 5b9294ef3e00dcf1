import type { ResponseOf } from '@herald/contract';
import { Descriptions, Flex } from 'antd';
import type { ReactNode } from 'react';
import { SaveButton } from '../../../components/act.tsx';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { COMPLAINTS } from './words.ts';

type Complaint = ResponseOf<'ListUVMSComplaints'>['Data'][number];

/** The call that is complained of, what both sides say, and when each step was taken. */
export function ComplaintDetail({ complaint }: { complaint: Complaint }) {
  const say = useWords(COMPLAINTS);
  const { AccountId, SessionNo, Founded } = complaint;
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  const moment = (at: number | undefined) => (at === undefined ? '–' : <Moment at={at} precision="minute" />);
  const finding =
    Founded === undefined ? '–' : `${say(Founded ? 'founded' : 'unfounded')} · ${complaint.Finding}`;
  return (
    <Flex vertical gap={8}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          item('words', say('words'), <span className="wrap">{complaint.Words || '–'}</span>),
          item('answer', say('answer'), <span className="wrap">{complaint.Answer || '–'}</span>),
          item('finding', say('finding'), <span className="wrap">{finding}</span>),
          item('call', say('callTime'), moment(complaint.CallTime)),
          item('message', say('message'), <span className="mono wrap">{SessionNo ?? '–'}</span>),
          item('template', say('template'), <span className="mono">{complaint.TemplateId || '–'}</span>),
          item('shown', say('shown'), complaint.ShowNumber || '–'),
          item('trunk', say('trunk'), complaint.TrunkId || '–'),
          item('forwarded', say('forwarded'), moment(complaint.ForwardTime)),
          item('answered', say('answeredAt'), moment(complaint.AnswerTime)),
          item('closed', say('closedAt'), moment(complaint.CloseTime)),
          item(
            'told',
            say('toldAt'),
            <>
              {moment(complaint.ToldTime)} {complaint.ToldHow}
            </>,
          ),
        ]}
      />
      {SessionNo && AccountId && (
        <div>
          <SaveButton action="ExportUVMSEvidence" request={{ AccountId, SessionNo }}>
            {say('evidence')}
          </SaveButton>
        </div>
      )}
    </Flex>
  );
}
