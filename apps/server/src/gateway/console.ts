import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { secure } from './headers.ts';

/** One built file, and what it is compressed where that was worth it. */
export interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer;
  readonly gzip: Buffer | undefined;
  readonly brotli: Buffer | undefined;
}

/** The built console, which may still be on its way. */
export interface ConsoleFiles {
  state(): 'building' | 'built' | 'failed';
  /** By its path in the build, e.g. `assets/index-1a2b3c4d.js`. */
  file(name: string): ConsoleFile | undefined;
}

/** Where callees find out who called them. */
const CALLEE_PAGE = 'callee.html';

/** The word in the built page that stands for the nonce of an answer. */
const NONCE_PLACE = 'HERALD_NONCE';

/**
 * The web console at `/console/`. Files below `assets/` carry a hash of their content in their name and are kept for a
 * year; every other path is the console's own to show, so it answers with the page, which is asked for anew each time.
 * The page for callees is at `/callee/`, without a path below it.
 */
export function registerConsole(app: FastifyInstance, files: ConsoleFiles): void {
  app.get('/console', (_request, reply) => reply.redirect('/console/', 308));
  app.get<{ Params: { '*': string } }>('/console/*', (request, reply) => {
    const name = request.params['*'];
    if (files.state() !== 'built') return sendState(reply, request.id, files.state());
    return name.startsWith('assets/')
      ? sendAsset(request, reply, files.file(name))
      : sendPage(request, reply, files, 'index.html');
  });
  app.get('/callee', (_request, reply) => reply.redirect('/callee/', 308));
  app.get('/callee/', (request, reply) =>
    files.state() === 'built'
      ? sendPage(request, reply, files, CALLEE_PAGE)
      : sendState(reply, request.id, files.state()),
  );
}

function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile | undefined,
): FastifyReply {
  secure(reply, request.id);
  if (!file) {
    reply.code(404).header('Cache-Control', 'no-store');
    return reply.type('text/plain; charset=utf-8').send('Not found · 没有此文件\n');
  }
  reply.headers({
    'Content-Type': file.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
  });
  // Every browser that asks for Brotli or gzip asks for it by these words.
  const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/);
  if (file.brotli && accepted.includes('br')) return reply.header('Content-Encoding', 'br').send(file.brotli);
  if (file.gzip && accepted.includes('gzip')) return reply.header('Content-Encoding', 'gzip').send(file.gzip);
  return reply.send(file.content);
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  files: ConsoleFiles,
  name: string,
): FastifyReply {
  const page = files.file(name)?.content.toString() ?? '';
  secure(reply, request.id);
  reply.headers({ 'Content-Security-Policy': consoleCsp(request.id), 'Cache-Control': 'no-store' });
  return reply.type('text/html; charset=utf-8').send(page.replaceAll(NONCE_PLACE, request.id));
}

/**
 * Scripts are files of ours and nothing else. The nonce is for the style sheets that antd writes as components appear;
 * `blob:` is sound and pictures that were fetched from this server.
 */
function consoleCsp(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    'media-src blob:',
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const STATES = {
  building: [
    '控制台正在构建，只需一次；完成后本页自动打开。',
    'The console is being built, once; this page opens by itself then.',
  ],
  failed: [
    '控制台没有构建成功，原因在服务日志中。',
    'The console could not be built; the log of the service says why.',
  ],
  built: ['', ''],
} as const;

function sendState(reply: FastifyReply, requestId: string, state: keyof typeof STATES): FastifyReply {
  const [zh, en] = STATES[state];
  secure(reply, requestId);
  reply.code(503).headers({
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'Cache-Control': 'no-store',
    ...(state === 'building' ? { Refresh: '2', 'Retry-After': '2' } : {}),
  });
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Herald 传话</title></head>
<body><h1>Herald 传话</h1><p>${zh}</p><p lang="en">${en}</p></body></html>
`);
}
