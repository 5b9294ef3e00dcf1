import { Space } from 'antd';
import { PageHead } from '../../../components/page-head.tsx';
import { PasswordCard } from '../../../components/security/password-card.tsx';
import { SecondFactorCard } from '../../../components/security/second-factor-card.tsx';
import { SessionsCard } from '../../../components/security/sessions-card.tsx';
import { useWords } from '../../../words/language.ts';
import { PLATFORM } from './words.ts';

/** How one of the staff logs in. */
export function Page() {
  const say = useWords(PLATFORM);
  return (
    <>
      <PageHead title={say('security')} intro={say('securityIntro')} />
      <Space orientation="vertical" size={16} style={{ width: '100%', maxWidth: 860 }}>
        <PasswordCard />
        <SecondFactorCard />
        <SessionsCard />
      </Space>
    </>
  );
}
