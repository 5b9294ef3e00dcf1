import type { NumberKind, ResponseOf } from '@herald/contract';

type StoredLine = ResponseOf<'QueryUVMSNumberApplications'>['Data'][number]['Lines'][number];

/** One line of an application as it is filled in. */
export interface WantedLine {
  readonly FirstCity?: string;
  /** Area codes by commas. */
  readonly Alternatives?: string;
  readonly Quantity: number;
  /** Empty: any. */
  readonly Pattern?: string;
}

/** Kinds that belong to a city; 95 and 1010 are of the whole country. */
export const hasCity = (kind: NumberKind): boolean => kind === 'landline' || kind === 'vanity';

export const AREA_CODE = /^0[1-9][0-9]{1,2}$/;
export const AREA_CODES = /^\s*(?:0[1-9][0-9]{1,2}(?:[\s,，、]+0[1-9][0-9]{1,2}){0,4})?\s*$/;

/** As the Action takes it: `021,020|0755,2,AAAA`. What the kind has no use of is left out. */
export function writtenLine(line: WantedLine, kind: NumberKind): string {
  const cities = hasCity(kind)
    ? [
        line.FirstCity?.trim() ?? '',
        (line.Alternatives ?? '')
          .split(/[\s,，、]+/)
          .filter(Boolean)
          .join('|'),
      ]
    : ['', ''];
  return [...cities, line.Quantity, kind === 'vanity' ? (line.Pattern ?? '') : ''].join(',');
}

/** Lines to be filled in: those that are stored, or a first one. */
export function linesOf(stored: readonly StoredLine[] | undefined): WantedLine[] {
  if (!stored || stored.length === 0) return [{ Quantity: 1, Pattern: '' }];
  return stored.map(({ FirstCity, Alternatives, Quantity, Pattern }) => ({
    FirstCity,
    Alternatives: Alternatives.join(', '),
    Quantity,
    Pattern,
  }));
}
