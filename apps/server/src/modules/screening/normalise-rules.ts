/** What is known of single hanzi. */
export interface Hanzi {
  /** The simplified form; any other character as it is. */
  simplified(character: string): string;
  /** The sound without its tone, e.g. `du`; undefined for what is no hanzi. */
  syllable(character: string): string | undefined;
}

/** A text as it is compared: units, and where each stands in the text as it was written (UTF-16, end excluded). */
export interface Normalised {
  readonly units: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Between sentences and clauses: no word goes across. */
const BREAK = /[，。！？；、,!?;\n]/u;
/** These too, before a blank or the end: elsewhere they stand within a number, a name, or a word that hides. */
const STOP = /[.:：]/u;
const BLANK = /\s/u;
/** Whether a text has a sign that may end a clause. */
export const mayEndClause = (text: string): boolean => BREAK.test(text) || STOP.test(text);
const LETTER = /[\p{L}\p{N}]/u;
/** The end of a clause. */
export const BOUNDARY = '\n';

/**
 * One text of the many ways to write it: compatibility forms (full width, circled, small), case, traditional hanzi; signs
 * and spaces that are put between the characters of a word are left out, the ends of clauses are not.
 */
export function normalise(text: string, hanzi: Hanzi): Normalised {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const start = at;
    at += character.length;
    const add = (unit: string) => {
      units.push(unit);
      starts.push(start);
      ends.push(at);
    };
    const next = text[at];
    if (BREAK.test(character) || (STOP.test(character) && (next === undefined || BLANK.test(next)))) {
      add(BOUNDARY);
      continue;
    }
    for (const plain of character.normalize('NFKC').toLowerCase()) {
      if (LETTER.test(plain)) add(hanzi.simplified(plain));
    }
  }
  return { units, starts, ends };
}

/** The sounds of a text's hanzi; what has none stays, and so no word of sounds goes across it. */
export function sounds(units: readonly string[], hanzi: Hanzi): string[] {
  return units.map((unit) => hanzi.syllable(unit) ?? `=${unit}`);
}
