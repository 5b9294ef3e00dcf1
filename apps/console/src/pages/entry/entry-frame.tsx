import { Card, Flex, Layout, Typography } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigation } from 'react-router';
import icon from '../../icon.svg';
import { useArrival } from '../../shell/arrival.ts';
import { PreferenceButtons } from '../../shell/preference-buttons.tsx';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';

/** One card in the middle: what is asked of somebody who is not logged in. */
export function EntryFrame({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: string;
  children: ReactNode;
}) {
  const say = useWords(COMMON);
  const going = useNavigation().state !== 'idle';
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  useEffect(() => {
    document.title = `${title} · ${say('product')}`;
  }, [title, say]);
  return (
    <Layout style={{ minHeight: '100%' }}>
      <Flex justify="space-between" align="center" style={{ padding: '12px 16px' }} component="header">
        <Flex align="center" gap={8}>
          <img src={icon} alt="" width={28} height={28} />
          <Typography.Text strong style={{ fontSize: 17, whiteSpace: 'nowrap' }}>
            {say('product')}
          </Typography.Text>
          <Typography.Text type="secondary">{say('service')}</Typography.Text>
        </Flex>
        <Flex>
          <PreferenceButtons />
        </Flex>
      </Flex>
      <main
        ref={main}
        tabIndex={-1}
        aria-busy={going}
        style={{ display: 'flex', justifyContent: 'center', padding: '6vh 12px 48px' }}
      >
        <Card style={{ width: '100%', maxWidth: 400, height: 'fit-content' }}>
          <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
            {title}
          </Typography.Title>
          <Typography.Paragraph type="secondary">{intro}</Typography.Paragraph>
          {children}
        </Card>
      </main>
    </Layout>
  );
}
