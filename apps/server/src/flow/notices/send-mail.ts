import { type Language, type MailDetails, type MailKind, mailText } from '@herald/contract';
import type { Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { SmsHook } from '../../platform/sms-hook.ts';
import type { Vault } from '../../platform/vault.ts';

/** What a mail says and to whom, sealed: a job lies in a table, and this may hold a code. */
export interface MailJob {
  mailId: string;
  sealed: string;
}

interface Content {
  /** An e-mail address, or a telephone (E.164). */
  to: string;
  kind: MailKind;
  language: Language;
  details: Record<string, string | number>;
}

const context = (mailId: string) => `mail:${mailId}`;

/**
 * Sends an e-mail that is no notice (a code, an invitation) to an address that need not be a member's; to a telephone
 * it goes as SMS. It leaves after the caller's commit, at least once, with an id by which repeats are told; it is tried
 * for about an hour.
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
  /** Absent where the operator has no SMS service. */
  sms?: SmsHook | undefined;
  log: Log;
}): (job: MailJob) => Promise<void> {
  const { vault, mailer, sms, log } = deps;

  async function send(id: string, { to, kind, language, details }: Content) {
    const { title, body } = mailText(kind, language, details);
    if (!to.startsWith('+')) return mailer.send({ id, to, subject: title, text: body, language });
    if (!sms) return { state: 'refused', response: 'SMS_HOOK_URL is not set' } as const;
    return sms.send({ id, phone: to, text: body, language });
  }

  return async ({ mailId, sealed }) => {
    const mail = JSON.parse(vault.open(Buffer.from(sealed, 'base64'), context(mailId))) as Content;
    const { state, response } = await send(mailId, mail);
    // A server's words may repeat the address.
    const said = response.replaceAll(mail.to, '***');
    if (state === 'failed') throw new Error(`mail ${mailId} (${mail.kind}): ${said}`);
    if (state === 'refused')
      log.warn('a mail was refused for good', { mail: mailId, kind: mail.kind, response: said });
  };
}
