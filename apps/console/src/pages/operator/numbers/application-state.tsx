import { NUMBER_APPLICATION_STATES, type NumberApplicationState } from '@herald/contract';
import { Tag } from 'antd';
import { useLanguage } from '../../../words/language.ts';

const COLOURS = {
  draft: 'default',
  'to-review': 'warning',
  'with-carrier': 'processing',
  'to-pay': 'processing',
  provisioning: 'processing',
  done: 'success',
  cancelled: 'default',
} as const satisfies Record<NumberApplicationState, string>;

export function ApplicationState({ state }: { state: NumberApplicationState }) {
  const language = useLanguage();
  return <Tag color={COLOURS[state]}>{NUMBER_APPLICATION_STATES[state][language]}</Tag>;
}
