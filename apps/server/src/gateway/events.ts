import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { EventsAnswer } from './deps.ts';
import { secure } from './headers.ts';

/** Answers with Server-Sent Events (HTML Living Standard 9.2), none of which a proxy may hold back. */
export function sendEvents(reply: FastifyReply, { events }: EventsAnswer, requestId: string): FastifyReply {
  secure(reply, requestId);
  reply.headers({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  return reply.send(Readable.from(events, { objectMode: false }));
}
