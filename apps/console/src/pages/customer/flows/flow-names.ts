import { useWords } from '../../../words/language.ts';
import type { NodeKind } from './graph-rules.ts';
import { FLOWS } from './words.ts';

/** Names of what a graph is made of, in words. */
export function useFlowNames() {
  const say = useWords(FLOWS);
  return {
    kind: (kind: NodeKind) => say(`kind-${kind}`),
    field: (field: string) => say(`field-${field}` as 'field-say'),
    exit: (exit: string) => {
      if (exit.startsWith('keys.')) return say('exitKey', { key: exit.slice('keys.'.length) });
      if (exit.startsWith('branches.')) return say('exitBranch', { key: exit.slice('branches.'.length) });
      return say(`exit-${exit}` as 'exit-next');
    },
  };
}
