import { HeraldError, type Language } from '@herald/contract';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { type ActionEndpoint, createActionEndpoint, refusalBody } from './action-endpoint.ts';
import { createAuthenticator, keyPairScheme, sessionScheme } from './authenticate.ts';
import { appScheme } from './authenticate-app.ts';
import { registerConsole } from './console.ts';
import { DEFAULT_LIMITS, type GatewayDeps, type GatewayLimits, type Log, type Upload } from './deps.ts';
import { sendEvents } from './events.ts';
import { drain, sendFile, UPLOADS, uploadOf } from './files.ts';
import { REQUEST_ID_HEADER } from './headers.ts';
import { registerMetrics } from './metrics.ts';
import { registerPages, sendLanding, wantsLanding } from './pages.ts';
import { registerPaymentCallbacks } from './payments.ts';
import { registerSandboxBank } from './sandbox-payments.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The HTTP server of the Action API, not yet listening: `GET|POST /`, its documents and its health.
 * An API call is always answered with HTTP 200 and a RetCode, because SDKs retry every other status;
 * 4xx is for requests that are none (unknown path, method, broken HTTP).
 */
export function createGateway(deps: GatewayDeps): FastifyInstance {
  const limits: GatewayLimits = { ...DEFAULT_LIMITS, ...deps.limits };
  const authenticate = createAuthenticator([
    appScheme(deps.apps, () => deps.clock.now()),
    keyPairScheme(deps.keys),
    sessionScheme(deps.sessions),
  ]);
  const endpoint = createActionEndpoint(deps, limits, authenticate);
  const desk = { endpoint, log: deps.log };

  const app = fastify({
    logger: false,
    genReqId: () => deps.ids.requestId(),
    trustProxy: deps.trustedProxies ? [...deps.trustedProxies] : false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.receiveMs,
    // The query is read once, by readParameters.
    routerOptions: { querystringParser: () => NO_QUERY, constraints: { body: UPLOADS } },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, limits),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (!(error.statusCode && error.statusCode < 500)) {
      deps.log.error('gateway.page-failed', { requestId: request.id, error });
    }
    return answerError(error, request, reply, limits);
  });
  app.setNotFoundHandler((request, reply) => {
    if (pathOf(request) !== '/')
      return sendProblem(reply, request, 404, 'Not found. See /docs · 没有此页面，请见 /docs');
    reply.header('Allow', 'GET, HEAD, POST');
    return sendProblem(reply, request, 405, 'Use GET or POST · 请使用 GET 或 POST');
  });

  app.get('/', (request, reply) => {
    const query = queryOf(request);
    if (wantsLanding(query, request.headers.accept)) return sendLanding(reply, request.id);
    return answerAction(desk, request, reply, query);
  });
  app.post('/', (request, reply) =>
    answerAction(desk, request, reply, queryOf(request), { body: request.body as Buffer | undefined }),
  );
  app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', (_request, _body, done) => done(null));
    files.post('/', { constraints: { body: 'file' } }, (request, reply) =>
      answerAction(desk, request, reply, queryOf(request), { upload: uploadOf(request.raw) }),
    );
  });
  registerPages(app, deps);
  if (deps.metrics) registerMetrics(app, deps.metrics, deps.metricsNetworks ?? []);
  if (deps.console) registerConsole(app, deps.console);
  if (deps.payments) registerPaymentCallbacks(app, { ...deps.payments, log: deps.log });
  if (deps.sandboxBank) registerSandboxBank(app, deps.sandboxBank);
  return app;
}

const NO_QUERY: Record<string, never> = Object.freeze({});

/** What came with a request beside its query. */
interface Brought {
  readonly body?: Buffer | undefined;
  readonly upload?: Upload | undefined;
}

async function answerAction(
  { endpoint, log }: { readonly endpoint: ActionEndpoint; readonly log: Log },
  request: FastifyRequest,
  reply: FastifyReply,
  query: string,
  { body, upload }: Brought = {},
): Promise<FastifyReply> {
  const { headers } = request;
  const answer = await endpoint({
    query,
    body,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    headers,
    method: request.method,
    target: request.raw.url ?? '/',
    secure: request.protocol === 'https',
    ip: request.ip,
    requestId: request.id,
    language: languageOf(request),
    upload,
  });
  if (upload && !(await drain(request.raw))) reply.header('Connection', 'close');
  if (answer.deprecated) {
    // RFC 9745 and RFC 8594.
    reply.header('Deprecation', `@${answer.deprecated.since}`);
    reply.header('Sunset', new Date(answer.deprecated.sunset * 1000).toUTCString());
  }
  if (answer.cookies.length > 0) reply.header('Set-Cookie', answer.cookies);
  if (typeof answer.body === 'string') return sendApi(reply, request, answer.body);
  if ('events' in answer.body) return sendEvents(reply, answer.body, request.id);
  return sendFile(reply, answer.body, request.id, log);
}

function sendApi(reply: FastifyReply, request: FastifyRequest, body: string): FastifyReply {
  reply.header('Content-Type', JSON_TYPE);
  reply.header(REQUEST_ID_HEADER, request.id);
  reply.header('Cache-Control', 'no-store');
  reply.header('X-Content-Type-Options', 'nosniff');
  return reply.send(body);
}

/** Failures before a route ran: at `/` they are answers of the API, elsewhere plain HTTP errors. */
function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  limits: GatewayLimits,
): FastifyReply {
  const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
  if (pathOf(request) !== '/') {
    return sendProblem(reply, request, status, status === 500 ? 'Internal error · 内部错误' : error.message);
  }
  // The rest of an unread body would be taken for the next request.
  reply.header('Connection', 'close');
  reply.code(200);
  return sendApi(reply, request, refusalBody(refusalOf(error, status, limits), '', languageOf(request)));
}

function refusalOf(error: FastifyError, status: number, limits: GatewayLimits): HeraldError {
  if (status === 413) {
    const what = { whatZh: '请求体字节数', whatEn: 'the body in bytes' };
    return new HeraldError('REQUEST_TOO_LARGE', { ...what, limit: limits.bodyBytes });
  }
  if (status === 500) return new HeraldError('SERVICE_UNAVAILABLE');
  return new HeraldError('REQUEST_MALFORMED', { problemZh: error.message, problemEn: error.message });
}

function sendProblem(reply: FastifyReply, request: FastifyRequest, status: number, message: string) {
  reply.code(status);
  return sendApi(reply, request, JSON.stringify({ Message: message }));
}

/** zh by default; en when the reader's first choice is English. */
function languageOf(request: FastifyRequest): Language {
  return request.headers['accept-language']?.slice(0, 2).toLowerCase() === 'en' ? 'en' : 'zh';
}

function pathOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '/';
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function queryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '/';
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}
