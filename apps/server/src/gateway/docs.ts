import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { secure } from './headers.ts';

const SCRIPT = '/docs/assets/js/scalar.js';
const START = '/docs/start.js';

/**
 * The API reference to read, drawn in the browser by Scalar's script, which we serve ourselves.
 *
 * The script knows addresses of its maker (fonts, request proxy, assistant, registry). They are switched off below,
 * and the Content-Security-Policy lets the browser reach this server and nothing else, whatever the script tries.
 */
export function registerDocs(app: FastifyInstance): void {
  app.get('/docs', (request, reply) => {
    secure(reply, request.id);
    reply.header('Content-Security-Policy', docsCsp(request.id));
    reply.header('Cache-Control', 'no-store');
    return reply.type('text/html; charset=utf-8').send(docsPage(request.id));
  });

  app.get(START, (request, reply) => {
    secure(reply, request.id);
    reply.header('Cache-Control', 'public, max-age=300');
    return reply.type('text/javascript; charset=utf-8').send(START_SCRIPT);
  });

  // The plugin is used for its script alone; its own page would load from a CDN's defaults.
  app.register(reference, {
    routePrefix: '/docs/assets',
    configuration: { url: '/openapi.json' },
    hooks: {
      onRequest(request, reply, done) {
        secure(reply, request.id);
        reply.header('Cache-Control', 'public, max-age=86400');
        if (request.raw.url?.startsWith(SCRIPT)) done();
        else reply.redirect('/docs');
      },
    },
  });
}

/** The nonce is for the style sheet that the script inserts; inline scripts are not allowed at all. */
function docsCsp(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function docsPage(nonce: string): string {
  return `<!doctype html>
<html lang="zh">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta property="csp-nonce" content="${nonce}">
  <title>Herald 传话 · API</title>
</head>
<body>
  <div id="app"></div>
  <noscript>此页需要 JavaScript；接口描述见 <a href="/openapi.json">/openapi.json</a>。
  This page needs JavaScript; the description itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
  <script src="${SCRIPT}"></script>
  <script src="${START}"></script>
</body>
</html>
`;
}

const CONFIGURATION = {
  url: '/openapi.json',
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  // A request sent from the page could not be signed.
  hideTestRequestButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
};

const START_SCRIPT = `Scalar.createApiReference('#app', ${JSON.stringify(CONFIGURATION)});\n`;
