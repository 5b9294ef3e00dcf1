import type { ActionName } from '@herald/contract';
import { FormButton } from '../../../components/act.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { CUSTOMERS } from './words.ts';

/** What is done with the balance of a service that has ended: it goes back or, after a breach, is kept as damages. */
export function BalanceActions({
  accountId: AccountId,
  terminated,
  stale,
}: {
  accountId: string;
  terminated: boolean;
  stale: readonly ActionName[];
}) {
  const say = useWords(CUSTOMERS);
  const desk = useWords(DESK);
  const may = useMay();
  return (
    <>
      <FormButton
        action="ReturnUVMSBalance"
        label={say('giveBack')}
        intro={say('giveBackIntro')}
        stale={stale}
        fixed={{ AccountId }}
        fields={[
          { name: 'Reference', label: say('reference'), required: true },
          { name: 'Reason', label: desk('reason'), kind: 'area', required: true },
        ]}
      />
      {terminated && may('ops:comply') && (
        <FormButton
          action="ForfeitUVMSBalance"
          label={say('forfeit')}
          intro={say('forfeitIntro')}
          danger
          stale={stale}
          fixed={{ AccountId }}
          fields={[
            { name: 'Clause', label: say('clause'), required: true },
            { name: 'Reason', label: desk('reason'), kind: 'area', required: true },
          ]}
        />
      )}
    </>
  );
}
