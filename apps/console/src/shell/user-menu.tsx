import { LogoutOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Grid } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../api/call.ts';
import { useRealm } from '../api/realm.ts';
import { useErrorText } from '../components/failure.tsx';
import { useWords } from '../words/language.ts';
import { useMe } from './me.ts';
import { SHELL } from './words.ts';

/** Who is logged in, and the way out. */
export function UserMenu({ security, logIn }: { security: string; logIn: string }) {
  const say = useWords(SHELL);
  const realm = useRealm();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const textOf = useErrorText();
  const { message } = App.useApp();
  const wide = Grid.useBreakpoint().md ?? true;
  const name = me.AccountName ?? me.Name;

  async function logOut() {
    try {
      await call(realm, 'Logout', {});
      await navigate(logIn);
      client.clear();
    } catch (error) {
      message.error(textOf(error));
    }
  }

  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: `${me.Name || me.Email} · ${me.Email}` },
          { key: 'security', icon: <SafetyOutlined />, label: say('security') },
          { type: 'divider' },
          { key: 'out', icon: <LogoutOutlined />, label: say('logOut') },
        ],
        onClick: ({ key }) => (key === 'out' ? logOut() : navigate(security)),
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${say('account')} ${name}`}>
        {wide && name}
      </Button>
    </Dropdown>
  );
}
