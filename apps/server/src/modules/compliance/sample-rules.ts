/** A piece of a script: filed words, a value that was put in, or a recorded sound. */
export interface SaidPiece {
  readonly kind: string;
  readonly text?: string;
}

const PLACE = /\{\d+\}/g;
const VALUE = '\0';

/** Whether what is said is what was filed, but for the values in its places. */
export function fitsFiled(filed: string, said: readonly SaidPiece[]): boolean {
  const shape = said.map(({ kind, text = '' }) => (kind === 'text' ? text : VALUE)).join('');
  return shape === filed.replace(PLACE, VALUE);
}

/** The words of a script, as they are read; a code, which may be good still, without its value. */
export const wordsOf = (said: readonly SaidPiece[]): string =>
  said.map(({ kind, text = '' }) => (kind === 'code' ? '*'.repeat(text.length) : text)).join('');
