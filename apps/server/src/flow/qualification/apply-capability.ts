import { CAPABILITIES, type Capability, HeraldError } from '@herald/contract';
import { revokeCapability as takeAway } from '../../modules/accounts/index.ts';
import { releaseFile } from '../../modules/files/index.ts';
import {
  listCapabilityApplications,
  moveCapability,
  noteEvent,
  submitCapability,
} from '../../modules/qualification/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type Acting, notInState, type QualifyDeps, requireEnterprise, useMaterial } from './qualify-deps.ts';

const use = (capability: Capability) => `capability:${capability}`;

/**
 * Asks for a capability (2.1, 4.1.1).
 * @throws HeraldError ENTERPRISE_NOT_APPROVED, CAPABILITY_MATERIAL_MISSING, FILE_NOT_FOUND, QUALIFICATION_STATE
 */
export async function applyForCapability(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  asked: { capability: Capability; purpose: string; fileIds: readonly string[] },
): Promise<void> {
  const { capability, purpose } = asked;
  const { words, needsMaterial } = CAPABILITIES[capability];
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    await requireEnterprise(tx, deps.vault, accountId);
    if (needsMaterial && asked.fileIds.length === 0) {
      throw new HeraldError('CAPABILITY_MATERIAL_MISSING', { capability });
    }
    const before = await applicationOf(tx, accountId, capability);
    const fileIds: string[] = [];
    for (const fileId of asked.fileIds)
      fileIds.push(await useMaterial(tx, accountId, fileId, use(capability)));
    if (!(await submitCapability(tx, { accountId, capability, purpose, fileIds, at }))) {
      throw notInState(words, before?.state ?? 'draft', ['draft', 'rejected']);
    }
    for (const fileId of before?.fileIds ?? []) {
      if (!fileIds.includes(fileId)) await releaseFile(tx, { accountId, fileId, use: use(capability), at });
    }
    const subject = { kind: 'capability', subjectId: capability, title: `${words.zh} ${words.en}` } as const;
    await openReview(tx, deps, {
      accountId,
      reviewId: deps.newId(),
      ...subject,
      findings: [],
      submittedAt: at,
    });
    const event = { eventId: deps.newId(), subject: capability, what: 'submitted', at };
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}

/** @throws HeraldError QUALIFICATION_STATE */
export async function withdrawCapability(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  capability: Capability,
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    if (!(await moveCapability(tx, { accountId, capability, from: ['in-review'], to: 'draft', at }))) {
      const current = await applicationOf(tx, accountId, capability);
      throw notInState(CAPABILITIES[capability].words, current?.state ?? 'draft', ['in-review']);
    }
    await withdrawReview(tx, { accountId, kind: 'capability', subjectId: capability, at });
    const event = { eventId: deps.newId(), subject: capability, what: 'withdrawn', at };
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}

/** Takes a capability away, however it was granted; sends stop with the commit. @throws HeraldError QUALIFICATION_STATE */
export async function revokeCapability(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  { capability, reason }: { capability: Capability; reason: string },
): Promise<void> {
  const { words } = CAPABILITIES[capability];
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    await moveCapability(tx, { accountId, capability, from: ['approved'], to: 'rejected', reason, at });
    if (!(await takeAway(tx, { accountId, capability }))) {
      const current = await applicationOf(tx, accountId, capability);
      throw notInState(words, current?.state ?? 'draft', ['approved']);
    }
    const event = { eventId: deps.newId(), subject: capability, what: 'revoked', remark: reason, at };
    await noteEvent(tx, { accountId, ...event, by: { realm: 'operator', id: by } });
    const details = { whatZh: '通信能力', whatEn: 'capability', subject: `${words.zh} ${words.en}`, reason };
    await notify(tx, deps, { accountId, kind: 'qualification.revoked', details });
  });
}

async function applicationOf(tx: Tx, accountId: string, capability: Capability) {
  const applications = await listCapabilityApplications(tx, accountId);
  return applications.find((one) => one.capability === capability);
}
