import { QUALIFICATION_STATES, type QualificationState } from '@herald/contract';
import { Tag } from 'antd';
import { useLanguage } from '../../../words/language.ts';

const COLOURS = { draft: 'default', 'in-review': 'warning', approved: 'success', rejected: 'error' } as const;

export function StateTag({ state }: { state: QualificationState }) {
  return <Tag color={COLOURS[state]}>{QUALIFICATION_STATES[state][useLanguage()]}</Tag>;
}
