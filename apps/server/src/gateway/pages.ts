import type { FastifyInstance, FastifyReply } from 'fastify';
import { registerAgreementPages } from './agreement-pages.ts';
import type { GatewayDeps, Health } from './deps.ts';
import { registerDocs } from './docs.ts';
import { secure } from './headers.ts';
import { LANDING_CSP, LANDING_PAGE } from './landing.ts';
import { openApiDocument } from './openapi.ts';

/** What is served beside the API: its OpenAPI document, its reference to read, health, and the agreement. */
export function registerPages(app: FastifyInstance, deps: GatewayDeps): void {
  const document = JSON.stringify(openApiDocument(deps.publicUrl));

  app.get('/openapi.json', (request, reply) => {
    secure(reply, request.id);
    reply.header('Cache-Control', 'public, max-age=300');
    return reply.type('application/json; charset=utf-8').send(document);
  });

  app.get('/healthz', (request, reply) => {
    secure(reply, request.id);
    return reply.header('Cache-Control', 'no-store').send({ status: 'up' });
  });

  app.get('/readyz', async (request, reply) => {
    secure(reply, request.id);
    const { ready, parts } = await healthOf(deps, request.id);
    reply.code(ready ? 200 : 503);
    return reply.header('Cache-Control', 'no-store').send({ status: ready ? 'ready' : 'not ready', parts });
  });

  registerDocs(app);
  registerAgreementPages(app, deps);
}

/** A part that cannot even be asked is not ready; why is for the log, not for strangers. */
async function healthOf(deps: GatewayDeps, requestId: string): Promise<Health> {
  try {
    return await deps.health();
  } catch (error) {
    deps.log.error('gateway.health-failed', { requestId, error });
    return { ready: false, parts: {} };
  }
}

/** Whether a GET of `/` is a person at a browser and not an API call. */
export function wantsLanding(query: string, accept: string | undefined): boolean {
  return (accept?.includes('text/html') ?? false) && !/(?:^|&)Action=/.test(query);
}

export function sendLanding(reply: FastifyReply, requestId: string): FastifyReply {
  secure(reply, requestId);
  reply.header('Content-Security-Policy', LANDING_CSP);
  reply.header('Cache-Control', 'public, max-age=300');
  return reply.type('text/html; charset=utf-8').send(LANDING_PAGE);
}
