import { HeraldError, type Language } from '@herald/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AGREEMENT_CSP, agreementPage, differencePage } from './agreement-html.ts';
import { DEFAULT_LIMITS, type GatewayDeps, type PublicCaller } from './deps.ts';
import { secure } from './headers.ts';
import { createRateLimit } from './rate-limit.ts';

/** The agreement for people to read: the version in force, any published one, and what differs. No script. */
export function registerAgreementPages(app: FastifyInstance, deps: GatewayDeps): void {
  const { registry, clock } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const rate = createRateLimit({
    perSecond: limits.strangersPerSecond,
    burst: limits.strangersBurst,
    keys: limits.ratedKeys,
    now: () => clock.now(),
  });

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    write: (caller: PublicCaller, language: Language) => Promise<string>,
  ): Promise<FastifyReply> {
    secure(reply, request.id);
    reply.header('Content-Security-Policy', AGREEMENT_CSP);
    reply.header('Cache-Control', 'public, max-age=60');
    reply.header('Vary', 'Accept-Language');
    const language = languageOf(request);
    const caller: PublicCaller = {
      realm: 'public',
      ip: request.ip,
      requestId: request.id,
      language,
      agent: request.headers['user-agent'] ?? '',
      cookie: { set() {}, clear() {} },
    };
    try {
      rate.take(request.ip);
      return reply.type('text/html; charset=utf-8').send(await write(caller, language));
    } catch (error) {
      if (!(error instanceof HeraldError)) throw error;
      reply.header('Cache-Control', 'no-store');
      reply.code(error.name === 'AGREEMENT_VERSION_UNKNOWN' ? 404 : 429);
      return reply.type('text/plain; charset=utf-8').send(error.message);
    }
  }

  app.get('/agreement', (request, reply) =>
    answer(request, reply, async (caller, language) =>
      agreementPage(await registry.QueryUVMSAgreement(caller, {}), language),
    ),
  );

  app.get<{ Params: { version: string } }>('/agreement/:version', (request, reply) =>
    answer(request, reply, async (caller, language) => {
      const asked = { Version: versionOf(request.params.version) };
      return agreementPage(await registry.QueryUVMSAgreement(caller, asked), language);
    }),
  );

  app.get<{ Params: { from: string; to: string } }>('/agreement/:from/diff/:to', (request, reply) =>
    answer(request, reply, async (caller, language) => {
      const from = versionOf(request.params.from);
      const to = versionOf(request.params.to);
      const { Changes } = await registry.DiffUVMSAgreementVersions(caller, { From: from, To: to });
      return differencePage(Changes, { from, to }, language);
    }),
  );
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new HeraldError('AGREEMENT_VERSION_UNKNOWN', { version: text.slice(0, 16) });
}

/** `?lang=` first, then what the browser says; Chinese by default. */
function languageOf(request: FastifyRequest): Language {
  const [, asked] = /[?&]lang=(zh|en)(?:&|$)/.exec(request.raw.url ?? '') ?? [];
  if (asked) return asked as Language;
  return request.headers['accept-language']?.slice(0, 2).toLowerCase() === 'en' ? 'en' : 'zh';
}
