import { Tag } from 'antd';

const COLOURS = { 1: 'green', 2: 'red', 3: 'orange' } as const;

/** How a message ended, in the receipt's words. */
export function ResultTag({ result, text }: { result: 1 | 2 | 3; text: string }) {
  return <Tag color={COLOURS[result]}>{text}</Tag>;
}
