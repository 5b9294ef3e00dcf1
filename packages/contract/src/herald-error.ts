import { BUSINESS_CODES, type BusinessCodeName } from './business-codes.ts';
import { GATEWAY_CODES, type GatewayCodeName, type RetCodeRow } from './ret-codes.ts';
import { type Details, fill, type Language, type Places } from './words.ts';

/** Every RetCode but 0, by name: the one error table. */
export const RET_CODES = { ...GATEWAY_CODES, ...BUSINESS_CODES };

export type RetCodeName = GatewayCodeName | BusinessCodeName;

type PlacesOf<Name extends RetCodeName> = Places<(typeof RET_CODES)[Name]['zh' | 'en']>;

/** The details an error's message needs: the `{name}` places of its two texts. */
export type DetailsOf<Name extends RetCodeName> = { readonly [Place in PlacesOf<Name>]: string | number };

type DetailsArgument<Name extends RetCodeName> = [PlacesOf<Name>] extends [never]
  ? []
  : [details: DetailsOf<Name>];

/**
 * A refusal that a caller is told about: which rule, what happened, what to do next.
 * `message` is English, for logs; people read `explain(error.code, language, error.details)`.
 */
export class HeraldError<Name extends RetCodeName = RetCodeName> extends Error {
  override readonly name: Name;
  readonly code: number;
  readonly details: Details;

  constructor(name: Name, ...[details]: DetailsArgument<Name>) {
    const row = RET_CODES[name];
    const values: Details = details ?? {};
    super(fill(row.en, values));
    this.name = name;
    this.code = row.code;
    this.details = values;
  }
}

const rowsByCode = new Map<number, RetCodeRow>(Object.values(RET_CODES).map((row) => [row.code, row]));

/** The table's row for a RetCode, or undefined for 0 and codes that Herald does not give. */
export function retCodeRow(code: number): RetCodeRow | undefined {
  return rowsByCode.get(code);
}

/**
 * What a RetCode means and what to do next, in the reader's language.
 * An unknown code yields a sentence that says so; it never throws.
 */
export function explain(code: number, language: Language, details: Details = {}): string {
  const row = rowsByCode.get(code);
  if (row) return fill(row[language], details);
  return language === 'zh' ? `未知返回码 ${code}。` : `Unknown RetCode ${code}.`;
}
