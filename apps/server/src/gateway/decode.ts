import { type Action, type FieldNotes, HeraldError, type Words } from '@herald/contract';
import { Compile } from 'typebox/compile';
import type { Parameters } from './parameters.ts';
import { missing, notA, problemOf } from './problems.ts';

/** Turns flat texts into an Action's typed request. Throws HeraldError naming the first bad parameter. */
export type Decoder = (parameters: Parameters) => Record<string, unknown>;

/** A field of a request schema, as far as decoding needs it. */
interface Field extends Partial<FieldNotes> {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Field;
  readonly maxItems?: number;
  readonly default?: unknown;
}

type Reader = (name: string, text: string) => unknown;

/**
 * Compiles an Action's request schema. Texts become numbers and booleans where the schema says so
 * (`Limit=10`, `true`); an empty text of an optional parameter counts as absent, since many SDKs send those;
 * defaults are filled in; parameters that the schema does not know are ignored.
 * Throws at once for a schema with fields other than texts, numbers, booleans, choices and arrays of these.
 */
export function compileDecoder(action: Action): Decoder {
  const validator = Compile(action.request);
  const fields = Object.entries(action.request.properties as Record<string, Field>);
  const required = new Set<string>(action.request.required ?? []);
  const steps = fields.map(([name, field]) => compileField(name, field, required.has(name)));

  return function decode(parameters) {
    const request: Record<string, unknown> = {};
    for (const step of steps) step(parameters, request);
    if (validator.Check(request)) return request;

    const [error] = validator.Errors(request);
    const path = error?.instancePath.slice(1).split('/') ?? [];
    const field = (action.request.properties as Record<string, Field>)[path[0] ?? ''];
    throw refusal(path.join('.'), error ? problemOf(error) : notA('value'), field);
  };
}

type Step = (parameters: Parameters, request: Record<string, unknown>) => void;

function compileField(name: string, field: Field, isRequired: boolean): Step {
  if (field.type === 'array' && field.items)
    return compileArray(name, field, isRequired, readerOf(name, field.items));
  const read = readerOf(name, field);
  return (parameters, request) => {
    const text = parameters.get(name);
    if (text === undefined || (text === '' && !isRequired)) {
      if (isRequired) throw refusal(name, missing(), undefined);
      if (field.default !== undefined) request[name] = field.default;
    } else {
      request[name] = read(name, text);
    }
  };
}

/** `A.0`, `A.1` … without gaps; absent when there is no `A.0`. */
function compileArray(name: string, field: Field, isRequired: boolean, read: Reader): Step {
  const most = field.maxItems ?? Number.POSITIVE_INFINITY;
  return (parameters, request) => {
    const items: unknown[] = [];
    // One beyond the most is read, so that the schema can refuse it.
    for (let index = 0; index <= most; index++) {
      const member = `${name}.${index}`;
      const text = parameters.get(member);
      if (text === undefined) break;
      items.push(read(member, text));
    }
    if (items.length > 0) request[name] = items;
    else if (parameters.has(name)) throw refusal(name, notA('array'), field);
    if (items.length <= most) refuseGap(parameters, name, items.length);
    if (isRequired && items.length === 0) throw refusal(name, missing(), undefined);
  };
}

/** An item after a gap would be dropped silently: `A.0`, `A.2`, or lists that count from 1. */
function refuseGap(parameters: Parameters, name: string, next: number): void {
  const prefix = `${name}.`;
  for (const given of parameters.keys()) {
    if (!given.startsWith(prefix)) continue;
    const index = given.slice(prefix.length);
    if (!/^(?:0|[1-9]\d{0,5})$/.test(index) || Number(index) >= next) {
      throw refusal(`${name}.${next}`, missing(), undefined);
    }
  }
}

function readerOf(name: string, field: Field): Reader {
  if (field.enum?.every((choice) => typeof choice === 'number')) return readInteger;
  if (field.enum?.every((choice) => typeof choice === 'string') || field.type === 'string') return readText;
  if (field.type === 'integer') return readInteger;
  if (field.type === 'number') return readNumber;
  if (field.type === 'boolean') return readBoolean;
  throw new TypeError(`The request field ${name} has a kind that cannot come over the wire`);
}

const readText: Reader = (_name, text) => text;

const readInteger: Reader = (name, text) => {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw refusal(name, notA('integer'), undefined);
  return value;
};

const readNumber: Reader = (name, text) => {
  if (!/^-?\d{1,16}(?:\.\d{1,16})?$/.test(text)) throw refusal(name, notA('number'), undefined);
  return Number(text);
};

const readBoolean: Reader = (name, text) => {
  if (text !== 'true' && text !== 'false') throw refusal(name, notA('boolean'), undefined);
  return text === 'true';
};

function refusal(name: string, problem: Words, field: Field | undefined): HeraldError {
  const details = { problemZh: problem.zh, problemEn: problem.en };
  if (field?.error) return new HeraldError(field.error, details);
  return new HeraldError('PARAMETER_INVALID', { name, ...details });
}
