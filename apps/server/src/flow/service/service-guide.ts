import { SERVICE_STEPS, type ServiceStepName } from '@herald/contract';
import { findServiceTerm, receiptTarget } from '../../modules/accounts/index.ts';
import { readPurses } from '../../modules/ledger/index.ts';
import { anySent } from '../../modules/messages/index.ts';
import { exclusiveNumbers } from '../../modules/numbers/index.ts';
import { findEnterprise, findRealName, listApps } from '../../modules/qualification/index.ts';
import {
  APPROVED,
  CODE,
  listTemplates,
  NOTICE,
  type Purpose,
  variableCount,
} from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { clauseOf, type Refusal } from '../messages/admission.ts';
import type { MessageSubmitter } from '../messages/submit-message.ts';

export type StepState = 'done' | 'in-review' | 'rejected' | 'to-do';

export interface ServiceGuide {
  steps: { step: ServiceStepName; state: StepState; optional: boolean }[];
  /** The first step that is to be done for sending; undefined when all is done or waits for a review. */
  next: ServiceStepName | undefined;
  sends: SendOutlook[];
}

/** What a send of one purpose would meet now. */
export interface SendOutlook {
  purpose: Purpose;
  templateId: string | undefined;
  refusals: { rule: string; clause: string; refusal: Refusal }[];
}

const STEPS = Object.keys(SERVICE_STEPS) as ServiceStepName[];
/** Rules about one callee say nothing about the account. */
const OF_THE_CALLEE: ReadonlySet<string> = new Set(['called-number', 'refusal', 'frequency']);
/** Nobody is called: a number in the form that the rules expect. */
const SOMEBODY = '+8613800000000';

/** How far an account has come, and what stands between it and a send. Nothing is written or reserved. */
export async function serviceGuide(
  deps: { sql: Sql; vault: Vault; clock: Clock; submitter: MessageSubmitter },
  asked: { accountId: string; projectId: string | undefined; requestId: string },
): Promise<ServiceGuide> {
  const [states, sends] = await Promise.all([
    stepStates(deps, asked.accountId),
    Promise.all([CODE, NOTICE].map((purpose) => outlook(deps, asked, purpose as Purpose))),
  ]);
  const steps = STEPS.map((step) => ({
    step,
    state: states[step],
    optional: 'optional' in SERVICE_STEPS[step],
  }));
  const next = steps.find(({ state, optional }) => !optional && (state === 'to-do' || state === 'rejected'));
  return { steps, next: next?.step, sends };
}

async function stepStates(
  { sql, vault, clock }: { sql: Sql; vault: Vault; clock: Clock },
  accountId: string,
): Promise<Record<ServiceStepName, StepState>> {
  const now = new Date(clock.now());
  const [realName, term, enterprise, apps, templates, purses, numbers, sent, target] = await Promise.all([
    findRealName(sql, vault, accountId),
    findServiceTerm(sql, accountId),
    findEnterprise(sql, vault, accountId),
    listApps(sql, accountId),
    newestTemplates(sql, accountId),
    readPurses(sql, [accountId], now),
    exclusiveNumbers(sql, [accountId], now.getTime()),
    anySent(sql, accountId),
    receiptTarget(sql, vault, accountId),
  ]);
  const done = (reached: boolean): StepState => (reached ? 'done' : 'to-do');
  const open =
    typeof term?.agreementVersion === 'number' && !(term.serviceEndsAt && term.serviceEndsAt <= now);
  return {
    register: 'done',
    'real-name': ofState(realName?.state),
    agreement: done(open),
    enterprise: ofState(enterprise?.state),
    app: best(apps.map(({ state }) => ofState(state))),
    template: best(templates.map(({ status }) => ofStatus(status))),
    funds: done((purses.get(accountId) ?? []).some(({ available }) => available > 0n)),
    number: done(numbers.has(accountId)),
    send: done(sent),
    // Receipts are pushed to a URL that is set, or pulled once there is one.
    receipts: done(target !== undefined || sent),
  };
}

function ofState(state: string | undefined): StepState {
  switch (state) {
    case 'approved':
      return 'done';
    case 'in-review':
    case 'rejected':
      return state;
    default:
      return 'to-do';
  }
}

function ofStatus(status: number): StepState {
  if (status === APPROVED) return 'done';
  if (status === 0 || status === 1) return 'in-review';
  return status === 3 ? 'rejected' : 'to-do';
}

/** One that is done is enough; else one that may become so. */
function best(states: readonly StepState[]): StepState {
  return (['done', 'in-review', 'rejected'] as const).find((state) => states.includes(state)) ?? 'to-do';
}

const newestTemplates = async (sql: Sql, accountId: string, purpose?: Purpose, status?: number) =>
  (
    await listTemplates(sql, {
      accountId,
      templateId: undefined,
      status,
      purpose,
      appId: undefined,
      offset: 0,
      limit: 100,
    })
  ).templates;

/** Asks the very rules that a send would meet, with the newest approved template of the purpose. */
async function outlook(
  deps: { sql: Sql; submitter: MessageSubmitter },
  asked: { accountId: string; projectId: string | undefined; requestId: string },
  purpose: Purpose,
): Promise<SendOutlook> {
  const [template] = await newestTemplates(deps.sql, asked.accountId, purpose, APPROVED);
  const values = Array.from({ length: template ? variableCount(template.content) : 0 }, () => '123456');
  const { refusals } = await deps.submitter.dryRun({
    accountId: asked.accountId,
    projectId: asked.projectId,
    reqUuid: asked.requestId,
    calledNumber: SOMEBODY,
    templateId: template?.templateId ?? '—',
    values,
    appId: undefined,
    fromNumber: undefined,
    groupType: undefined,
    dispatchRule: 0,
    userId: undefined,
    clientToken: undefined,
    // When it would be dialled is not what is asked.
    holdForWindow: true,
  });
  return {
    purpose,
    templateId: template?.templateId,
    refusals: refusals
      .filter(({ rule }) => !OF_THE_CALLEE.has(rule))
      .map(({ rule, refusal }) => ({ rule, clause: clauseOf(rule), refusal })),
  };
}
