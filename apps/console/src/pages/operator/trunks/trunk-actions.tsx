import type { RequestOf, ResponseOf } from '@herald/contract';
import { useNavigate } from 'react-router';
import { FormButton } from '../../../components/act.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { trunkChange, trunkValues, useTrunkFields } from './trunk-fields.ts';
import { TRUNKS } from './words.ts';

type Trunk = ResponseOf<'QueryUVMSTrunk'>;

const STALE = ['QueryUVMSTrunk', 'ListUVMSTrunks', 'ListUVMSTrunkEvents'] as const;

/** What can be done with a trunk in its state. */
export function TrunkActions({ trunk, onTest }: { trunk: Trunk; onTest(testId: string): void }) {
  const say = useWords(TRUNKS);
  const desk = useWords(DESK);
  const language = useLanguage();
  const navigate = useNavigate();
  const fields = useTrunkFields(trunk);
  const { TrunkId, State } = trunk;
  if (State === 'retired') return null;
  const why = { name: 'Reason', label: desk('reason'), required: true } as const;
  return (
    <>
      <FormButton
        action="TestUVMSTrunk"
        label={say('test')}
        intro={say('testIntro')}
        stale={['ListUVMSTrunkEvents']}
        fixed={{ TrunkId, Language: language }}
        fields={[
          { name: 'CalledNumber', label: say('testNumber'), required: true, placeholder: '+8613800000200' },
          { name: 'Sentence', label: say('sentence') },
        ]}
        onDone={({ TestId }) => onTest(TestId)}
      />
      <FormButton
        action="UpdateUVMSTrunk"
        label={say('edit')}
        stale={STALE}
        fixed={{ TrunkId }}
        initial={trunkValues(trunk)}
        fields={fields}
        request={(values) => trunkChange(fields, values) as Partial<RequestOf<'UpdateUVMSTrunk'>>}
      />
      {State === 'enabled' ? (
        <FormButton
          action="DisableUVMSTrunk"
          label={say('disable')}
          intro={say('disableIntro')}
          danger
          stale={STALE}
          fixed={{ TrunkId }}
          fields={[why]}
        />
      ) : (
        <>
          <FormButton
            action="EnableUVMSTrunk"
            label={say('enable')}
            type="primary"
            stale={STALE}
            fixed={{ TrunkId }}
            fields={[why]}
          />
          <FormButton
            action="DeleteUVMSTrunk"
            label={say('retire')}
            intro={say('retireIntro')}
            danger
            stale={['ListUVMSTrunks']}
            fixed={{ TrunkId }}
            fields={[why]}
            onDone={() => navigate('/operator/trunks')}
          />
        </>
      )}
    </>
  );
}
