import type { RequestOf, ResponseOf } from '@herald/contract';
import { Flex } from 'antd';
import { Act, FormButton } from '../../../components/act.tsx';
import { requestOf } from '../../../components/form-fields.tsx';
import { useMe } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { useSeverityField } from './new-complaints.tsx';
import { COMPLAINTS } from './words.ts';

type Complaint = ResponseOf<'ListUVMSComplaints'>['Data'][number];

const STALE = ['ListUVMSComplaints'] as const;

/** The next step of a complaint. */
export function ComplaintActions({ complaint }: { complaint: Complaint }) {
  const say = useWords(COMPLAINTS);
  const { OperatorId = '' } = useMe();
  const { ComplaintId, State, AssignedTo } = complaint;
  return (
    <Flex gap={8} wrap>
      {State !== 'told' && AssignedTo !== OperatorId && (
        <Act action="AssignUVMSComplaint" request={{ ComplaintId, OperatorId }} stale={STALE}>
          {say('take')}
        </Act>
      )}
      {State === 'open' && <ForwardButton complaint={complaint} />}
      {(State === 'forwarded' || State === 'answered') && <CloseButton complaintId={ComplaintId} />}
      {State === 'closed' && (
        <FormButton
          action="TellUVMSComplainant"
          label={say('tell')}
          type="primary"
          stale={STALE}
          fixed={{ ComplaintId }}
          fields={[{ name: 'How', label: say('how'), kind: 'area', required: true, most: 200 }]}
        />
      )}
    </Flex>
  );
}

function ForwardButton({ complaint: { ComplaintId, AccountId } }: { complaint: Complaint }) {
  const say = useWords(COMPLAINTS);
  const desk = useWords(DESK);
  const severity = useSeverityField();
  return (
    <FormButton
      action="ForwardUVMSComplaint"
      label={say('forward')}
      intro={say('forwardIntro')}
      type="primary"
      stale={STALE}
      fixed={{ ComplaintId }}
      fields={[
        ...(AccountId === '' ? [{ name: 'AccountId', label: desk('accountId'), required: true }] : []),
        severity,
      ]}
    />
  );
}

function CloseButton({ complaintId }: { complaintId: string }) {
  const say = useWords(COMPLAINTS);
  const fields = [
    {
      name: 'Founded',
      label: say('finding'),
      kind: 'choice',
      required: true,
      choices: [
        { value: 'yes', label: say('founded') },
        { value: 'no', label: say('unfounded') },
      ],
    },
    { name: 'Finding', label: say('finding'), kind: 'area', required: true },
  ] as const;
  return (
    <FormButton
      action="CloseUVMSComplaint"
      label={say('close')}
      intro={say('closeIntro')}
      stale={STALE}
      fixed={{ ComplaintId: complaintId }}
      fields={fields}
      request={(values) =>
        ({ ...requestOf(fields, values), Founded: values.Founded === 'yes' }) as Partial<
          RequestOf<'CloseUVMSComplaint'>
        >
      }
    />
  );
}
