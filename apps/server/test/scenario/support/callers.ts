import { createHash } from 'node:crypto';
import type { Facts } from './service.ts';

/** A value as a caller's own language has it. */
type Value = string | number | boolean | string[];
export type Parameters = Record<string, Value>;
export interface Answer {
  RetCode: number;
  Action: string;
  Message?: string;
  [name: string]: unknown;
}

/** A customer's program. It knows the published document and nothing of this code. */
export type Caller = (action: string, parameters: Parameters) => Promise<Answer>;

/** Names and texts in the flat form that is signed: `TemplateParams.0`, `10`, `true`. */
function flat(parameters: Parameters): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    Array.isArray(value)
      ? value.map((item, index): [string, string] => [`${name}.${index}`, item])
      : [[name, String(value)]],
  );
}

function signature(parameters: Parameters, privateKey: string): string {
  const sorted = flat(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = sorted.map(([name, value]) => name + value).join('');
  return createHash('sha1')
    .update(text + privateKey)
    .digest('hex');
}

async function answerOf(response: Response): Promise<Answer> {
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as Answer;
}

const signed = (facts: Facts, action: string, parameters: Parameters): Parameters => {
  const all: Parameters = { Action: action, PublicKey: facts.publicKey, ...parameters };
  return { ...all, Signature: signature(all, facts.privateKey) };
};

/** As the JavaScript SDK: JSON, with numbers, booleans and arrays as such. */
export const jsonCaller =
  (facts: Facts): Caller =>
  async (action, parameters) =>
    answerOf(
      await fetch(facts.baseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(signed(facts, action, parameters)),
      }),
    );

/** As the Python and Go SDKs: a form, everything a text. */
export const formCaller =
  (facts: Facts): Caller =>
  async (action, parameters) =>
    answerOf(
      await fetch(facts.baseUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'U-Timestamp-Ms': String(Date.now()),
        },
        body: new URLSearchParams(flat(signed(facts, action, parameters))).toString(),
      }),
    );

/** As curl and browsers: GET, all in the query. */
export const getCaller =
  (facts: Facts): Caller =>
  async (action, parameters) => {
    const query = new URLSearchParams(flat(signed(facts, action, parameters))).toString();
    return answerOf(await fetch(`${facts.baseUrl}/?${query}`));
  };

/** The query of a request whose body is a file. */
export const signedQuery = (facts: Facts, action: string, parameters: Parameters): URLSearchParams =>
  new URLSearchParams(flat(signed(facts, action, parameters)));
