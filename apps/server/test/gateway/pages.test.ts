import { createHash } from 'node:crypto';
import { ACTIONS, type Action, RECEIPT_ROWS, RET_CODES } from '@herald/contract';
import { describe, expect, test } from 'vitest';
import { createTestGateway } from './support.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function get(url: string, headers: Record<string, string> = BROWSER, overrides = {}) {
  const response = await createTestGateway({}, overrides).app.inject({ url, headers });
  return { status: response.statusCode, headers: response.headers, body: response.body };
}

/** The directives of a Content-Security-Policy. */
function directives(csp: unknown): Map<string, string> {
  const pairs = String(csp)
    .split(';')
    .map((directive) => directive.trim().split(/ (.*)/s));
  return new Map(pairs.map(([name = '', sources = '']) => [name, sources]));
}

describe('the landing page', () => {
  test('api: a browser at / sees a page in both languages that leads to the documents', async () => {
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const part of ['href="/docs"', 'href="/openapi.json"', '语音消息服务', 'A voice message service']) {
      expect(body).toContain(part);
    }
  });

  test('CSP 3: nothing loads but its own style, no script at all', async () => {
    const { headers, body } = await get('/');
    const csp = directives(headers['content-security-policy']);
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    expect(csp.get('default-src')).toBe("'none'");
    expect(csp.get('style-src')).toBe(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(csp.has('script-src')).toBe(false);
    expect(body).not.toMatch(/<script|style="|https?:\/\//);
  });

  test('api: its first call is signed the way the gateway checks it', async () => {
    const { body } = await get('/');
    expect(body).toContain('"ActionGetBalancePublicKey$PUBLIC_KEY$PRIVATE_KEY"');
  });

  test('api: a GET that names an Action, or asks for no page, is an API call', async () => {
    expect(JSON.parse((await get('/?Action=GetBalance')).body)).toMatchObject({ RetCode: 170 });
    expect(JSON.parse((await get('/?x=1&Action=')).body)).toMatchObject({ RetCode: 160 });
    expect(JSON.parse((await get('/', { accept: '*/*' })).body)).toMatchObject({ RetCode: 160 });
  });
});

describe('the reference', () => {
  test('CSP 3: the browser may reach this server and no other, and run no inline script', async () => {
    const { headers, body } = await get('/docs');
    const csp = directives(headers['content-security-policy']);
    expect(csp.get('default-src')).toBe("'none'");
    expect(csp.get('script-src')).toBe("'self'");
    expect(csp.get('connect-src')).toBe("'self'");
    expect(csp.get('font-src')).toBe("'self'");
    expect([...csp.values()].join(' ')).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(body).not.toMatch(/https?:\/\//);
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=")/);
  });

  test('CSP 3: the nonce is another one for each answer', async () => {
    const { app } = createTestGateway();
    const nonces = [];
    for (let answer = 0; answer < 2; answer++) {
      const { headers, body } = await app.inject('/docs');
      const nonce = /property="csp-nonce" content="([^"]+)"/.exec(body)?.[1];
      expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('api: every script of the page is served from here', async () => {
    const { app } = createTestGateway();
    const { body } = await app.inject('/docs');
    const sources = [...body.matchAll(/src="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(sources.length).toBe(2);
    for (const source of sources) {
      const script = await app.inject(source);
      expect(script.statusCode, source).toBe(200);
      expect(script.headers['content-type']).toContain('javascript');
      expect(script.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('api: what the maker’s script would call home for is off', async () => {
    const { body } = await get('/docs/start.js');
    const configuration = JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1));
    expect(configuration).toMatchObject({
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
    });
    expect(configuration).not.toHaveProperty('proxyUrl');
  });

  test('api: the maker’s own page is not served', async () => {
    for (const url of ['/docs/assets', '/docs/assets/']) {
      const { status, headers } = await get(url);
      expect([status, headers.location]).toEqual([302, '/docs']);
    }
  });
});

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, { readonly post: Operation }>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody: {
    readonly content: Record<string, { readonly schema: { readonly allOf: readonly unknown[] } }>;
  };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: unknown }> }>;
}

async function document(publicUrl?: string): Promise<Document> {
  const overrides = publicUrl === undefined ? {} : { publicUrl };
  return JSON.parse((await get('/openapi.json', {}, overrides)).body);
}

/** Every object in a JSON value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : [value as Record<string, unknown>];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
}

describe('OpenAPI 3.1: the document', () => {
  test('OpenAPI 3.1 4.8.1: has its required fields, and every path begins with a slash', async () => {
    const { openapi, info, servers, paths } = await document('https://api.example.com');
    expect(openapi).toMatch(/^3\.1\.\d+$/);
    expect(info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(servers).toEqual([{ url: 'https://api.example.com' }]);
    for (const path of Object.keys(paths)) expect(path).toMatch(/^\//);
  });

  test.each(Object.values(ACTIONS).map((action: Action) => [action.name, action] as const))(
    'OpenAPI 3.1 4.8.10: %s is an operation with its schemas, its errors and both languages',
    async (name, action) => {
      const { paths, tags } = await document();
      const operation = Object.values(paths).find(({ post }) => post.operationId === name)?.post;
      expect(operation).toBeDefined();
      expect(operation?.description).toContain(action.summary.zh);
      expect(operation?.description).toContain(action.summary.en);
      for (const error of action.errors)
        expect(operation?.description).toContain(`${RET_CODES[error].code} \`${error}\``);
      expect(tags.map((tag) => tag.name)).toEqual(expect.arrayContaining([...(operation?.tags ?? ['none'])]));

      const content = operation?.requestBody.content ?? {};
      if (action.file === 'upload') {
        expect(Object.keys(content)).toEqual(['application/octet-stream']);
        const names = operation?.parameters?.map((parameter) => parameter.name);
        expect(names).toEqual([
          'Action',
          ...Object.keys(action.request.properties),
          ...((action.realm ?? 'customer') === 'customer' ? ['PublicKey', 'Signature'] : []),
        ]);
      } else {
        expect(Object.keys(content)).toEqual(['application/json', 'application/x-www-form-urlencoded']);
        const request = JSON.stringify(content['application/json']?.schema);
        for (const field of Object.keys(action.request.properties)) expect(request).toContain(`"${field}":{`);
      }
      const response = JSON.stringify(operation?.responses['200']?.content['application/json']?.schema);
      for (const field of Object.keys(action.response.properties)) expect(response).toContain(`"${field}":{`);
    },
  );

  test('OpenAPI 3.1 4.8.10: operation ids are unique, one for each Action', async () => {
    const { paths } = await document();
    const ids = Object.values(paths).map(({ post }) => post.operationId);
    expect(ids.sort()).toEqual(Object.keys(ACTIONS).sort());
  });

  test('JSON Schema 2020-12: references lead somewhere, every property has a description, nothing of ours leaks', async () => {
    const whole = await document();
    for (const object of objectsIn(whole)) {
      expect(Object.keys(object).filter((name) => name === 'words' || name.startsWith('~'))).toEqual([]);
      if (typeof object.$ref === 'string') {
        const name = object.$ref.replace('#/components/schemas/', '');
        expect(whole.components.schemas).toHaveProperty([name]);
      }
      if (object.type === 'object' && typeof object.properties === 'object') {
        for (const [name, property] of Object.entries(object.properties ?? {})) {
          const { description, const: constant } = property as { description?: string; const?: unknown };
          if (constant === undefined) expect(description, name).toMatch(/\p{Script=Han}[\s\S]*[a-z]/u);
        }
      }
    }
  });

  test('api: the guide lists every RetCode and every receipt, and the published signature example', async () => {
    const { info } = await document();
    for (const [name, { code }] of Object.entries(RET_CODES))
      expect(info.description).toContain(`| ${code} \`${name}\` |`);
    for (const [reason, { code }] of Object.entries(RECEIPT_ROWS)) {
      expect(info.description).toContain(`| ${reason} | ${code} |`);
    }
    const [, text = '', digest] = /```\n(Action\S+)\n→ ([0-9a-f]{40})\n```/.exec(info.description) ?? [];
    expect(createHash('sha1').update(text).digest('hex')).toBe(digest);
  });
});

describe('health', () => {
  test('api: /healthz is up as long as the process answers', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, body: '{"status":"up"}' });
  });

  test.each([
    [true, 200, 'ready'],
    [false, 503, 'not ready'],
  ])('api: /readyz when ready is %s: HTTP %i', async (ready, status, word) => {
    const health = async () => ({ ready, parts: { database: ready ? 'up' : 'down' } as const });
    const answer = await get('/readyz', {}, { health });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({
      status: word,
      parts: { database: ready ? 'up' : 'down' },
    });
  });

  test('api: /readyz is not ready when asking fails, and says nothing of why', async () => {
    const health = () => Promise.reject(new Error('password authentication failed'));
    const answer = await get('/readyz', {}, { health });
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain('password');
  });
});

test.each(['/', '/docs', '/openapi.json', '/healthz', '/readyz'])(
  'api: %s carries the request id and is neither sniffed, framed nor referred from',
  async (url) => {
    const { headers } = await get(url);
    expect(headers).toMatchObject({
      'x-ucloud-request-uuid': 'request-1',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  },
);
