import { hash } from 'node:crypto';
import type { OperatorRole } from '@herald/contract';
import { createMailSender, type MailJob } from '../../src/flow/notices/send-mail.ts';
import { insertMember } from '../../src/modules/accounts/index.ts';
import { createIdentity, createPasswordHasher } from '../../src/modules/identities/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Mailer } from '../../src/platform/mail.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { startApi } from '../../src/processes/api.ts';
import type { TestDatabase } from './database.ts';
import { openTestFiles } from './files.ts';
import { memoryLog } from './memory-log.ts';
import { giveStaff } from './staff.ts';

/** An e-mail as its reader has it. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** An answer of the API, with the cookies that came with it. */
export interface ApiAnswer {
  readonly RetCode: number;
  readonly Message?: string;
  readonly cookies: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the Action answers
  readonly [field: string]: any;
}

/** How a call presents itself. */
export interface Presenting {
  readonly token?: string;
  /** The source address, as a proxy on this machine tells it. */
  readonly ip?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** The API as its process composes it, on a socket, over a test's database and clock. */
export interface TestApi {
  readonly url: string;
  readonly log: ReturnType<typeof memoryLog>;
  call(action: string, parameters?: Parameters, presenting?: Presenting): Promise<ApiAnswer>;
  /** Letters about logging in that were sent to this address, oldest first. */
  letters(email: string): Promise<Letter[]>;
  stop(): Promise<void>;
}

export async function openApi(
  db: TestDatabase,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestApi> {
  const log = memoryLog();
  const config = readConfig({ PORT: '0', CONSOLE: 'off', TRUSTED_PROXIES: '127.0.0.0/8', ...environment });
  const { sql, hot, vault, clock, newId } = db;
  const { files, drop } = await openTestFiles();
  const api = await startApi({
    config,
    limits: config.limits,
    log,
    clock,
    random: systemRandom,
    newId,
    sql,
    hot,
    vault,
    files,
  });
  return {
    url: api.url,
    log,
    async stop() {
      await api.stop();
      await drop();
    },
    async call(action, parameters = {}, { token, ip = '203.0.113.7', headers = {} } = {}) {
      const response = await fetch(`${api.url}/`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'accept-language': 'en',
          'x-forwarded-for': ip,
          'user-agent': 'test',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ Action: action, ...parameters }),
      });
      if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
      const answer = (await response.json()) as ApiAnswer;
      return { ...answer, cookies: response.headers.getSetCookie() };
    },
    async letters(email) {
      const jobs = await sql<{ data: MailJob }[]>`
        SELECT data FROM jobs.job WHERE name = 'send-mail' ORDER BY data->>'mailId'`;
      const letters: Letter[] = [];
      const mailer: Mailer = {
        async send(mail) {
          letters.push(mail);
          return { state: 'sent', messageId: mail.id, response: '' };
        },
        close() {},
      };
      const send = createMailSender({ vault, mailer, log });
      for (const { data } of jobs) await send(data);
      return letters.filter(({ to }) => to.toLowerCase() === email.toLowerCase());
    },
  };
}

/** Gives an account of a test an owner who logs in. */
export async function giveOwner(
  db: TestDatabase,
  api: TestApi,
  accountId: string,
): Promise<{ token: string; memberId: string; email: string }> {
  const { sql, vault, newId } = db;
  const at = new Date(db.clock.now());
  const email = `owner@${accountId}.example`;
  const identityId = newId();
  const memberId = `${accountId}-owner`;
  const passwordHash = await createPasswordHasher(systemRandom).hash(PASSWORD);
  await inTransaction(sql, async (tx) => {
    const person = {
      identityId,
      realm: 'customer',
      email,
      name: '',
      language: 'en',
      passwordHash,
      at,
    } as const;
    await createIdentity(tx, vault, person);
    const member = { accountId, memberId, who: { identityId }, role: 'owner', projects: 'all', at } as const;
    await insertMember(tx, vault, member);
  });
  const login = await api.call('Login', { Email: email, Password: PASSWORD });
  return { token: login.Token, memberId, email };
}

/** One of the operator's staff, logged in. */
export async function giveOperator(
  db: TestDatabase,
  api: TestApi,
  roles: readonly OperatorRole[],
): Promise<{ token: string; operatorId: string; email: string }> {
  const passwordHash = await createPasswordHasher(systemRandom).hash(PASSWORD);
  const { operatorId, email } = await giveStaff(db, roles, passwordHash);
  const login = await api.call('OperatorLogin', { Email: email, Password: PASSWORD });
  return { token: login.Token, operatorId, email };
}

/** Invites an address into the account and accepts for it. @returns the member, logged in */
export async function addMember(
  api: TestApi,
  owner: { token: string },
  email: string,
  scope: Parameters,
): Promise<{ memberId: string; token: string; email: string }> {
  const invited = await api.call('InviteMember', { Email: email, ...scope }, owner);
  const Token = lastLink(await api.letters(email));
  const accepted = await api.call('AcceptInvitation', { Token, Password: PASSWORD });
  const login = await api.call('Login', { Email: email, Password: PASSWORD });
  if (login.RetCode !== 0) throw new Error(`${invited.Message} ${accepted.Message} ${login.Message}`);
  return { memberId: invited.MemberId, token: login.Token, email };
}

/** Calls with a key pair, as the published scheme has it. */
export function callSigned(
  api: TestApi,
  pair: { publicKey: string; privateKey: string },
  action: string,
  parameters: Readonly<Record<string, string>> = {},
  presenting: Presenting = {},
): Promise<ApiAnswer> {
  const all: Record<string, string> = { ...parameters, Action: action, PublicKey: pair.publicKey };
  const text = Object.keys(all)
    .sort()
    .map((name) => name + all[name])
    .join('');
  const Signature = hash('sha1', text + pair.privateKey, 'hex');
  return api.call(action, { ...all, Signature }, presenting);
}

export const PASSWORD = 'correct horse battery';

/** Registers, proves the address and logs in, over the API. */
export async function registerOwner(
  api: TestApi,
  email: string,
  ip = '203.0.113.7',
): Promise<{ email: string; token: string; accountId: string; memberId: string; projectId: string }> {
  const from = { ip };
  const begun = await api.call('Register', { Email: email, Password: PASSWORD, AccountName: email }, from);
  const code = lastCode(await api.letters(email));
  const made = await api.call('VerifyEmail', { RegistrationId: begun.RegistrationId, Code: code }, from);
  const login = await api.call('Login', { Email: email, Password: PASSWORD }, from);
  if (login.RetCode !== 0) throw new Error(`${begun.Message} ${made.Message} ${login.Message}`);
  const { AccountId: accountId, MemberId: memberId, ProjectId: projectId } = made;
  return { email, token: login.Token, accountId, memberId, projectId };
}

/** The six digits of the latest letter. */
export function lastCode(letters: readonly Letter[]): string {
  return /\b\d{6}\b/.exec(letters.at(-1)?.text ?? '')?.[0] ?? '';
}

/** The token of the latest letter that has one. */
export function lastLink(letters: readonly Letter[]): string {
  return letters.flatMap(({ text }) => /(?:#token=|\n)([\w-]{43})\n/.exec(text)?.[1] ?? []).at(-1) ?? '';
}
