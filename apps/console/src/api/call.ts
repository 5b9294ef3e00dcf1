import type { ActionName, RequestOf, ResponseOf } from '@herald/contract';
import { preferences } from '../preferences.ts';
import { type StreamEvent, takeEvents } from './events.ts';

/** Whose session a call is made with. */
export type Realm = 'customer' | 'operator';

/** RetCodes of a call that came without a session, and with one that is over. */
const NO_SESSION: readonly number[] = [170, 174];

/** The service refused: `message` says why and what to do next, in the reader's language. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly retCode: number;
  /** X-UCLOUD-REQUEST-UUID, to quote when asking for help. */
  readonly requestId: string;

  constructor(retCode: number, message: string, requestId: string) {
    super(message);
    this.retCode = retCode;
    this.requestId = requestId;
  }
}

/** Whether somebody has to log in (again) before this can be done. */
export function isSessionOver(error: unknown): boolean {
  return error instanceof Refusal && NO_SESSION.includes(error.retCode);
}

/** No answer came: the network, or the service, is away. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * Calls one Action with the session of `realm`.
 * @throws Refusal, Unreachable
 */
export async function call<Name extends ActionName>(
  realm: Realm,
  action: Name,
  request: RequestOf<Name>,
  signal?: AbortSignal,
): Promise<ResponseOf<Name>> {
  const response = await reach(realm, '/', {
    body: JSON.stringify({ ...(request as object), Action: action }),
    headers: { 'content-type': 'application/json' },
    ...(signal ? { signal } : {}),
  });
  return (await answerOf(response)) as ResponseOf<Name>;
}

/** Sends a file with an Action that takes one. */
export async function upload<Name extends ActionName>(
  realm: Realm,
  action: Name,
  request: RequestOf<Name>,
  file: Blob,
): Promise<ResponseOf<Name>> {
  const query = new URLSearchParams({ ...(request as Record<string, string>), Action: action });
  const headers = { 'content-type': 'application/octet-stream' };
  return (await answerOf(await reach(realm, `/?${query}`, { body: file, headers }))) as ResponseOf<Name>;
}

/** Fetches the file that an Action answers with; `onBytes` hears how much of it is there so far. */
export async function download<Name extends ActionName>(
  realm: Realm,
  action: Name,
  request: RequestOf<Name>,
  onBytes?: (bytes: number) => void,
): Promise<File> {
  const response = await reach(realm, '/', {
    body: JSON.stringify({ ...(request as object), Action: action }),
    headers: { 'content-type': 'application/json' },
  });
  const disposition = response.headers.get('content-disposition');
  if (!disposition) {
    await answerOf(response);
    throw new Unreachable();
  }
  const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? action);
  return new File(await piecesOf(response, onBytes), name, {
    type: response.headers.get('content-type') ?? '',
  });
}

/** A long file comes in pieces; one that breaks off is none. */
async function piecesOf(response: Response, onBytes?: (bytes: number) => void): Promise<BlobPart[]> {
  const pieces: BlobPart[] = [];
  const reader = response.body?.getReader();
  let bytes = 0;
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      pieces.push(next.value);
      bytes += next.value.length;
      onBytes?.(bytes);
    }
  } catch {
    throw new Unreachable();
  }
  return pieces;
}

/**
 * Hears what an Action pushes (Server-Sent Events), until it ends or `signal` aborts. An EventSource cannot do it: it
 * sends no header, without which the session counts for nothing.
 */
export async function watch<Name extends ActionName>(
  realm: Realm,
  action: Name,
  request: RequestOf<Name>,
  { onEvent, signal }: { onEvent(event: StreamEvent): void; signal: AbortSignal },
): Promise<void> {
  const response = await reach(realm, '/', {
    body: JSON.stringify({ ...(request as object), Action: action }),
    headers: { 'content-type': 'application/json' },
    signal,
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    await answerOf(response);
    throw new Unreachable();
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const { events, rest } = takeEvents(heard + next.value);
    heard = rest;
    for (const event of events) onEvent(event);
  }
}

interface Sent {
  readonly body: BodyInit;
  readonly headers: Record<string, string>;
  readonly signal?: AbortSignal;
}

async function reach(realm: Realm, url: string, { headers, ...sent }: Sent): Promise<Response> {
  try {
    return await fetch(url, {
      ...sent,
      method: 'POST',
      credentials: 'same-origin',
      // Without this header the session's cookie counts for nothing.
      headers: { ...headers, 'x-herald-console': realm, 'accept-language': preferences().language },
    });
  } catch (error) {
    if (sent.signal?.aborted) throw error;
    throw new Unreachable(undefined, { cause: error });
  }
}

async function answerOf(response: Response): Promise<object> {
  const answer = (await response.json().catch(() => undefined)) as
    | { RetCode?: number; Message?: string }
    | undefined;
  if (typeof answer?.RetCode !== 'number') throw new Unreachable();
  if (answer.RetCode === 0) return answer;
  const requestId = response.headers.get('x-ucloud-request-uuid') ?? '';
  throw new Refusal(answer.RetCode, answer.Message ?? '', requestId);
}
