import type { ResponseOf } from '@herald/contract';
import { useAsk } from '../../../api/ask.ts';
import { useLimitColumns } from '../../../components/limit-columns.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

type Answer = ResponseOf<'QueryUVMSLimits'>;
type Limit = Answer['Data'][number];

/** The bounds of the service, as its operator has set them. */
export function Page() {
  const say = useWords(ACCOUNT);
  return (
    <>
      <PageHead title={say('limits')} intro={say('limitsIntro')} />
      <Rows<Answer, Limit>
        answer={useAsk('QueryUVMSLimits', {})}
        rows={({ Data }) => Data}
        rowKey="Title"
        columns={useLimitColumns<Limit>()}
      />
    </>
  );
}
