import { BulbOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { setPreferences, usePreferences } from '../preferences.ts';
import { useWords } from '../words/language.ts';
import { SHELL } from './words.ts';

/** The other language, and light or dark. */
export function PreferenceButtons() {
  const say = useWords(SHELL);
  const { language, theme } = usePreferences();
  return (
    <>
      <Button type="text" onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}>
        <span lang={language === 'zh' ? 'en' : 'zh'}>{say('language')}</span>
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [theme],
          items: [
            { key: 'auto', label: say('system') },
            { key: 'light', label: say('light') },
            { key: 'dark', label: say('dark') },
          ],
          onClick: ({ key }) => setPreferences({ theme: key as 'auto' | 'light' | 'dark' }),
        }}
      >
        <Button type="text" icon={<BulbOutlined />} aria-label={say('theme')} />
      </Dropdown>
    </>
  );
}
