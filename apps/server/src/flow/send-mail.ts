import { type Language, type MailDetails, type MailKind, mailText } from '@herald/contract';
import type { Tx } from '../platform/db.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Mailer } from '../platform/mail.ts';
import type { Vault } from '../platform/vault.ts';

/** What a mail says and to whom, sealed: a job lies in a table, and this may hold a code. */
export interface MailJob {
  mailId: string;
  sealed: string;
}

interface Content {
  to: string;
  kind: MailKind;
  language: Language;
  details: Record<string, string | number>;
}

const context = (mailId: string) => `mail:${mailId}`;

/**
 * Sends an e-mail that is no notice (a code, an invitation) to an address that need not be a member's. It leaves after
 * the caller's commit, at least once, with a Message-ID by which repeats are told; it is tried for about an hour.
 */
export async function sendMail<Kind extends MailKind>(
  tx: Tx,
  deps: { vault: Vault; newId(): string; jobs: Jobs },
  mail: { to: string; kind: Kind; language: Language; details: MailDetails<Kind> },
): Promise<void> {
  const mailId = deps.newId();
  const data: MailJob = {
    mailId,
    sealed: deps.vault.seal(JSON.stringify(mail), context(mailId)).toString('base64'),
  };
  await deps.jobs.enqueue(tx, 'send-mail', [{ data }]);
}

/** Works the jobs of `sendMail`. */
export function createMailSender(deps: {
  vault: Vault;
  mailer: Mailer;
  log: Log;
}): (job: MailJob) => Promise<void> {
  const { vault, mailer, log } = deps;
  return async ({ mailId, sealed }) => {
    const mail = JSON.parse(vault.open(Buffer.from(sealed, 'base64'), context(mailId))) as Content;
    const { title, body } = mailText(mail.kind, mail.language, mail.details);
    const { state, response } = await mailer.send({
      id: mailId,
      to: mail.to,
      subject: title,
      text: body,
      language: mail.language,
    });
    // A server's words may repeat the address.
    const said = response.replaceAll(mail.to, '***');
    if (state === 'failed') throw new Error(`mail ${mailId} (${mail.kind}): ${said}`);
    if (state === 'refused')
      log.warn('a mail was refused for good', { mail: mailId, kind: mail.kind, response: said });
  };
}
