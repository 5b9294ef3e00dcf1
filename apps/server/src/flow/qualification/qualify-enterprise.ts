import { HeraldError, MATERIALS, type Material } from '@herald/contract';
import { setEnterpriseApproved } from '../../modules/accounts/index.ts';
import { releaseFile } from '../../modules/files/index.ts';
import {
  checkLicenceNumber,
  checkName,
  checkPhone,
  doubtedBy,
  doubtMaterials,
  type Enterprise,
  type EnterpriseFacts,
  findEnterprise,
  findRealName,
  listApps,
  listMaterials,
  missingOf,
  moveEnterprise,
  noteEvent,
  putMaterial,
  reopenMaterials,
  saveEnterprise,
} from '../../modules/qualification/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type Acting, notInState, type QualifyDeps, refuseProblem, useMaterial } from './qualify-deps.ts';

export const ENTERPRISE = 'enterprise';
export const ENTERPRISE_WORDS = { zh: '企业', en: 'The enterprise' };
export const materialUse = (material: Material) => `enterprise:${material}`;

const NOTHING: EnterpriseFacts = {
  name: '',
  licenceNumber: '',
  industry: '',
  contactName: '',
  contactPhone: '',
  address: '',
};

/**
 * Changes what is given of the account's enterprise, as draft or rejected only. A material that is replaced, or that
 * speaks of a fact which is now another one, is judged anew; the others keep their result.
 * @throws HeraldError FIELD_INVALID, FILE_NOT_FOUND, QUALIFICATION_STATE, APP_TRANSFER_REFUSED
 */
export async function updateEnterprise(
  deps: QualifyDeps,
  { accountId }: Acting,
  change: { facts: Partial<EnterpriseFacts>; materials: Readonly<Partial<Record<Material, string>>> },
): Promise<void> {
  const { facts, materials } = change;
  checkFacts(facts);
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    const before = await findEnterprise(tx, deps.vault, accountId, true);
    if (before && before.state !== 'draft' && before.state !== 'rejected') {
      throw notInState(ENTERPRISE_WORDS, before.state, ['draft', 'rejected']);
    }
    if (before && facts.licenceNumber !== undefined && facts.licenceNumber !== before.licenceNumber) {
      await refuseTransfer(tx, accountId);
    }
    const after = { ...NOTHING, ...before, ...facts };
    await saveEnterprise(tx, deps.vault, { accountId, facts: after, at });
    if (before) await doubtMaterials(tx, { accountId, materials: doubtedBy(before, after) });
    for (const [name, given] of Object.entries(materials)) {
      const material = name as Material;
      const use = materialUse(material);
      const fileId = await useMaterial(tx, accountId, given, use);
      const former = await putMaterial(tx, { accountId, material, fileId });
      if (former !== undefined) await releaseFile(tx, { accountId, fileId: former, use, at });
    }
  });
}

function checkFacts(facts: Partial<EnterpriseFacts>): void {
  const { name, licenceNumber, industry, contactName, contactPhone, address } = facts;
  if (name !== undefined) refuseProblem('Name', checkName(name));
  if (licenceNumber !== undefined) refuseProblem('LicenceNumber', checkLicenceNumber(licenceNumber));
  if (industry !== undefined) refuseProblem('Industry', checkName(industry));
  if (contactName !== undefined) refuseProblem('ContactName', checkName(contactName));
  if (contactPhone !== undefined) refuseProblem('ContactPhone', checkPhone(contactPhone));
  if (address !== undefined) refuseProblem('Address', checkName(address));
}

/** 4.3.5: an account whose apps were approved for one enterprise does not become another one's. */
async function refuseTransfer(tx: Tx, accountId: string): Promise<void> {
  const approved = (await listApps(tx, accountId)).filter(({ state }) => state === 'approved');
  if (approved.length === 0) return;
  throw new HeraldError('APP_TRANSFER_REFUSED', { apps: approved.map(({ name }) => name).join(', ') });
}

/** @throws HeraldError QUALIFICATION_STATE, REAL_NAME_REQUIRED, ENTERPRISE_INCOMPLETE */
export async function submitEnterprise(deps: QualifyDeps, { accountId, by }: Acting): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    const enterprise = await findEnterprise(tx, deps.vault, accountId, true);
    const realName = await findRealName(tx, deps.vault, accountId);
    if (realName?.state !== 'approved') throw new HeraldError('REAL_NAME_REQUIRED');
    const missing = await missingFor(tx, accountId, enterprise);
    if (!enterprise || missing.length > 0) {
      throw new HeraldError('ENTERPRISE_INCOMPLETE', { missing: missing.join(', ') });
    }
    if (!(await moveEnterprise(tx, { accountId, from: ['draft', 'rejected'], to: 'in-review', at }))) {
      throw notInState(ENTERPRISE_WORDS, enterprise.state, ['draft', 'rejected']);
    }
    await reopenMaterials(tx, accountId);
    const reviewId = deps.newId();
    const subject = { kind: 'enterprise', subjectId: ENTERPRISE, title: enterprise.name } as const;
    await openReview(tx, deps, { accountId, reviewId, ...subject, findings: [], submittedAt: at });
    const event = { eventId: deps.newId(), subject: ENTERPRISE, what: 'submitted', at } as const;
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}

/** What must still be given, by the names of the parameters of UpdateUVMSEnterprise. */
export async function missingFor(
  db: Parameters<typeof listMaterials>[0],
  accountId: string,
  enterprise: Enterprise | undefined,
): Promise<string[]> {
  const materials = (await listMaterials(db, accountId)).map(({ material }) => material);
  return missingOf({ ...NOTHING, ...enterprise, materials });
}

/** @throws HeraldError QUALIFICATION_STATE */
export async function withdrawEnterprise(deps: QualifyDeps, { accountId, by }: Acting): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    if (!(await moveEnterprise(tx, { accountId, from: ['in-review'], to: 'draft', at }))) {
      const current = await findEnterprise(tx, deps.vault, accountId);
      throw notInState(ENTERPRISE_WORDS, current?.state ?? 'draft', ['in-review']);
    }
    await withdrawReview(tx, { accountId, kind: 'enterprise', subjectId: ENTERPRISE, at });
    const event = { eventId: deps.newId(), subject: ENTERPRISE, what: 'withdrawn', at } as const;
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}

/**
 * 4.3.3: papers turned out untrue or void. Sends stop with the commit, and what was found of the materials counts for
 * nothing any more.
 * @throws HeraldError QUALIFICATION_STATE
 */
export async function revokeEnterprise(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  reason: string,
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    const enterprise = await findEnterprise(tx, deps.vault, accountId, true);
    if (
      !(await moveEnterprise(tx, { accountId, from: ['approved'], to: 'rejected', reason, at })) ||
      !enterprise
    ) {
      throw notInState(ENTERPRISE_WORDS, enterprise?.state ?? 'draft', ['approved']);
    }
    await setEnterpriseApproved(tx, accountId, false);
    await doubtMaterials(tx, { accountId, materials: Object.keys(MATERIALS) as Material[] });
    const event = {
      eventId: deps.newId(),
      subject: ENTERPRISE,
      what: 'revoked',
      remark: reason,
      at,
    } as const;
    await noteEvent(tx, { accountId, ...event, by: { realm: 'operator', id: by } });
    const details = { whatZh: '企业', whatEn: 'enterprise', subject: enterprise.name, reason };
    await notify(tx, deps, { accountId, kind: 'qualification.revoked', details });
  });
}
