import { CAPABILITIES, type Capability, QUALIFICATION_STATES, type ResponseOf } from '@herald/contract';
import { Card, Descriptions, Flex, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Moment, Yuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { CUSTOMERS } from './words.ts';

type Account = ResponseOf<'InspectUVMSAccount'>;
const STALE = ['InspectUVMSAccount', 'ListUVMSAccounts'] as const;

/** Who the customer is, and what was granted. */
export function Summary({ account }: { account: Account }) {
  return (
    <Flex vertical gap={16}>
      <EnterpriseCard account={account} />
      <CapabilitiesCard account={account} />
      <FlowsCard accountId={account.AccountId} />
      <SpendingCard accountId={account.AccountId} />
    </Flex>
  );
}

function EnterpriseCard({ account }: { account: Account }) {
  const say = useWords(CUSTOMERS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const { AccountId, Enterprise: enterprise, AgreementVersion: version } = account;
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  return (
    <Card
      size="small"
      title={say('enterprise')}
      extra={
        <Flex gap={8} wrap>
          {enterprise && (
            <FormButton
              action="ExportUVMSRealNameFile"
              label={say('exportRealName')}
              intro={say('exportRealNameIntro')}
              fixed={{ AccountId }}
              fields={[
                { name: 'Carrier', label: say('carrier'), required: true },
                { name: 'Password', label: say('password'), kind: 'password' },
              ]}
            />
          )}
          {account.EnterpriseApproved && (
            <FormButton
              action="RevokeUVMSEnterprise"
              label={say('revokeEnterprise')}
              intro={say('revokeEnterpriseIntro')}
              danger
              stale={STALE}
              fixed={{ AccountId }}
              fields={[
                {
                  name: 'Reason',
                  label: desk('reason'),
                  kind: 'area',
                  required: true,
                  hint: desk('reasonTold'),
                },
              ]}
            />
          )}
        </Flex>
      }
    >
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          item(
            'name',
            common('name'),
            enterprise ? (
              <>
                {enterprise.Name}{' '}
                <Tag color={account.EnterpriseApproved ? 'success' : 'default'}>
                  {QUALIFICATION_STATES[enterprise.State][language]}
                </Tag>
              </>
            ) : (
              say('noEnterprise')
            ),
          ),
          item('licence', say('licence'), enterprise?.LicenceNumber ?? '–'),
          item('industry', say('industry'), enterprise?.Industry ?? '–'),
          item(
            'agreement',
            say('agreementVersion'),
            version === 0 ? say('neverAccepted') : say('version', { version }),
          ),
          item('opened', say('opened'), <Moment at={account.CreateTime} precision="minute" />),
          ...(account.ServiceEndTime > 0
            ? [item('ends', say('serviceEnds'), <Moment at={account.ServiceEndTime} precision="minute" />)]
            : []),
        ]}
      />
    </Card>
  );
}

function CapabilitiesCard({ account: { AccountId, Capabilities: granted } }: { account: Account }) {
  const say = useWords(CUSTOMERS);
  const desk = useWords(DESK);
  const language = useLanguage();
  const wordsOf = (capability: Capability) => CAPABILITIES[capability].words[language];
  return (
    <Card
      size="small"
      title={say('capabilities')}
      extra={
        granted.length > 0 && (
          <FormButton
            action="RevokeUVMSCapability"
            label={say('revoke')}
            danger
            stale={STALE}
            fixed={{ AccountId }}
            fields={[
              {
                name: 'Capability',
                label: say('capability'),
                kind: 'choice',
                required: true,
                choices: granted.map((value) => ({ value, label: wordsOf(value) })),
              },
              {
                name: 'Reason',
                label: desk('reason'),
                kind: 'area',
                required: true,
                hint: desk('reasonTold'),
              },
            ]}
          />
        )
      }
    >
      {granted.length === 0 && <Typography.Text type="secondary">{say('noCapabilities')}</Typography.Text>}
      {granted.map((capability) => (
        <Tag key={capability} color="success">
          {wordsOf(capability)}
        </Tag>
      ))}
    </Card>
  );
}

function FlowsCard({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  const desk = useWords(DESK);
  const fixed = { AccountId: accountId };
  const fields = [
    { name: 'FlowId', label: say('flowId'), required: true, placeholder: 'UVVF…' },
    { name: 'Reason', label: desk('reason'), kind: 'area', required: true, hint: desk('reasonTold') },
  ] as const;
  return (
    <Card
      size="small"
      title={say('flows')}
      extra={
        <Flex gap={8} wrap>
          <FormButton action="LiftUVMSFlowBlock" label={say('liftFlow')} fixed={fixed} fields={fields} />
          <FormButton action="BlockUVMSFlow" label={say('blockFlow')} danger fixed={fixed} fields={fields} />
        </Flex>
      }
    >
      <Typography.Text type="secondary">{say('flowsIntro')}</Typography.Text>
    </Card>
  );
}

function SpendingCard({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  const { data } = useAsk('QueryUVMSSpendLimits', { AccountId: accountId });
  if (!data) return null;
  const { DailyCap, PriceCeiling, SpentToday } = data;
  return (
    <Card
      size="small"
      title={say('spending')}
      extra={
        <FormButton
          action="UpdateUVMSSpendLimits"
          label={say('change')}
          title={say('spending')}
          stale={['QueryUVMSSpendLimits']}
          fixed={{ AccountId: accountId }}
          initial={{ DailyCap, PriceCeiling }}
          fields={[
            { name: 'DailyCap', label: say('dailyCap'), required: true },
            { name: 'PriceCeiling', label: say('priceCeiling'), required: true },
          ]}
        />
      }
    >
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 3 }}
        items={[
          { key: 'cap', label: say('dailyCap'), children: <Yuan amount={DailyCap} /> },
          { key: 'ceiling', label: say('priceCeiling'), children: <Yuan amount={PriceCeiling} /> },
          { key: 'spent', label: say('spentToday'), children: <Yuan amount={SpentToday} /> },
        ]}
      />
    </Card>
  );
}
