import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';
import { createMailer, isMailAddress, type Mail } from '../../src/platform/mail.ts';
import { type MailServer, mailServer } from '../support/mail-server.ts';

const FROM = 'Herald 传话 <no-reply@voice.example.com>';
const after: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo();
});

async function server(...[options]: Parameters<typeof mailServer>): Promise<MailServer> {
  const opened = await mailServer(options);
  after.push(() => opened.close());
  return opened;
}

function mailer(url: string, requireTls = false) {
  const made = createMailer({ from: FROM, smtp: { url, requireTls } });
  after.push(() => made.close());
  return made;
}

const mail = (change: Partial<Mail> = {}): Mail => ({
  id: '0195a1b2-0000-7000-8000-000000000001.abc',
  to: 'customer@example.com',
  subject: '服务协议将于 2026-03-17 更新',
  text: '您好，\n新版本见控制台。\n.一行以点开头',
  language: 'zh',
  ...change,
});

describe('over SMTP', () => {
  test('12.2 a mail arrives as it was written, Chinese in subject and text', async () => {
    const { url, received } = await server();
    const outcome = await mailer(url).send(mail());
    expect(outcome).toEqual({
      state: 'sent',
      messageId: '<0195a1b2-0000-7000-8000-000000000001.abc@voice.example.com>',
      response: '250 queued as 1',
    });
    const [got] = received;
    expect(got).toMatchObject({ from: 'no-reply@voice.example.com', to: ['customer@example.com'] });
    expect(got?.read).toMatchObject({
      from: { name: 'Herald 传话', address: 'no-reply@voice.example.com' },
      to: [{ address: 'customer@example.com' }],
      subject: '服务协议将于 2026-03-17 更新',
      messageId: outcome.messageId,
    });
    expect(got?.read.text?.trim()).toBe('您好，\n新版本见控制台。\n.一行以点开头');
    const header = (key: string) => got?.read.headers.find((one) => one.key === key)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('content-language')).toBe('zh');
    expect(header('content-type')).toMatch(/^text\/plain; charset=utf-8/);
  });

  test('RFC 2047 2 every line of the header is ASCII and short enough, however long the subject', async () => {
    const { url, received } = await server();
    await mailer(url).send(mail({ subject: '审核通过：模板“'.repeat(20) }));
    const lines = (received[0]?.raw ?? '').split('\r\n\r\n')[0]?.split('\r\n') ?? [];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII is what is looked for
    expect(lines.filter((line) => /[^\x00-\x7f]/.test(line) || line.length > 998)).toEqual([]);
    expect(received[0]?.read.subject).toBe('审核通过：模板“'.repeat(20));
  });

  test.each([
    'Hello\r\nBcc: victim@example.com',
    'Hello\nBcc: victim@example.com',
    'Hello\r\n\r\nBody of another',
    'Hello\u2028Bcc: victim@example.com',
    'Hello\u0000Bcc: victim@example.com',
  ])('4.2.4 a name in the subject begins no header of its own: %j', async (subject) => {
    const { url, received } = await server();
    expect((await mailer(url).send(mail({ subject }))).state).toBe('sent');
    const [got] = received;
    expect(got?.to).toEqual(['customer@example.com']);
    expect(got?.read.headers.some(({ key }) => key === 'bcc')).toBe(false);
    expect(got?.read.subject).toMatch(/^Hello (Bcc: victim@example.com|Body of another)$/);
    expect(got?.read.text).not.toContain('Body of another');
  });

  test.each([
    'a@example.com, b@example.com',
    'a@example.com\r\nRCPT TO:<b@example.com>',
    'Name <a@example.com>',
    '<a@example.com>',
    'a b@example.com',
    '"a"@example.com',
    'group:a@example.com;',
    'example.com',
    '@example.com',
    '客户@example.com',
    `${'a'.repeat(65)}@example.com`,
    '',
  ])('4.2.4 %j is no address, and nothing is sent there', async (to) => {
    expect(isMailAddress(to)).toBe(false);
    const { url, received } = await server();
    expect(await mailer(url).send(mail({ to }))).toMatchObject({ state: 'refused' });
    expect(received).toEqual([]);
  });

  test('12.2 a mail that is sent again has the same Message-ID', async () => {
    const { url, received } = await server();
    const sender = mailer(url);
    await sender.send(mail());
    await sender.send(mail());
    expect(new Set(received.map(({ read }) => read.messageId)).size).toBe(1);
  });
});

