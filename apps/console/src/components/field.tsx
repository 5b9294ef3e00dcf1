import { Typography } from 'antd';
import type { ReactNode } from 'react';

/** A control of a search with its label above it. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label>
      <Typography.Text type="secondary" style={{ display: 'block' }}>
        {label}
      </Typography.Text>
      {children}
    </label>
  );
}
