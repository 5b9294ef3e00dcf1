import { COMMON } from '../words/common.ts';
import { useLanguage, useWords } from '../words/language.ts';

interface Kind {
  readonly Purpose: 1 | 2;
  readonly GroupType: 1 | 2;
}

/** What a package is for, in words: of `{Purpose, GroupType}`, or of a commodity such as `code.random`. */
export function useKindName(): (kind: Kind | string) => string {
  const say = useWords(COMMON);
  const between = useLanguage() === 'zh' ? ' · ' : ', ';
  return (kind) => {
    const isCode = typeof kind === 'string' ? kind.startsWith('code') : kind.Purpose === 1;
    const isRandom = typeof kind === 'string' ? kind.endsWith('random') : kind.GroupType === 1;
    return `${say(isCode ? 'code' : 'notice')}${between}${say(isRandom ? 'randomNumbers' : 'exclusiveNumbers')}`;
  };
}
