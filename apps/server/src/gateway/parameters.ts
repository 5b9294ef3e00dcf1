import { isUtf8 } from 'node:buffer';
import { decimalText, flatten, HeraldError, type ParameterSink, type ParameterValue } from '@herald/contract';
import type { GatewayLimits } from './deps.ts';

/**
 * The parameters of one request as flat texts, whatever form they came in. This one form serves the signature and
 * the schema alike, so what is signed is what is read. A Map: `__proto__` and `constructor` are names like any other.
 */
export type Parameters = ReadonlyMap<string, string>;

/** What the wire brought: the query after `?` (ASCII: Node refuses other bytes), and a POST's body. */
export interface WireRequest {
  readonly query: string;
  readonly body: Buffer | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/**
 * Reads query and body into one set of parameters.
 * Throws HeraldError: REQUEST_MALFORMED, REQUEST_TOO_LARGE, PARAMETER_CONFLICT, PARAMETER_INVALID.
 */
export function readParameters(request: WireRequest, limits: GatewayLimits): Parameters {
  const bag = new ParameterBag(limits);
  if (request.query !== '') addForm(request.query, bag);
  if (request.body !== undefined && request.body.length > 0) addBody(request, request.body, bag, limits);
  return bag.texts;
}

/** Collects texts within the limits; every text is fit for UTF-8, hashing and storage. */
class ParameterBag implements ParameterSink {
  readonly texts = new Map<string, string>();
  readonly #limits: GatewayLimits;

  constructor(limits: GatewayLimits) {
    this.#limits = limits;
  }

  add(name: string, text: string): void {
    const { nameLength, valueLength, parameters } = this.#limits;
    if (name.length > nameLength) throw tooLarge('参数名长度', 'a parameter name', nameLength);
    if (text.length > valueLength) throw tooLarge('参数值长度', 'a parameter value', valueLength);
    if (!isClean(name)) throw malformed('参数名含有无效字符', 'a parameter name has invalid characters');
    if (!isClean(text)) {
      const problemZh = '含有空字符或无效的 Unicode 字符';
      throw new HeraldError('PARAMETER_INVALID', {
        name,
        problemZh,
        problemEn: 'it has NUL or invalid Unicode',
      });
    }
    if (this.texts.has(name)) throw new HeraldError('PARAMETER_CONFLICT', { name });
    if (this.texts.size === parameters) throw tooLarge('参数个数', 'the number of parameters', parameters);
    this.texts.set(name, text);
  }
}

function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function addBody(request: WireRequest, body: Buffer, bag: ParameterBag, limits: GatewayLimits): void {
  const encoding = request.contentEncoding;
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    throw malformed('请求体不能压缩', 'the body must not be compressed');
  }
  if (!isUtf8(body)) throw malformed('请求体不是 UTF-8', 'the body is not UTF-8');
  const text = body.toString('utf8');
  switch (mediaType(request.contentType)) {
    case 'application/json':
      addJson(text, bag, limits);
      break;
    case 'application/x-www-form-urlencoded':
      addForm(text, bag);
      break;
    default:
      throw malformed('Content-Type 不受支持', 'its Content-Type is not supported');
  }
}

/** The media type without its parameters, in lower case. */
function mediaType(contentType: string | undefined): string {
  if (contentType === undefined) return '';
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

function addJson(text: string, bag: ParameterBag, limits: GatewayLimits): void {
  const known = [...bag.texts];
  const exact = flatten(parseObject(text), bag, limits.depth);
  if (exact) return;
  // An integer beyond 2^53 was rounded, but its sender signed all its digits: read again, keeping them.
  bag.texts.clear();
  for (const [name, value] of known) bag.add(name, value);
  flatten(parseObject(text, keepDigits), bag, limits.depth);
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

function parseObject(text: string, reviver?: Reviver): Record<string, ParameterValue> {
  let value: unknown;
  try {
    value = JSON.parse(text, reviver);
  } catch {
    throw malformed('请求体不是有效的 JSON', 'the body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('JSON 顶层不是对象', 'the JSON is not an object');
  }
  return value as Record<string, ParameterValue>;
}

/** JSON.parse gives a reviver the number's own text; beyond 400 places there is no plain decimal to sign. */
const keepDigits: Reviver = (_key, value, context) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  const digits = decimalText(context.source);
  if (digits === undefined) throw new SyntaxError('number out of range');
  return digits;
};

/** application/x-www-form-urlencoded (URL Standard 5.1), refusing what it would repair. */
function addForm(text: string, bag: ParameterBag): void {
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      if (equals === -1 || equals >= end) bag.add(decodeFormText(text.slice(start, end)), '');
      else bag.add(decodeFormText(text.slice(start, equals)), decodeFormText(text.slice(equals + 1, end)));
    }
    start = end + 1;
  }
}

function decodeFormText(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw malformed('百分号编码不是有效的 UTF-8', 'its percent-encoding is not valid UTF-8');
  }
}

function malformed(problemZh: string, problemEn: string): HeraldError {
  return new HeraldError('REQUEST_MALFORMED', { problemZh, problemEn });
}

function tooLarge(whatZh: string, whatEn: string, limit: number): HeraldError {
  return new HeraldError('REQUEST_TOO_LARGE', { whatZh, whatEn, limit });
}
