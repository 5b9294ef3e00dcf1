import { CAPABILITIES } from '@herald/contract';
import { FormButton } from '../../../components/act.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { DESK } from '../parts/words.ts';
import { SANCTIONS } from './words.ts';

const STALE = ['ListUVMSSanctions', 'InspectUVMSAccount'] as const;
const KINDS = [
  'warning',
  'restriction',
  'template-block',
  'number-pause',
  'app-offline',
  'app-deletion',
  'suspension',
  'termination',
] as const;

export function ImposeButton() {
  const say = useWords(SANCTIONS);
  const desk = useWords(DESK);
  const language = useLanguage();
  return (
    <FormButton
      action="CreateUVMSSanction"
      label={say('impose')}
      intro={say('imposeIntro')}
      danger
      size="middle"
      stale={STALE}
      initial={{ Kind: 'warning' }}
      fields={[
        { name: 'AccountId', label: desk('accountId'), required: true },
        {
          name: 'Kind',
          label: say('what'),
          kind: 'choice',
          required: true,
          choices: KINDS.map((value) => ({ value, label: say(`kind-${value}`) })),
        },
        { name: 'Clause', label: say('clause'), required: true, most: 20, placeholder: '4.2.5' },
        { name: 'UntilTime', label: say('until'), kind: 'moment' },
        { name: 'AppId', label: say('appId') },
        { name: 'TargetId', label: say('targetId'), most: 64 },
        { name: 'PerMinute', label: say('perMinute'), kind: 'number', least: 0 },
        { name: 'PerDay', label: say('perDay'), kind: 'number', least: 0 },
        {
          name: 'Capabilities',
          label: say('capabilities'),
          kind: 'choices',
          choices: choicesOf(CAPABILITIES, language),
        },
        { name: 'Reason', label: desk('reason'), kind: 'area', required: true, hint: desk('reasonTold') },
      ]}
    />
  );
}

/** Decides about one that was appealed, or that the platform imposed by itself. */
export function ReviewButton({ sanctionId }: { sanctionId: string }) {
  const say = useWords(SANCTIONS);
  const desk = useWords(DESK);
  return (
    <FormButton
      action="ReviewUVMSSanction"
      label={say('review')}
      stale={STALE}
      fixed={{ SanctionId: sanctionId }}
      fields={[
        {
          name: 'Decision',
          label: say('decision'),
          kind: 'choice',
          required: true,
          choices: (['uphold', 'lift'] as const).map((value) => ({ value, label: say(value) })),
        },
        { name: 'Reason', label: desk('reason'), kind: 'area', required: true, hint: desk('reasonTold') },
      ]}
    />
  );
}
