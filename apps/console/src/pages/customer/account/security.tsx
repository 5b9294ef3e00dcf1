import { Space } from 'antd';
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
      </Space>
    </>
  );
}
