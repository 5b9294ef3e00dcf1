import { theme } from 'antd';

/** How much of something is left, as a bar; the words beside it say the same. */
export function Level({ of, all }: { of: number; all: number }) {
  const { token } = theme.useToken();
  const share = all === 0 ? 0 : Math.min(1, of / all);
  return (
    <div
      aria-hidden="true"
      style={{
        height: 8,
        borderRadius: 4,
        background: token.colorFillSecondary,
        overflow: 'hidden',
        margin: '4px 0',
      }}
    >
      <div style={{ height: '100%', width: `${share * 100}%`, background: token.colorPrimary }} />
    </div>
  );
}