describe('what goes wrong', () => {
  const refusing = (responseCode: number): Parameters<typeof mailServer>[0] => ({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such user'), { responseCode })),
  });

  test('RFC 5321 4.2.1 a 5yz reply is for good, a 4yz reply is not', async () => {
    const [never, later] = [await server(refusing(550)), await server(refusing(451))];
    expect(await mailer(never.url).send(mail())).toMatchObject({
      state: 'refused',
      response: '550 no such user',
    });
    expect(await mailer(later.url).send(mail())).toMatchObject({
      state: 'failed',
      response: '451 no such user',
    });
  });

  test('12.2 a server that is not there, or knows us not, is no fault of the mail', async () => {
    const gone = await server();
    await gone.close();
    after.pop();
    expect(await mailer(gone.url).send(mail())).toMatchObject({ state: 'failed' });

    const strict = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
    });
    const url = strict.url.replace('//', '//user:secret@');
    const outcome = await mailer(url).send(mail());
    expect(outcome).toMatchObject({ state: 'failed' });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  test('4.3.1 nothing is sent without TLS unless that is switched off', async () => {
    const { url, received } = await server();
    expect(await mailer(url, true).send(mail())).toMatchObject({ state: 'failed' });
    expect(received).toEqual([]);
  });

  test('4.3.1 a certificate that nobody vouches for is not accepted', async () => {
    const { url, received } = await server({ disabledCommands: [] }); // with the certificate of the test server
    const outcome = await mailer(url, true).send(mail());
    expect(outcome).toMatchObject({
      state: 'failed',
      response: expect.stringMatching(/certificate|altname/i),
    });
    expect(received).toEqual([]);
  });
});

describe('without a server', () => {
  async function folder(): Promise<string> {
    const parent = await mkdtemp(join(tmpdir(), 'herald-mail-'));
    after.push(() => rm(parent, { recursive: true }));
    return join(parent, 'mail');
  }

  test('product: a mail is a file for the user of the service alone, once however often it is sent', async () => {
    const path = await folder();
    const sender = createMailer({ from: FROM, folder: path });
    await sender.send(mail());
    expect(await sender.send(mail())).toMatchObject({ state: 'sent' });
    const files = await readdir(path);
    expect(files).toEqual(['0195a1b2-0000-7000-8000-000000000001.abc.eml']);
    const file = join(path, files[0] ?? '');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    const read = await PostalMime.parse(await readFile(file));
    expect(read.subject).toBe('服务协议将于 2026-03-17 更新');
    expect(read.text?.trim()).toBe('您好，\n新版本见控制台。\n.一行以点开头');
  });

  test('product: an id that is a path leads to no other folder', async () => {
    const path = await folder();
    await createMailer({ from: FROM, folder: path }).send(mail({ id: '../../escaped' }));
    expect(await readdir(path)).toEqual(['.._.._escaped.eml']);
  });

  test('product: of many the newest thousand stay', async () => {
    const path = await folder();
    const sender = createMailer({ from: FROM, folder: path });
    for (let nth = 0; nth < 1003; nth++) await sender.send(mail({ id: String(nth).padStart(4, '0') }));
    const files = (await readdir(path)).sort();
    expect([files.length, files[0]]).toEqual([1000, '0003.eml']);
  });

  test('product: a folder that cannot be written to is told, not thrown', async () => {
    const path = await folder();
    await writeFile(path, 'a file where the folder should be');
    const sender = createMailer({ from: FROM, folder: path });
    expect(await sender.send(mail())).toMatchObject({ state: 'failed' });
  });
});
