import { Flex, Typography } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

/** Title of a page, what it is for, and what can be done on it. Also names the browser's tab. */
export function PageHead({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: ReactNode;
  children?: ReactNode;
}) {
  const say = useWords(COMMON);
  useEffect(() => {
    document.title = `${title} · ${say('product')}`;
  }, [title, say]);
  return (
    <Flex justify="space-between" align="flex-end" gap={12} wrap style={{ marginBottom: 16 }}>
      <div style={{ maxWidth: 760 }}>
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {title}
        </Typography.Title>
        {intro && <Typography.Text type="secondary">{intro}</Typography.Text>}
      </div>
      {children && (
        <Flex gap={8} wrap>
          {children}
        </Flex>
      )}
    </Flex>
  );
}
