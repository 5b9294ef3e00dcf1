import { Typography } from 'antd';
import type { ReactNode } from 'react';

/** What a setting of the environment decides, and below it the setting; some things have none. */
export function WithSetting({ setting, children }: { setting: string; children: ReactNode }) {
  if (!setting) return children;
  return (
    <>
      {children}
      <br />
      <Typography.Text type="secondary" className="mono">
        {setting}
      </Typography.Text>
    </>
  );
}
