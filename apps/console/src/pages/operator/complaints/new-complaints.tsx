import type { ResponseOf } from '@herald/contract';
import { App } from 'antd';
import { FormButton } from '../../../components/act.tsx';
import type { FormField } from '../../../components/form-fields.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { COMPLAINTS } from './words.ts';

const STALE = ['ListUVMSComplaints'] as const;
const KINDS = [
  'harassment',
  'marketing',
  'fraud',
  'content',
  'frequency',
  'called-after-refusal',
  'other',
] as const;

export function useSeverityField(): FormField {
  const say = useWords(COMPLAINTS);
  return {
    name: 'Severity',
    label: say('severity'),
    kind: 'choice',
    hint: say('byKind'),
    choices: (['1', '2', '3'] as const).map((value) => ({ value, label: say(`severity-${value}`) })),
  };
}

/** Enters what somebody has told the operator. */
export function AddButton() {
  const say = useWords(COMPLAINTS);
  const desk = useWords(DESK);
  const severity = useSeverityField();
  return (
    <FormButton
      action="CreateUVMSComplaint"
      label={say('add')}
      intro={say('addIntro')}
      type="primary"
      size="middle"
      stale={STALE}
      initial={{ Kind: 'harassment' }}
      fields={[
        { name: 'PhoneNumber', label: say('phone'), required: true, placeholder: '+8613800000200' },
        {
          name: 'Kind',
          label: desk('kind'),
          kind: 'choice',
          required: true,
          choices: KINDS.map((value) => ({ value, label: say(`kind-${value}`) })),
        },
        severity,
        { name: 'CallTime', label: say('callTime'), kind: 'moment' },
        { name: 'SessionNo', label: say('sessionNo'), most: 64 },
        { name: 'AccountId', label: desk('accountId'), most: 64 },
        { name: 'Words', label: say('words'), kind: 'area' },
      ]}
    />
  );
}

/** Takes a regulator's file, and says what became of its rows. */
export function ImportButton() {
  const say = useWords(COMPLAINTS);
  const { modal } = App.useApp();
  function tell(answer: ResponseOf<'ImportUVMSComplaints'>) {
    const { Opened: opened, Known: known, Matched: matched, BadRows: bad, Errors } = answer;
    modal.info({
      title: say('imported', { opened, known, matched, bad }),
      content: Errors.map(({ Line: line, Reason: reason }) => (
        <div key={`${line} ${reason}`}>{say('badRow', { line, reason })}</div>
      )),
    });
  }
  return (
    <FormButton
      action="ImportUVMSComplaints"
      label={say('import')}
      intro={say('importIntro')}
      size="middle"
      stale={STALE}
      fields={[{ name: 'File', label: say('file'), kind: 'file', required: true }]}
      onDone={tell}
    />
  );
}
