import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type NodemailerError } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';

/** One e-mail: plain text to one address. */
export interface Mail {
  /** Unique and the same at every try (UUIDs and their like): a mail that comes twice is recognised by its Message-ID. */
  id: string;
  to: string;
  subject: string;
  text: string;
  language: 'zh' | 'en';
}

/** `refused` is for good; after `failed` the same mail may go through later. `response` is the server's last word. */
export interface MailOutcome {
  state: 'sent' | 'refused' | 'failed';
  /** The Message-ID. */
  messageId: string;
  response: string;
}

export interface Mailer {
  /** Never rejects. */
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/** How mails leave: to a mail server, or as files where none is set. */
export type MailSettings = {
  /** `Name <address>`, as mails are from. */
  from: string;
} & ({ smtp: SmtpSettings } | { folder: string });

export interface SmtpSettings {
  /** `smtps://` speaks TLS from the start, `smtp://` by STARTTLS. User and password are in it. */
  url: string;
  /** Whether a connection that is not TLS is given up. Certificates are verified in any case. */
  requireTls: boolean;
}

const TIMEOUT_MS = 10_000;
/** For the whole of one mail, however slowly the server speaks. */
const MOST_MS = 60_000;
const CONNECTIONS = 4;
const MAILS_A_CONNECTION = 100;
const RESPONSE_CHARACTERS = 300;
/** Files kept where there is no mail server; the oldest go first. */
const MOST_FILES = 1000;

/** Whether a text can be an address: one, without a name, nothing that could end it or begin another. */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text)
  );
}

/** Sends mails through a pool of connections, bounded in number, size and time. */
export function createMailer(settings: MailSettings): Mailer {
  const compose = composer(settings.from);
  if ('folder' in settings) return fileMailer(settings.folder, compose);

  const { url, requireTls } = settings.smtp;
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_A_CONNECTION,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    maxRequeues: 1,
    ...(requireTls ? { requireTLS: true } : { ignoreTLS: true }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      const message = compose(mail);
      const { messageId } = message;
      if (!isMailAddress(mail.to)) return { state: 'refused', messageId, response: 'no e-mail address' };
      try {
        const info = await transport.sendMail({ ...message, signal: AbortSignal.timeout(MOST_MS) });
        return { state: 'sent', messageId, response: shortened(info.response) };
      } catch (error) {
        const { responseCode = 0, response, message: words, code } = error as NodemailerError;
        // 5yz is the server's no to this mail; its no to us (log-in, TLS) is for the operator to mend.
        const toTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
        const state = toTheMail && responseCode >= 500 ? 'refused' : 'failed';
        return { state, messageId, response: shortened(response ?? words) };
      }
    },
    close: () => transport.close(),
  };
}

const shortened = (text = '') => text.slice(0, RESPONSE_CHARACTERS);

function composer(from: string) {
  const domain = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return (mail: Mail) => ({
    from,
    to: { name: '', address: mail.to },
    envelope: { from: /<([^>]+)>$/.exec(from)?.[1] ?? from, to: mail.to },
    // Names of customers are part of subjects: what could begin another header is a space.
    subject: mail.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
    text: mail.text,
    textEncoding: 'base64' as const,
    messageId: `<${mail.id}@${domain}>`,
    headers: {
      // RFC 3834: nobody's holiday note answers this.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': mail.language,
    },
  });
}

/** Mails as .eml files, for a machine without a mail server. They may hold codes: for the user of the service alone. */
function fileMailer(folder: string, compose: ReturnType<typeof composer>): Mailer {
  return {
    async send(mail) {
      const message = compose(mail);
      const { messageId } = message;
      if (!isMailAddress(mail.to)) return { state: 'refused', messageId, response: 'no e-mail address' };
      const file = join(folder, `${mail.id.replace(/[^\w.-]/g, '_')}.eml`);
      try {
        const bytes = await new MailComposer(message).compile().build();
        await mkdir(folder, { recursive: true });
        await chmod(folder, 0o700);
        // Written aside and then given its name: whoever looks never finds half a mail.
        const handle = await open(`${file}.new`, 'w', 0o600);
        await handle.writeFile(bytes).finally(() => handle.close());
        await rename(`${file}.new`, file);
        await dropOldest(folder);
        return { state: 'sent', messageId, response: `written to ${file}` };
      } catch (error) {
        return {
          state: 'failed',
          messageId,
          response: shortened(error instanceof Error ? error.message : 'failed'),
        };
      }
    },
    close() {},
  };
}

/** Ids begin with their time (UUIDv7), so the first names are the oldest files. */
async function dropOldest(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  for (const name of files.slice(0, Math.max(0, files.length - MOST_FILES))) {
    await rm(join(folder, name), { force: true });
  }
}
