import type { Capability, Material, QualificationState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export interface RealNameFacts {
  name: string;
  /** ID number of a person, unified social credit code of an enterprise. */
  number: string;
  phone: string;
}
export interface RealName extends RealNameFacts {
  state: QualificationState;
  holder: 'person' | 'enterprise';
  reason: string;
}

export const realNameContext = (accountId: string) => `real_names.facts:${accountId}`;

/** @param lock whether the row is taken for the transaction */
export async function findRealName(
  db: Db,
  vault: Vault,
  accountId: string,
  lock = false,
): Promise<RealName | undefined> {
  const [row] = await db<
    { state: QualificationState; holder: RealName['holder']; facts: Buffer; reason: string }[]
  >`
    SELECT state, holder, facts_sealed AS facts, reason FROM real_names
    WHERE account_id = ${accountId} ${lock ? db`FOR UPDATE` : db``}`;
  if (!row) return undefined;
  const { facts, ...rest } = row;
  return { ...rest, ...(JSON.parse(vault.open(facts, realNameContext(accountId))) as RealNameFacts) };
}

/** Puts it in review; false where it is in review or approved already. */
export async function submitRealName(
  tx: Tx,
  vault: Vault,
  submitted: { accountId: string; holder: RealName['holder']; facts: RealNameFacts; at: Date },
): Promise<boolean> {
  const { accountId, facts } = submitted;
  const rows = await tx`
    INSERT INTO real_names (account_id, state, holder, facts_sealed, number_key, updated_at)
    VALUES (${accountId}, 'in-review', ${submitted.holder},
      ${vault.seal(JSON.stringify(facts), realNameContext(accountId))}, ${vault.key(facts.number)}, ${submitted.at})
    ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, holder = excluded.holder, reason = '',
      facts_sealed = excluded.facts_sealed, number_key = excluded.number_key, updated_at = excluded.updated_at
    WHERE real_names.state IN ('draft', 'rejected')
    RETURNING 1`;
  return rows.length === 1;
}

/** How many other accounts have a holder of this number, in review or approved. */
export async function countSameHolder(
  db: Db,
  vault: Vault,
  accountId: string,
  number: string,
): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM real_names
    WHERE number_key = ${vault.key(number)} AND account_id <> ${accountId} AND state IN ('in-review', 'approved')`;
  return row?.count ?? 0;
}

export interface Change {
  accountId: string;
  from: readonly QualificationState[];
  to: QualificationState;
  reason?: string;
  at: Date;
}

/** Moves the real name on; false where it is in none of the states it may come from. */
export async function moveRealName(tx: Tx, { accountId, from, to, reason, at }: Change): Promise<boolean> {
  const rows = await tx`
    UPDATE real_names SET state = ${to}, reason = ${reason ?? ''}, updated_at = ${at}
    WHERE account_id = ${accountId} AND state = ANY(${from as string[]}) RETURNING 1`;
  return rows.length === 1;
}

export interface EnterpriseContact {
  contactName: string;
  contactPhone: string;
  address: string;
}
export interface EnterpriseFacts extends EnterpriseContact {
  name: string;
  licenceNumber: string;
  industry: string;
}
export interface Enterprise extends EnterpriseFacts {
  state: QualificationState;
  reason: string;
}

export const enterpriseContactContext = (accountId: string) => `enterprises.contact:${accountId}`;

export async function findEnterprise(
  db: Db,
  vault: Vault,
  accountId: string,
  lock = false,
): Promise<Enterprise | undefined> {
  const [row] = await db<(Omit<Enterprise, keyof EnterpriseContact> & { contact: Buffer })[]>`
    SELECT state, name, licence_number AS "licenceNumber", industry, contact_sealed AS contact, reason
    FROM enterprises WHERE account_id = ${accountId} ${lock ? db`FOR UPDATE` : db``}`;
  if (!row) return undefined;
  const { contact, ...rest } = row;
  return {
    ...rest,
    ...(JSON.parse(vault.open(contact, enterpriseContactContext(accountId))) as EnterpriseContact),
  };
}

/** Writes what the enterprise is; its state stays, a new one is a draft. */
export async function saveEnterprise(
  tx: Tx,
  vault: Vault,
  { accountId, facts, at }: { accountId: string; facts: EnterpriseFacts; at: Date },
): Promise<void> {
  const { contactName, contactPhone, address } = facts;
  const contact = vault.seal(
    JSON.stringify({ contactName, contactPhone, address }),
    enterpriseContactContext(accountId),
  );
  await tx`
    INSERT INTO enterprises (account_id, state, name, licence_number, industry, contact_sealed, updated_at)
    VALUES (${accountId}, 'draft', ${facts.name}, ${facts.licenceNumber}, ${facts.industry}, ${contact}, ${at})
    ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, licence_number = excluded.licence_number,
      industry = excluded.industry, contact_sealed = excluded.contact_sealed, updated_at = excluded.updated_at`;
}

export async function moveEnterprise(tx: Tx, { accountId, from, to, reason, at }: Change): Promise<boolean> {
  const rows = await tx`
    UPDATE enterprises SET state = ${to}, reason = ${reason ?? ''}, updated_at = ${at}
    WHERE account_id = ${accountId} AND state = ANY(${from as string[]}) RETURNING 1`;
  return rows.length === 1;
}

export interface EnterpriseMaterial {
  material: Material;
  fileId: string;
  verdict: 'pending' | 'passed' | 'failed';
  reason: string;
}

export async function listMaterials(db: Db, accountId: string): Promise<EnterpriseMaterial[]> {
  return await db<EnterpriseMaterial[]>`
    SELECT material, file_id AS "fileId", verdict, reason FROM enterprise_materials
    WHERE account_id = ${accountId} ORDER BY material`;
}

/** Puts a file in the place of a material, to be judged anew; answers the file that was there. */
export async function putMaterial(
  tx: Tx,
  { accountId, material, fileId }: { accountId: string; material: Material; fileId: string },
): Promise<string | undefined> {
  const [before] = await tx<{ fileId: string }[]>`
    SELECT file_id AS "fileId" FROM enterprise_materials
    WHERE account_id = ${accountId} AND material = ${material} FOR UPDATE`;
  if (before?.fileId === fileId) return undefined;
  await tx`
    INSERT INTO enterprise_materials (account_id, material, file_id) VALUES (${accountId}, ${material}, ${fileId})
    ON CONFLICT (account_id, material) DO UPDATE SET file_id = excluded.file_id, verdict = 'pending', reason = ''`;
  return before?.fileId;
}

/** What was not passed is judged anew with the next review. */
export async function reopenMaterials(tx: Tx, accountId: string): Promise<void> {
  await tx`
    UPDATE enterprise_materials SET verdict = 'pending', reason = ''
    WHERE account_id = ${accountId} AND verdict = 'failed'`;
}

/** These are judged anew with the next review, whatever was found of them before. */
export async function doubtMaterials(
  tx: Tx,
  { accountId, materials }: { accountId: string; materials: readonly Material[] },
): Promise<void> {
  await tx`
    UPDATE enterprise_materials SET verdict = 'pending', reason = ''
    WHERE account_id = ${accountId} AND material = ANY(${materials as string[]})`;
}

export async function judgeMaterial(
  tx: Tx,
  judged: { accountId: string; material: string; passed: boolean; reason: string },
): Promise<boolean> {
  const rows = await tx`
    UPDATE enterprise_materials SET verdict = ${judged.passed ? 'passed' : 'failed'}, reason = ${judged.reason}
    WHERE account_id = ${judged.accountId} AND material = ${judged.material} RETURNING 1`;
  return rows.length === 1;
}

export interface CapabilityApplication {
  capability: Capability;
  state: QualificationState;
  purpose: string;
  fileIds: string[];
  reason: string;
  updatedAt: Date;
}

export async function listCapabilityApplications(
  db: Db,
  accountId: string,
): Promise<CapabilityApplication[]> {
  return await db<CapabilityApplication[]>`
    SELECT capability, state, purpose, file_ids AS "fileIds", reason, updated_at AS "updatedAt"
    FROM capability_applications WHERE account_id = ${accountId}`;
}

/** Puts an application in review; false where one is in review or approved already. */
export async function submitCapability(
  tx: Tx,
  asked: { accountId: string; capability: Capability; purpose: string; fileIds: readonly string[]; at: Date },
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO capability_applications (account_id, capability, state, purpose, file_ids, updated_at)
    VALUES (${asked.accountId}, ${asked.capability}, 'in-review', ${asked.purpose},
      ${asked.fileIds as string[]}::uuid[], ${asked.at})
    ON CONFLICT (account_id, capability) DO UPDATE SET state = excluded.state, purpose = excluded.purpose,
      file_ids = excluded.file_ids, reason = '', updated_at = excluded.updated_at
    WHERE capability_applications.state IN ('draft', 'rejected')
    RETURNING 1`;
  return rows.length === 1;
}

export async function moveCapability(
  tx: Tx,
  { accountId, capability, from, to, reason, at }: Change & { capability: string },
): Promise<boolean> {
  const rows = await tx`
    UPDATE capability_applications SET state = ${to}, reason = ${reason ?? ''}, updated_at = ${at}
    WHERE account_id = ${accountId} AND capability = ${capability} AND state = ANY(${from as string[]}) RETURNING 1`;
  return rows.length === 1;
}
