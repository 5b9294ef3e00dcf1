import type { Language, ResponseOf } from '@herald/contract';
import { ENFORCEMENT, readProofs } from '../../modules/agreements/index.ts';

/** Each clause with what keeps it and what proves that, as the last whole run of the tests left it. */
export function livingAgreement(language: Language): ResponseOf<'GetUVMSLivingAgreement'> {
  const { ranAt, clauses } = readProofs();
  return {
    RunTime: Date.parse(ranAt),
    Clauses: Object.entries(ENFORCEMENT).map(([number, enforcement]) => {
      const proof = clauses[number];
      return {
        Number: number,
        Kept: 'words' in enforcement ? ('words' as const) : ('software' as const),
        Reason: 'words' in enforcement ? enforcement.words[language] : '',
        Places: (proof?.places ?? []).map(({ file, symbol, says }) => ({
          File: file,
          Symbol: symbol,
          Says: says,
        })),
        Tests: (proof?.tests ?? []).map(({ file, title, result }) => ({
          File: file,
          Title: title,
          Result: result,
        })),
        Passed: proof?.passed ?? 0,
        Failed: proof?.failed ?? 0,
      };
    }),
  };
}
