import { FormButton } from '../../../components/act.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { MONEY } from './words.ts';

const STALE = ['ListUVMSGrants'] as const;

/** Gives accounts a coupon of a campaign, or a trial. */
export function GrantButton() {
  const say = useWords(MONEY);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  return (
    <FormButton
      action="GrantUVMSCoupon"
      label={say('grant')}
      type="primary"
      size="middle"
      stale={STALE}
      initial={{ Source: 'campaign' }}
      fields={[
        { name: 'CampaignId', label: say('campaign'), required: true, most: 40, placeholder: 'spring-2026' },
        {
          name: 'Source',
          label: say('source'),
          kind: 'choice',
          choices: (['campaign', 'trial'] as const).map((value) => ({
            value,
            label: say(`source-${value}`),
          })),
        },
        { name: 'AccountIds', label: say('accounts'), kind: 'lines', required: true },
        { name: 'Amount', label: say('amountYuan'), required: true },
        { name: 'ExpireTime', label: say('expires'), kind: 'moment', required: true },
        {
          name: 'Scope',
          label: say('scope'),
          kind: 'choices',
          choices: (['usage', 'package'] as const).map((value) => ({ value, label: say(`scope-${value}`) })),
        },
        {
          name: 'Purposes',
          label: say('purposes'),
          kind: 'choices',
          choices: [
            { value: '1', label: common('code') },
            { value: '2', label: common('notice') },
          ],
        },
        { name: 'Reason', label: desk('reason'), required: true },
      ]}
    />
  );
}

/** Compensates for an outage, within the fees of the month. */
export function CompensateButton() {
  const say = useWords(MONEY);
  const desk = useWords(DESK);
  return (
    <FormButton
      action="GrantUVMSCompensation"
      label={say('compensate')}
      intro={say('compensateIntro')}
      size="middle"
      stale={STALE}
      fields={[
        { name: 'IncidentId', label: say('incident'), required: true, most: 40 },
        { name: 'AccountId', label: desk('accountId'), required: true },
        { name: 'Month', label: say('month'), kind: 'month', required: true },
        { name: 'Amount', label: say('amountYuan'), required: true },
        { name: 'ExpireTime', label: say('expires'), kind: 'moment', required: true },
        { name: 'Reason', label: desk('reason'), required: true },
      ]}
    />
  );
}
