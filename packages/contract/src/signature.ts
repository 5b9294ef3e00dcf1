import { HeraldError } from './herald-error.ts';

/** A parameter before it is flattened: what a JSON body or a caller's object can hold. */
export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

/** Where flattened parameters go: a Map wrapped with its bounds, a form, … */
export interface ParameterSink {
  /** Called once per text on the wire, e.g. `('TemplateParams.0', '3A90F1')`. May throw to stop. */
  add(name: string, text: string): void;
}

/** Levels of arrays and objects that `flatten` follows. */
export const MAX_DEPTH = 8;

/**
 * Writes parameters as the flat texts that are signed: arrays as `A.0`, objects as `A.B`, both nested as `A.0.B`;
 * booleans as `true`/`false`; numbers by `numberText`; null and undefined are left out.
 *
 * Returns whether every number was written exactly: an integer beyond 2^53, or a number beyond every double,
 * lost its digits before it got here.
 * Throws HeraldError REQUEST_TOO_LARGE beyond `maxDepth` levels.
 */
export function flatten(
  parameters: { readonly [name: string]: ParameterValue },
  sink: ParameterSink,
  maxDepth: number = MAX_DEPTH,
): boolean {
  let exact = true;
  for (const name of Object.keys(parameters)) {
    if (!flattenOne(name, parameters[name], sink, maxDepth, maxDepth)) exact = false;
  }
  return exact;
}

function flattenOne(
  name: string,
  value: ParameterValue,
  sink: ParameterSink,
  levelsLeft: number,
  maxDepth: number,
): boolean {
  if (typeof value === 'string') {
    sink.add(name, value);
    return true;
  }
  if (typeof value === 'number') {
    sink.add(name, numberText(value));
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  }
  if (typeof value === 'boolean') {
    sink.add(name, value ? 'true' : 'false');
    return true;
  }
  if (value === null || value === undefined) return true;
  if (levelsLeft === 0) {
    throw new HeraldError('REQUEST_TOO_LARGE', { whatZh: '嵌套层数', whatEn: 'nesting', limit: maxDepth });
  }
  let exact = true;
  // Object.keys of an array are its indices, so both kinds read alike: `A.0`, `A.B`.
  const members = value as { readonly [name: string]: ParameterValue };
  for (const member of Object.keys(members)) {
    if (!flattenOne(`${name}.${member}`, members[member], sink, levelsLeft - 1, maxDepth)) exact = false;
  }
  return exact;
}

/**
 * A number as it is signed: an integer without a fraction part, never in scientific notation.
 * `10 → '10'`, `10.0 → '10'`, `0.1 → '0.1'`, `1e21 → '1000000000000000000000'`, `-0 → '0'`.
 */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return value === 0 ? '0' : String(value);
  return decimalText(String(value)) ?? String(value);
}

/** Decimal places that `decimalText` writes out at most: doubles reach 10^308 and 10^-324. */
const MAX_PLACES = 400;

/**
 * Writes a JSON number's own text in plain decimal, keeping all its digits: `'12.50e3' → '12500'`.
 * Returns undefined for other texts, and for exponents that would need more than 400 places.
 */
export function decimalText(source: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const shift = Number(exponent);
  if (Math.abs(shift) > MAX_PLACES) return undefined;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const integer = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const rest = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  const left = integer.replace(/^0+(?=\d)/, '') || '0';
  const right = rest.replace(/0+$/, '');
  const text = right === '' ? left : `${left}.${right}`;
  return text === '0' ? text : sign + text;
}

/**
 * The text whose SHA-1, in hex, is `Signature`: parameters sorted by name, each name followed by its text,
 * nothing between them and nothing URL-encoded, then the private key. `Signature` itself is left out.
 */
export function canonicalString(parameters: ReadonlyMap<string, string>, privateKey: string): string {
  const names = [...parameters.keys()].sort();
  let text = '';
  for (const name of names) {
    if (name !== 'Signature') text += name + parameters.get(name);
  }
  return text + privateKey;
}
