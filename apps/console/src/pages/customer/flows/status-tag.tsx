import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useWords } from '../../../words/language.ts';
import { FLOWS } from './words.ts';

const COLOURS = ['warning', 'processing', 'success', 'error', 'default', 'default'] as const;

/** Answers that are no longer so when a flow has changed. */
export const FLOW_STALE = ['ListUVMSFlows', 'QueryUVMSFlow'] as const;

export function StatusTag({
  flow: { Blocked, Status },
}: {
  flow: Pick<ResponseOf<'QueryUVMSFlow'>['Flow'], 'Blocked' | 'Status'>;
}) {
  const say = useWords(FLOWS);
  return (
    <Tag color={Blocked ? 'error' : COLOURS[Status]}>{say(Blocked ? 'blocked' : `status-${Status}`)}</Tag>
  );
}
