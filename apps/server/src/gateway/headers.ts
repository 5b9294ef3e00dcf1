import type { FastifyReply } from 'fastify';

/** Carries the request's id in every answer. */
export const REQUEST_ID_HEADER = 'X-UCLOUD-REQUEST-UUID';

/** Headers of every page: no sniffing, no framing, no referrer, nothing shared with other origins. */
export function secure(reply: FastifyReply, requestId: string): void {
  reply.headers({
    [REQUEST_ID_HEADER]: requestId,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
}
