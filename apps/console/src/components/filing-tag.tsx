import { Tag } from 'antd';
import { FILING } from '../words/filing-words.ts';
import { useWords } from '../words/language.ts';

const COLOURS = ['warning', 'processing', 'success', 'error', 'default', 'default'] as const;

/** How a template or a flow stands. */
export function FilingTag({
  filed: { Blocked, Status },
}: {
  filed: { readonly Blocked: boolean; readonly Status: 0 | 1 | 2 | 3 | 4 | 5 };
}) {
  const say = useWords(FILING);
  return (
    <Tag color={Blocked ? 'error' : COLOURS[Status]}>{say(Blocked ? 'blocked' : `status-${Status}`)}</Tag>
  );
}
