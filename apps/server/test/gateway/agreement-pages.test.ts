import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreementHandlers } from '../../src/gateway/handlers/agreements.ts';
import type { Handlers } from '../../src/gateway/index.ts';
import { operator } from '../support/callers.ts';
import { openWorld, type World } from '../support/world.ts';
import { createTestGateway } from './support.ts';

const compliance = operator('compliance');
const EVIL = '<script>alert(1)</script>&"';

let world: World;
let app: ReturnType<typeof createTestGateway>['app'];

beforeAll(async () => {
  world = await openWorld();
  const handlers = agreementHandlers(world);
  // The pages ask these Actions and no other.
  app = createTestGateway({}, { registry: handlers as unknown as Handlers }).app;
  const TextZh = [`一、${EVIL}\n1.1 **${EVIL}**\n1.2 ${EVIL}`];
  const TextEn = [`1. ${EVIL}\n1.1 **${EVIL}**\n1.2 ${EVIL}`];
  const { Version } = await handlers.ImportUVMSAgreement(compliance, { TextZh, TextEn });
  await handlers.PublishUVMSAgreement(compliance, { Version });
  await handlers.ImportUVMSAgreement(compliance, {}); // a draft
});
afterAll(() => world.close());

async function get(url: string, headers: Record<string, string> = {}) {
  const { statusCode, headers: answered, body } = await app.inject({ url, headers });
  return { status: statusCode, headers: answered, body };
}

describe('the agreement as pages', () => {
  test('preamble the version in force is read by anybody, in the language of the reader', async () => {
    const chinese = await get('/agreement');
    expect(chinese.status).toBe(200);
    expect(chinese.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(chinese.body).toContain('<html lang="zh">');
    expect(chinese.body).toContain('<span class="number">十二、</span>');
    expect(chinese.body).toMatch(/<p id="c-3.7"><span class="number">3.7<\/span><strong>语音套餐包/);
    expect((await get('/agreement', { 'accept-language': 'en-GB' })).body).toContain('<html lang="en">');
    expect((await get('/agreement?lang=zh', { 'accept-language': 'en' })).body).toContain('<html lang="zh">');
    expect(chinese.body).toContain('/agreement/2?lang=zh'); // what is coming
  });

  test('CSP 3: nothing loads but its own style, and no text of an operator is markup', async () => {
    for (const url of ['/agreement', '/agreement/2', '/agreement/1/diff/2', '/agreement/2?lang=en']) {
      const { headers, body } = await get(url);
      const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
      expect(body).not.toMatch(/<script|style="|https?:\/\//);
    }
    expect((await get('/agreement/2')).body).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#38;&#34;');
  });

  test('12.3 a coming version says that it can be refused, and what is different', async () => {
    const { body } = await get('/agreement/2?lang=en');
    expect(body).toContain('not in force yet');
    expect(body).toContain('/agreement/1/diff/2?lang=en');
    const difference = await get('/agreement/1/diff/2?lang=en');
    expect(difference.body).toContain('<ins>');
    expect(difference.body).toContain('<del>');
  });

  test('api: drafts and what is no version are not found', async () => {
    for (const url of [
      '/agreement/3',
      '/agreement/99',
      '/agreement/x',
      '/agreement/1/diff/3',
      '/agreement/0',
    ]) {
      expect((await get(url)).status, url).toBe(404);
    }
  });
});

test('product: each clause of the text that comes with the service says what keeps it, or why it is words only', async () => {
  const { Clauses } = await agreementHandlers(world).GetUVMSLivingAgreement(compliance as never, {
    Language: 'en',
  });
  const paid = Clauses.find(({ Number: number }) => number === '3.6');
  expect(paid).toMatchObject({ Kept: 'software', Reason: '', Failed: 0 });
  expect(paid?.Places.map(({ Symbol: symbol }) => symbol)).toContain('watchShortfalls');
  expect(paid?.Tests.every(({ Title }) => Title.includes('3.6'))).toBe(true);
  for (const { Kept, Reason, Places } of Clauses) {
    expect(Kept === 'words' ? Reason : Places[0]?.File).toMatch(/./);
  }
});
