import { theme } from 'antd';
import type { ReactNode } from 'react';

/** A titled box: antd’s card without its tabs, for pages whose first load is bounded. */
export function Panel({
  title,
  extra,
  fills = false,
  children,
}: {
  title?: string;
  extra?: ReactNode;
  /** As tall as its place in a row. */
  fills?: boolean;
  children: ReactNode;
}) {
  const { token } = theme.useToken();
  const line = `1px solid ${token.colorBorderSecondary}`;
  return (
    <section
      style={{
        background: token.colorBgContainer,
        border: line,
        borderRadius: token.borderRadiusLG,
        ...(fills && { height: '100%' }),
      }}
    >
      {title && (
        <header
          style={{
            display: 'flex',
            justifyContent: 'space-between',
            gap: 12,
            padding: '9px 16px',
            borderBottom: line,
          }}
        >
          <h2 style={{ margin: 0, fontSize: 14 }}>{title}</h2>
          {extra}
        </header>
      )}
      <div style={{ padding: 16 }}>{children}</div>
    </section>
  );
}
