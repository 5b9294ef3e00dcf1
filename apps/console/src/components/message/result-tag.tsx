import { Tag } from 'antd';

const COLOURS = { 1: 'success', 2: 'error', 3: 'warning' } as const;

/** How a message ended, in the receipt's words. */
export function ResultTag({ result, text }: { result: 1 | 2 | 3; text: string }) {
  return <Tag color={COLOURS[result]}>{text}</Tag>;
}
