import { type CustomerPermission, HeraldError } from '@herald/contract';
import type { MessageSubmitter } from '../../flow/messages/submit-message.ts';
import type { PaymentProvider } from '../../flow/money/payment-provider.ts';
import type { OidcProviders } from '../../flow/people/log-in-by-oidc.ts';
import type { RetentionDays } from '../../flow/privacy/keep-retention.ts';
import type { Acting } from '../../flow/qualification/qualify-deps.ts';
import type { TaskWatch } from '../../flow/tasks/watch-task.ts';
import type { Studio, TemplatePreviewer } from '../../flow/templates/preview-template.ts';
import { findProjects } from '../../modules/accounts/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Caller, FileAnswer } from '../deps.ts';

/** What callees of the sandbox carrier heard. */
export interface SandboxSounds {
  /** Of the last call of a message; undefined where there is none, or none any more. */
  find(sessionNo: string): Promise<FileAnswer | undefined>;
}

/** What handlers work with. */
export interface HandlerDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
  /** Limits and periods as the operator has set them. */
  readonly limits: Limits;
  readonly jobs: Jobs;
  readonly files: FileStore;
  /** Who runs this service, as letters name them. */
  readonly operatorName: string;
  /** How long each kind of data is kept. */
  readonly retention: RetentionDays;
  readonly submitter: MessageSubmitter;
  readonly taskWatch: TaskWatch;
  readonly studio: Studio;
  readonly previewer: TemplatePreviewer;
  /** Ways to pay from outside, as the operator offers them. */
  readonly providers: readonly PaymentProvider[];
  readonly pushAllowNetworks: readonly string[];
  /** Where the sandbox carrier is the only one. */
  readonly sandboxSounds?: SandboxSounds | undefined;
  /** Whether the operator has an SMS service. */
  readonly smsAvailable?: boolean;
  readonly oidc: OidcProviders;
  /** Where this service is reached from outside: links in mails. */
  readonly publicUrl?: string | undefined;
}

/** Who acts for an account, as the history keeps it. */
export function actingOf({ accountId, principal }: Caller): Acting {
  switch (principal.kind) {
    case 'member':
      return { accountId, by: principal.memberId };
    case 'key':
      return { accountId, by: principal.publicKey };
    case 'app':
      return { accountId, by: principal.appId };
  }
}

/** 299: what an Action needs only for some of what it can be asked. */
export function requirePermission(caller: Caller, permission: CustomerPermission): void {
  if (!caller.permissions.has(permission)) throw new HeraldError('NOT_PERMITTED', { permission });
}

/** 1.3: whose messages a caller sees: those of the project that is named, of the caller's own ones, or all. */
export function visibleProjects(
  { projects }: Caller,
  projectId: string | undefined,
): 'all' | readonly string[] {
  return projects === 'all' || projectId === undefined ? projects : [projectId];
}

/** 1.3: who may use some projects only says for which of them a message is. */
export function checkSendProject({ projects }: Caller, projectId: string | undefined): void {
  if (projects === 'all') return;
  if (projectId === undefined) throw new HeraldError('PROJECT_NEEDED');
  if (!projects.includes(projectId)) throw new HeraldError('PROJECT_UNKNOWN', { projectId });
}

/** 299: what holds for the whole account is not for somebody with some projects only. */
export function checkWholeAccount({ projects }: Caller, permission: CustomerPermission): void {
  if (projects !== 'all') throw new HeraldError('NOT_PERMITTED', { permission });
}

/** 292: a project that is given must be the account's own, and within what the caller may see. */
export async function checkProject(sql: Sql, caller: Caller, projectId: string | undefined): Promise<void> {
  if (projectId === undefined) return;
  const known = await findProjects(sql, [{ accountId: caller.accountId, projectId }]);
  if (known.size === 0 || !(caller.projects === 'all' || caller.projects.includes(projectId))) {
    throw new HeraldError('PROJECT_UNKNOWN', { projectId });
  }
}
