import type { ResponseOf } from '@herald/contract';
import { Link } from 'react-router';
import { FormButton } from '../../../components/act.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { NUMBERS } from './words.ts';

type Application = ResponseOf<'ListUVMSNumberApplications'>['Data'][number];

const STALE = ['ListUVMSNumberApplications', 'ListUVMSNumbers'] as const;

/** What the operator can do with an application in its state. */
export function ApplicationActions({ application }: { application: Application }) {
  const say = useWords(NUMBERS);
  const desk = useWords(DESK);
  const { AccountId, ApplicationId, State, Lines } = application;
  const fixed = { AccountId, ApplicationId };
  if (State === 'to-review') {
    return <Link to={`/operator/reviews?kind=number&account=${AccountId}`}>{say('toReview')}</Link>;
  }
  const isWithCarrier = State === 'with-carrier';
  return (
    <>
      {isWithCarrier && (
        <>
          <FormButton
            action="ExportUVMSNumberApplication"
            label={say('export')}
            intro={say('exportIntro')}
            stale={STALE}
            fixed={fixed}
            initial={{ Format: 'xlsx' }}
            fields={[
              { name: 'Carrier', label: say('carrier'), required: true, most: 64 },
              {
                name: 'Format',
                label: say('format'),
                kind: 'choice',
                choices: ['xlsx', 'csv'].map((value) => ({ value, label: value })),
              },
            ]}
          />
          <FormButton
            action="AnswerUVMSNumberApplication"
            label={say('answer')}
            type="primary"
            stale={STALE}
            fixed={fixed}
            initial={{
              Answers: Lines.map(
                ({ Line, FirstCity, Quantity }) => `${Line},${FirstCity},30,${Quantity}`,
              ).join('\n'),
            }}
            fields={[{ name: 'Answers', label: say('answerLines'), kind: 'lines', required: true }]}
          />
        </>
      )}
      {(isWithCarrier || State === 'to-pay' || State === 'provisioning') && (
        <FormButton
          action="CloseUVMSNumberApplication"
          label={say('close')}
          intro={say('closeIntro')}
          danger
          stale={STALE}
          fixed={fixed}
          fields={[
            { name: 'Reason', label: desk('reason'), kind: 'area', required: true, hint: desk('reasonTold') },
          ]}
        />
      )}
    </>
  );
}
