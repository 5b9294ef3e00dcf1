import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useWords } from '../../../words/language.ts';
import { REVIEWS } from './words.ts';

const COLOURS = { open: 'processing', approved: 'success', rejected: 'error', withdrawn: 'default' } as const;

export function ReviewState({ state }: { state: ResponseOf<'GetUVMSReview'>['State'] }) {
  const say = useWords(REVIEWS);
  return <Tag color={COLOURS[state]}>{say(`state-${state}`)}</Tag>;
}
