import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ConsoleFile, ConsoleFiles } from '../../src/gateway/index.ts';
import { createTestGateway } from './support.ts';

const text = (type: string, content: string): ConsoleFile => ({
  type,
  content: Buffer.from(content),
  gzip: gzipSync(content),
  brotli: undefined,
});
const FILES = new Map([
  ['index.html', text('text/html; charset=utf-8', '<meta property="csp-nonce" nonce="HERALD_NONCE">')],
  ['callee.html', text('text/html; charset=utf-8', '<p>callee</p>')],
  ['assets/index-1a2b.js', text('text/javascript; charset=utf-8', 'start()')],
  ['.vite/manifest.json', text('application/json', '{}')],
]);

type State = ReturnType<ConsoleFiles['state']>;

function gatewayOf(state: State) {
  const files: ConsoleFiles = { state: () => state, file: (name) => FILES.get(name) };
  return createTestGateway({}, { console: files });
}

const get = (url: string, state: State = 'built', headers = {}) =>
  gatewayOf(state).app.inject({ url, headers });

describe('the console', () => {
  test('CSP 3: its page runs scripts of this server alone; the nonce is for styles, and new each time', async () => {
    const { app } = gatewayOf('built');
    const [one, two] = [await app.inject('/console/'), await app.inject('/console/')];
    const csp = String(one.headers['content-security-policy']);
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self';");
    expect(csp).not.toContain('unsafe');
    const nonce = /'nonce-([^']+)'/.exec(csp)?.[1];
    expect(one.body).toContain(`nonce="${nonce}"`);
    expect(two.body).not.toContain(nonce);
    expect(one.headers['cache-control']).toBe('no-store');
  });

  test('4.3.2 the page for callees is a page of its own, at an address that can be read out', async () => {
    expect((await get('/callee')).headers.location).toBe('/callee/');
    const { body, headers } = await get('/callee/');
    expect(body).toBe('<p>callee</p>');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect((await get('/callee/', 'building')).statusCode).toBe(503);
    expect((await get('/callee/other')).statusCode).toBe(404);
  });

  test('1.2 every path below it is the page, which shows what the path names', async () => {
    for (const path of ['login', 'records?PhoneNumber=1', 'a/b/c', '.vite/manifest.json']) {
      const { statusCode, body } = await get(`/console/${path}`);
      expect([path, statusCode, body.startsWith('<meta')]).toEqual([path, 200, true]);
    }
    expect((await get('/console')).headers.location).toBe('/console/');
  });

  test('RFC 9110 12.5.3 files are sent as the browser can read them, and kept for a year', async () => {
    const plain = await get('/console/assets/index-1a2b.js');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toBe('start()');
    const zipped = await get('/console/assets/index-1a2b.js', 'built', { 'accept-encoding': 'br, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(zipped.headers.vary).toBe('Accept-Encoding');
  });

  test.each(['assets/index-0000.js', 'assets/../index.html', 'assets/..%2f..%2fetc/passwd', 'assets/'])(
    'product: %s is no file of it, and not kept',
    async (path) => {
      const { statusCode, headers } = await get(`/console/${path}`);
      if (path.includes('/../')) return expect(statusCode).toBe(200);
      expect([statusCode, headers['cache-control']]).toEqual([404, 'no-store']);
    },
  );

  test('product: while it is being built its page says so and looks again; if that failed it says so too', async () => {
    const building = await get('/console/login', 'building');
    expect([building.statusCode, building.headers.refresh]).toEqual([503, '2']);
    const failed = await get('/console/login', 'failed');
    expect([failed.statusCode, failed.headers.refresh]).toEqual([503, undefined]);
    expect(failed.body).toContain('log');
  });

  test('product: a service without it has no such page', async () => {
    expect((await createTestGateway().app.inject({ url: '/console/' })).statusCode).toBe(404);
  });
});
