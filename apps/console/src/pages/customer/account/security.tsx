import { Card, Flex, Space } from 'antd';
import { SaveButton } from '../../../components/act.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { PasswordCard } from '../../../components/security/password-card.tsx';
import { SecondFactorCard } from '../../../components/security/second-factor-card.tsx';
import { SessionsCard } from '../../../components/security/sessions-card.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { AddressesCard } from './addresses-card.tsx';
import { ACCOUNT } from './words.ts';

/** How one logs in, and from where the account may be used. */
export function Page() {
  const say = useWords(ACCOUNT);
  const manages = useMay()('members:manage');
  return (
    <>
      <PageHead title={say('security')} intro={say('securityIntro')} />
      <Space orientation="vertical" size={16} style={{ width: '100%', maxWidth: 860 }}>
        <PasswordCard />
        <SecondFactorCard />
        <SessionsCard />
        {manages && <AddressesCard />}
        {manages && <DataCard />}
      </Space>
    </>
  );
}

/** 4.2.10: all data of the account, to take away. */
function DataCard() {
  const say = useWords(ACCOUNT);
  return (
    <Card size="small" title={say('data')}>
      <Flex vertical gap={12} align="start">
        <span>{say('dataIntro')}</span>
        <SaveButton action="ExportUVMSAccountData" request={{}} size="middle">
          {say('exportData')}
        </SaveButton>
      </Flex>
    </Card>
  );
}
