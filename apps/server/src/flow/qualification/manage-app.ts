import { HeraldError } from '@herald/contract';
import { releaseFile } from '../../modules/files/index.ts';
import {
  type App,
  type AppFacts,
  deleteApp,
  enableApp,
  listApps,
  lockApp,
  MOST_APPS,
  moveApp,
  noteEvent,
  saveApp,
  servesAnother,
  setAppSecret,
  voidAppSecrets,
} from '../../modules/qualification/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type Acting, notInState, type QualifyDeps, requireEnterprise, useMaterial } from './qualify-deps.ts';

const WORDS = { zh: '应用', en: 'The app' };
export const APP_ID_PREFIX = 'UVAP';
const SECRET_LENGTH = 40;
const proofUse = (appId: string) => `app:${appId}`;

/**
 * Registers an app, or changes one that is a draft or was rejected, and puts it on the review desk.
 * @returns its id
 * @throws HeraldError ENTERPRISE_NOT_APPROVED, APPS_TOO_MANY, APP_SERVES_ANOTHER (4.3.5), FILE_NOT_FOUND,
 *   APP_NOT_FOUND, QUALIFICATION_STATE
 */
export async function submitApp(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  facts: AppFacts,
  existing: string | undefined,
): Promise<string> {
  const at = new Date(deps.clock.now());
  const appId = existing ?? `${APP_ID_PREFIX}${formatDay(deps.clock.now())}${randomText(deps.random, 8)}`;
  return await inTransaction(deps.sql, async (tx) => {
    await requireEnterprise(tx, deps.vault, accountId);
    if (existing === undefined && (await listApps(tx, accountId)).length >= MOST_APPS) {
      throw new HeraldError('APPS_TOO_MANY', { most: MOST_APPS });
    }
    const before = existing === undefined ? undefined : await takeApp(tx, accountId, existing);
    if (before && before.state !== 'draft' && before.state !== 'rejected') {
      throw notInState(WORDS, before.state, ['draft', 'rejected']);
    }
    if (await servesAnother(tx, { accountId, ...facts })) throw new HeraldError('APP_SERVES_ANOTHER');
    const use = proofUse(appId);
    const proofFileId = await useMaterial(tx, accountId, facts.proofFileId, use);
    if (before && before.proofFileId !== proofFileId) {
      await releaseFile(tx, { accountId, fileId: before.proofFileId, use, at });
    }
    await saveApp(tx, { accountId, appId, ...facts, proofFileId, at });
    const subject = { kind: 'app', subjectId: appId, title: facts.name } as const;
    await openReview(tx, deps, {
      accountId,
      reviewId: deps.newId(),
      ...subject,
      findings: [],
      submittedAt: at,
    });
    await note(tx, deps, { accountId, by }, appId, 'submitted', at);
    return appId;
  });
}

export async function withdrawApp(deps: QualifyDeps, acting: Acting, appId: string): Promise<void> {
  const { accountId } = acting;
  await changeApp(deps, acting, appId, 'withdrawn', async (tx, app, at) => {
    if (app.state !== 'in-review') throw notInState(WORDS, app.state, ['in-review']);
    await moveApp(tx, { accountId, appId, to: 'draft', at });
    await withdrawReview(tx, { accountId, kind: 'app', subjectId: appId, at });
  });
}

/** Gives an approved app a secret, the first or the next one; it is told here and never again. */
export async function resetAppSecret(
  deps: QualifyDeps,
  acting: Acting,
  { appId, graceMinutes }: { appId: string; graceMinutes: number },
): Promise<{ appKey: string; secret: string }> {
  const { accountId } = acting;
  return await changeApp(deps, acting, appId, 'secret-reset', async (tx, app, at) => {
    const appKey = keyOf(app);
    const secret = randomText(deps.random, SECRET_LENGTH);
    const formerUntil = new Date(at.getTime() + graceMinutes * 60_000);
    await setAppSecret(tx, deps.vault, { accountId, appId, appKey, secret, formerUntil, at });
    return { appKey, secret };
  });
}

export async function setAppEnabled(
  deps: QualifyDeps,
  acting: Acting,
  { appId, enabled }: { appId: string; enabled: boolean },
): Promise<void> {
  const { accountId } = acting;
  await changeApp(deps, acting, appId, enabled ? 'enabled' : 'disabled', async (tx, app, at) => {
    keyOf(app);
    if (enabled && app.offline) throw new HeraldError('APP_OFFLINE', { appId });
    await enableApp(tx, { accountId, appId, enabled, at });
  });
}

/**
 * 4.2.3: an app's secret is known to somebody who should not have it. Both secrets are void with the commit, on every
 * node within a second, and the operator looks into it. A new secret may be made at once, so that reporting costs the
 * customer nothing.
 */
export async function reportAppLeak(
  deps: QualifyDeps,
  acting: Acting,
  { appId, remark }: { appId: string; remark: string },
): Promise<void> {
  const { accountId } = acting;
  await changeApp(deps, acting, appId, 'leak-reported', async (tx, app, at) => {
    const appKey = keyOf(app);
    await voidAppSecrets(tx, { accountId, appId, at });
    // A second report while the first is looked into joins it.
    const kind = 'key-leak' as const;
    await withdrawReview(tx, { accountId, kind, subjectId: appId, at });
    const finding = { code: 'key-leak.report', zh: remark, en: remark, weight: 'concern' } as const;
    const subject = { kind, subjectId: appId, title: app.name };
    await openReview(tx, deps, {
      accountId,
      reviewId: deps.newId(),
      ...subject,
      findings: [finding],
      submittedAt: at,
    });
    const details = { key: appKey, changedAt: at.getTime() };
    await notify(tx, deps, { accountId, kind: 'account.key-leaked', details });
  });
}

export async function removeApp(deps: QualifyDeps, acting: Acting, appId: string): Promise<void> {
  const { accountId } = acting;
  await changeApp(deps, acting, appId, 'deleted', async (tx, app, at) => {
    await voidAppSecrets(tx, { accountId, appId, at });
    await deleteApp(tx, { accountId, appId, at });
    await withdrawReview(tx, { accountId, kind: 'app', subjectId: appId, at });
    await releaseFile(tx, { accountId, fileId: app.proofFileId, use: proofUse(appId), at });
  });
}

/** Takes the app, changes it and notes that, in one transaction. */
async function changeApp<Result>(
  deps: QualifyDeps,
  acting: Acting,
  appId: string,
  what: string,
  change: (tx: Tx, app: App, at: Date) => Promise<Result>,
): Promise<Result> {
  return await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    const app = await takeApp(tx, acting.accountId, appId);
    const result = await change(tx, app, at);
    await note(tx, deps, acting, appId, what, at);
    return result;
  });
}

async function takeApp(tx: Tx, accountId: string, appId: string): Promise<App> {
  const app = await lockApp(tx, accountId, appId);
  if (!app) throw new HeraldError('APP_NOT_FOUND', { appId });
  return app;
}

/** The key of an approved app: only such a one has a secret. */
function keyOf({ state, appKey }: App): string {
  if (state !== 'approved' || appKey === null) throw notInState(WORDS, state, ['approved']);
  return appKey;
}

async function note(
  tx: Tx,
  deps: QualifyDeps,
  { accountId, by }: Acting,
  subject: string,
  what: string,
  at: Date,
): Promise<void> {
  await noteEvent(tx, {
    accountId,
    eventId: deps.newId(),
    subject,
    what,
    by: { realm: 'member', id: by },
    at,
  });
}
