import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, RET_CODES } from '@herald/contract';

const SERVER = 'apps/server/src';
const HANDLERS = join(SERVER, 'gateway/handlers');

/** The contract promises more than the server does today; these read the difference off the sources. */

/** Names of RetCodes that something gives: named in the server's sources, or raised by a field that does not fit. */
export function retCodesGiven(): Set<string> {
  const given = new Set<string>();
  const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(SERVER, name));
  for (const path of [...sources, 'packages/contract/src/signature.ts']) {
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/'([A-Z_]+)'/g)) {
      if (Object.hasOwn(RET_CODES, name)) given.add(name);
    }
  }
  for (const { request } of Object.values(ACTIONS)) {
    for (const field of Object.values(request.properties as unknown as Record<string, { error?: string }>)) {
      if (field.error) given.add(field.error);
    }
  }
  return given;
}

/** Whether a request field changes anything. DispatchRule is stored, so it counts once a call is placed by it. */
export function isRead(field: string): boolean {
  if (field === 'DispatchRule')
    return source(join(SERVER, 'flow/messages/place-call.ts')).includes('dispatchRule');
  return handlers().includes(`request.${field}`);
}

/** Whether an answer's field can ever hold something: handlers may name it with an empty value only. */
export function isFilled(field: string): boolean {
  const values = [...handlers().matchAll(new RegExp(`\\b${field}: (.*)$`, 'gm'))].map(([, value]) => value);
  return values.length === 0 || values.some((value) => value !== "''," && value !== 'formatYuan(0n),');
}

function handlers(): string {
  return readdirSync(HANDLERS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => source(join(HANDLERS, name)))
    .join('\n');
}

const sources = new Map<string, string>();

function source(path: string): string {
  const text = sources.get(path) ?? readFileSync(path, 'utf8');
  sources.set(path, text);
  return text;
}
