import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { canonicalString, flatten } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatureOf, VECTOR_KEYS, VECTORS } from './generate-vectors.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/**
 * The quick start's programs, run as they stand there, against a stand-in for the gateway that checks each signature
 * by the contract and answers what a gateway would.
 */
describe.each(['docs/quick-start.md', 'docs/quick-start.zh-CN.md', 'README.md', 'README.zh-CN.md'])(
  '%s',
  (path) => {
    let gateway: Server;
    let folder: string;
    let programs: Map<string, string>;

    beforeAll(async () => {
      programs = await programsOf(path);
      gateway = createServer((request, response) => void answer(request).then((body) => response.end(body)));
      gateway.listen(0, '127.0.0.1');
      await once(gateway, 'listening');
      folder = await mkdtemp(join(tmpdir(), 'herald-docs-'));
      await symlink(resolve('node_modules'), join(folder, 'node_modules'));
      await mkdir(join(folder, 'data'));
      const demo = {
        baseUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
        ...VECTOR_KEYS,
        codeTemplateId: 'UVVT20260101democode',
        noticeTemplateId: 'UVVT20260101demonote',
        calledNumbers: { answer: '+8613800000200' },
      };
      await writeFile(join(folder, 'data/demo.json'), JSON.stringify(demo));
      for (const [name, text] of programs) await writeFile(join(folder, name), text);
    });

    afterAll(async () => {
      gateway.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('call.sh: sign makes both published signatures', async () => {
      for (const vector of VECTORS) {
        const pairs = Object.entries(vector).map(([name, value]) => `${name}=${value}`);
        const { stdout } = await run('sh', ['-c', '. ./call.sh; sign "$@"', 'sh', ...pairs], { cwd: folder });
        expect(stdout.trim()).toBe(signatureOf(vector));
      }
    });

    test.skipIf(!hasCurl)(
      `call.sh: call sends what it signed${hasCurl ? '' : ' (skipped: no curl)'}`,
      async () => {
        const words = ['Action=GetBalance', 'Note=订单 1+1=2 & 100%', 'A.10=x', 'A.1=y'];
        const { stdout } = await run('sh', ['-c', '. ./call.sh; call "$@"', 'sh', ...words], { cwd: folder });
        expect(JSON.parse(stdout)).toMatchObject({ RetCode: 0 });
      },
    );

    test('send.mjs: sign makes both published signatures', async () => {
      const [source] = /function sign\(.*?\n}\n/s.exec(programs.get('send.mjs') ?? '') ?? [];
      const sign = new Function('createHash', `${source}; return sign`)(createHash) as (
        parameters: object,
        privateKey: string,
      ) => string;
      for (const vector of VECTORS) {
        const parameters = { ...vector, PublicKey: VECTOR_KEYS.publicKey };
        expect(sign(parameters, VECTOR_KEYS.privateKey)).toBe(signatureOf(vector));
      }
    });

    test('send.mjs sends a message and prints its receipt', async () => {
      const { stdout } = await run('node', ['send.mjs'], { cwd: folder });
      expect(stdout).toContain("SessionNo: 'a-message'");
    });

    if (path.startsWith('README')) return;

    test('send.ts sends a message with the typed client', async () => {
      const { stdout } = await run('node', ['send.ts'], { cwd: folder });
      expect(stdout).toContain('a-message ended');
    });

    test('receive.mjs takes a signed receipt, and no other', async () => {
      const secret = 'a secret of forty characters or so';
      const port = await freePort();
      const text = (programs.get('receive.mjs') ?? '').replace('listen(9000', `listen(${port}`);
      await writeFile(join(folder, 'receive.mjs'), text);
      const receiver = spawn('node', ['receive.mjs'], {
        cwd: folder,
        env: { ...process.env, SECRET: secret },
      });
      try {
        const body = JSON.stringify({ SessionNo: 'a-message', ReceiptDesc: '已接听' });
        const now = Date.now();
        const header = (at: number) =>
          `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
        const post = (signature: string | undefined, sent = body) => statusOf(port, signature, sent);
        expect(await post(header(now))).toBe(200);
        expect(await post(header(now), `${body} `)).toBe(401);
        expect(await post(header(now - 3_600_000))).toBe(401);
        expect(await post(header(now).slice(0, -1))).toBe(401);
        expect(await post(undefined)).toBe(401);
      } finally {
        receiver.kill();
      }
    });
  },
);

test.each(['README.md', 'README.zh-CN.md'])(
  '%s: the two commands stand in blocks of their own',
  async (path) => {
    const blocks = (await readFile(path, 'utf8')).matchAll(/^```sh\n(.*?)\n```$/gms);
    const texts = [...blocks].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']));
  },
);

/** Blocks that name a file: ```js file=send.mjs */
async function programsOf(path: string): Promise<Map<string, string>> {
  const blocks = (await readFile(path, 'utf8')).matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms);
  return new Map([...blocks].map(([, name = '', text = '']) => [name, text]));
}

async function answer(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const texts = new Map<string, string>();
  if (request.headers['content-type']?.startsWith('application/json')) {
    flatten(JSON.parse(body), { add: (name, text) => texts.set(name, text) });
  } else {
    for (const [name, text] of new URLSearchParams(body)) texts.set(name, text);
  }
  const signature = createHash('sha1').update(canonicalString(texts, VECTOR_KEYS.privateKey)).digest('hex');
  if (texts.get('Signature') !== signature) return JSON.stringify({ RetCode: 171, Message: 'wrong' });
  const answers: Record<string, object> = {
    GetUVMSReceipt: { Final: true, Receipt: { SessionNo: 'a-message' } },
    GetUVMSMessage: { SessionNo: 'a-message', State: 'ended', Reserved: {} },
  };
  return JSON.stringify({ RetCode: 0, SessionNo: 'a-message', ...answers[texts.get('Action') ?? ''] });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Posts once the receiver listens. */
async function statusOf(port: number, signature: string | undefined, body: string): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      const headers = signature === undefined ? {} : { 'x-herald-signature': signature };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })).status;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
}
