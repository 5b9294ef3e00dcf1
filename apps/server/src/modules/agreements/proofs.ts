import { readFileSync } from 'node:fs';

/** What shows that a clause is kept: where, and by which tests. */
export interface ClauseProof {
  /** Places in the sources, each with the first sentence of what it says of itself. */
  readonly places: readonly { readonly file: string; readonly symbol: string; readonly says: string }[];
  /** Some of the tests whose titles begin with the clause, of every file that has any. */
  readonly tests: readonly {
    readonly file: string;
    readonly title: string;
    readonly result: 'passed' | 'failed';
  }[];
  readonly passed: number;
  readonly failed: number;
}

export interface Proofs {
  /** When the tests were run. */
  readonly ranAt: string;
  readonly clauses: Readonly<Record<string, ClauseProof>>;
}

let kept: Proofs | undefined;

/** As the last whole run of the tests left it: `scripts/living-agreement.ts` writes it. */
export function readProofs(): Proofs {
  kept ??= JSON.parse(readFileSync(new URL('./proofs.json', import.meta.url), 'utf8')) as Proofs;
  return kept;
}
