import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useWords } from '../../../words/language.ts';
import { CUSTOMERS } from './words.ts';

const COLOURS = { active: 'success', suspended: 'warning', terminated: 'error' } as const;

export function StatusTag({ status }: { status: ResponseOf<'InspectUVMSAccount'>['Status'] }) {
  const say = useWords(CUSTOMERS);
  return <Tag color={COLOURS[status]}>{say(`status-${status}`)}</Tag>;
}
