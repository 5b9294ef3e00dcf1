import {
  NUMBER_APPLICATION_STATES,
  NUMBER_STATES,
  type NumberApplicationState,
  type NumberState,
  type ResponseOf,
} from '@herald/contract';
import { Segmented, Tag } from 'antd';
import { useNavigate } from 'react-router';
import { useLanguage, useWords } from '../../../words/language.ts';
import { NUMBERS } from './words.ts';

export type Application = ResponseOf<'QueryUVMSNumberApplications'>['Data'][number];
export type OwnedNumber = ResponseOf<'QueryUVMSNumbers'>['Data'][number];

/** Answers that are no longer so when an application, or a number, has changed. */
export const APPLICATION_STALE = ['QueryUVMSNumberApplications', 'QueryUVMSServiceGuide'] as const;
export const NUMBER_STALE = ['QueryUVMSNumbers'] as const;

const COLOURS = {
  draft: 'default',
  'to-review': 'warning',
  'with-carrier': 'processing',
  'to-pay': 'warning',
  provisioning: 'processing',
  done: 'success',
  cancelled: 'default',
} as const satisfies Record<NumberApplicationState, string>;

const NUMBER_COLOURS = {
  'to-provision': 'processing',
  active: 'success',
  cancelling: 'warning',
  cancelled: 'default',
  expired: 'error',
} as const satisfies Record<NumberState, string>;

export function ApplicationState({ state }: { state: NumberApplicationState }) {
  return <Tag color={COLOURS[state]}>{NUMBER_APPLICATION_STATES[state][useLanguage()]}</Tag>;
}

export function NumberStateTag({ state }: { state: NumberState }) {
  return <Tag color={NUMBER_COLOURS[state]}>{NUMBER_STATES[state][useLanguage()]}</Tag>;
}

const TABS = {
  mine: '/numbers',
  applications: '/numbers/applications',
  inboundCalls: '/numbers/inbound',
} as const;

/** The lists about numbers: those that there are, those that were applied for, and the calls that came in to them. */
export function NumberTabs({ here }: { here: keyof typeof TABS }) {
  const say = useWords(NUMBERS);
  const navigate = useNavigate();
  return (
    <Segmented
      value={here}
      onChange={(next) => navigate(TABS[next])}
      options={(Object.keys(TABS) as (keyof typeof TABS)[]).map((value) => ({ value, label: say(value) }))}
      style={{ marginBottom: 12 }}
    />
  );
}
