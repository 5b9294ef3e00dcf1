import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ACTIONS, type Action, isActionName } from '@herald/contract';
import type { FastifyReply } from 'fastify';
import type { FileAnswer, Log, Upload } from './deps.ts';
import { secure } from './headers.ts';

/**
 * Tells the router which requests bring a file: those whose query names an Action that takes one. Their body is left to
 * the handler, unread; every other body is parameters, and read before anything else.
 */
export const UPLOADS = {
  name: 'body',
  mustMatchWhenDerived: false,
  deriveConstraint: (request: { url?: string | undefined }) =>
    bringsFile(request.url) ? 'file' : 'parameters',
  storage<Route>() {
    let kept: Route | null = null;
    return {
      get: (body: string) => (body === 'file' ? kept : null),
      set(_body: string, route: Route) {
        kept = route;
      },
    };
  },
};

function bringsFile(url: string | undefined): boolean {
  const start = url?.indexOf('?') ?? -1;
  if (url === undefined || start === -1) return false;
  const name = new URLSearchParams(url.slice(start)).get('Action') ?? '';
  const action: Action | undefined = isActionName(name) ? ACTIONS[name] : undefined;
  return action?.file === 'upload';
}

/** The body of a request, where it has one, as a file that is about to come. A handler that stops reading leaves the connection alone. */
export function uploadOf(request: IncomingMessage): Upload | undefined {
  const declared = request.headers['content-length'];
  if ((declared ?? '0') === '0' && request.headers['transfer-encoding'] === undefined) return undefined;
  return {
    content: { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) },
    declaredBytes: declared === undefined ? undefined : Number(declared),
  };
}

/** What is read and thrown away of a file that was refused, so that its sender hears why instead of a broken connection. */
const MOST_DRAINED = 16 * 1024 * 1024;

/** Reads the rest of a body; false where it is too long for that, and the connection must be closed. */
export async function drain(request: IncomingMessage): Promise<boolean> {
  if (request.complete && request.readableEnded) return true;
  if (Number(request.headers['content-length'] ?? 0) > MOST_DRAINED) return false;
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > MOST_DRAINED) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Answers with a file: saved, never shown or run as a page of this site. */
export function sendFile(reply: FastifyReply, file: FileAnswer, requestId: string, log: Log): FastifyReply {
  secure(reply, requestId);
  reply.headers({
    'Content-Type': file.mime,
    'Content-Disposition': disposition(file.name),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'no-store',
    ...(file.size === undefined ? {} : { 'Content-Length': file.size }),
  });
  return reply.send(Readable.from(watched(file, requestId, log), { objectMode: false }));
}

/** A file that fails on its way breaks the connection off: the receiver must not take a part for the whole. */
async function* watched(file: FileAnswer, requestId: string, log: Log): AsyncGenerator<Uint8Array, void> {
  try {
    yield* file.content;
  } catch (error) {
    log.error('gateway.file-broken-off', { requestId, error });
    throw error;
  }
}

/** RFC 6266: a plain name for old readers, the true one in UTF-8 (RFC 8187). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
