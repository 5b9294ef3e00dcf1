import { PageHead } from '../../components/page-head.tsx';
import { SHELL } from '../../shell/words.ts';
import { useWords } from '../../words/language.ts';

export function Page() {
  return <PageHead title={useWords(SHELL)('operatorDesk')} />;
}
