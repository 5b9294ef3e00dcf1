import type { Db, Tx } from '../../platform/db.ts';
import type { Draft } from './draft-rules.ts';
import { APPROVED, type Purpose, type RecordedSound, type SpokenTail, type Template } from './rules.ts';
import { type Status, stateOf, type TemplateState } from './state-rules.ts';
import { testTemplate } from './test-templates.ts';

export interface StoredTemplate extends Template {
  accountId: string;
  scene: string;
  appId: string | undefined;
  state: Exclude<TemplateState, 'deleted'>;
  /** The reviewer's, or why it was disabled. */
  remark: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface TemplateKey {
  accountId: string;
  templateId: string;
}

interface Row {
  account_id: string;
  template_id: string;
  name: string;
  scene: string;
  app_id: string | null;
  purpose: Purpose;
  language: 'zh' | 'en';
  content: string;
  all_day: boolean;
  status: Status;
  blocked: boolean;
  sound_id: string | null;
  sound_ms: number | null;
  remark: string;
  created_at: Date;
  updated_at: Date;
  /** Where it was asked for. */
  tail?: SpokenTail | null;
}

const fromRow = (row: Row): StoredTemplate => ({
  accountId: row.account_id,
  templateId: row.template_id,
  name: row.name,
  scene: row.scene,
  appId: row.app_id ?? undefined,
  purpose: row.purpose,
  language: row.language,
  content: row.content,
  allDay: row.all_day,
  status: row.status,
  state: stateOf(row.status, row.blocked),
  sound: row.sound_id === null ? undefined : { soundId: row.sound_id, ms: row.sound_ms ?? 0 },
  tail: row.tail === 'none' ? undefined : (row.tail ?? undefined),
  remark: row.remark,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** A stored template as what its customer wrote. */
export const draftOf = (template: StoredTemplate): Draft => ({
  kind: template.sound ? 'audio' : 'text',
  name: template.name,
  scene: template.scene,
  appId: template.appId,
  purpose: template.purpose,
  language: template.language,
  content: template.content,
  allDay: template.allDay,
});

/** The templates of these (account, template) pairs that exist. */
export async function findTemplates(db: Db, pairs: readonly TemplateKey[]): Promise<StoredTemplate[]> {
  const rows = await db<Row[]>`
    SELECT t.*, (SELECT s.tail FROM spoken_tails s
      WHERE s.account_id = t.account_id AND s.template_id IN (t.template_id, '')
      ORDER BY s.template_id DESC LIMIT 1) AS tail
    FROM templates t
    JOIN (SELECT DISTINCT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.templateId)}::text[]
    ) AS wanted (account_id, template_id)) AS wanted USING (account_id, template_id)`;
  return rows.map(fromRow);
}

/** Which of these templates may be spoken at this moment: tells it for a (account, template) pair. */
export async function findSendable(
  db: Db,
  pairs: readonly TemplateKey[],
): Promise<(key: TemplateKey) => boolean> {
  const rows = await db<{ account_id: string; template_id: string }[]>`
    SELECT account_id, template_id FROM templates
    JOIN (SELECT DISTINCT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.templateId)}::text[]
    ) AS wanted (account_id, template_id)) AS wanted USING (account_id, template_id)
    WHERE status = ${APPROVED}`;
  const sendable = new Set(rows.map((row) => `${row.account_id}\n${row.template_id}`));
  return ({ accountId, templateId }) =>
    testTemplate(templateId) !== undefined || sendable.has(`${accountId}\n${templateId}`);
}

/** One template, which nobody else changes until the transaction is over. */
export async function lockTemplate(tx: Tx, key: TemplateKey): Promise<StoredTemplate | undefined> {
  const [row] = await tx<Row[]>`
    SELECT * FROM templates WHERE account_id = ${key.accountId} AND template_id = ${key.templateId} FOR UPDATE`;
  return row && fromRow(row);
}

/** One page of an account's templates, newest first; `total` counts all that fit the filter. */
export async function listTemplates(
  db: Db,
  filter: {
    accountId: string;
    templateId: string | undefined;
    status: number | undefined;
    purpose: number | undefined;
    appId: string | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; templates: StoredTemplate[] }> {
  const where = db`
    account_id = ${filter.accountId}
    AND (${filter.templateId ?? null}::text IS NULL OR template_id = ${filter.templateId ?? null})
    AND (${filter.status ?? null}::smallint IS NULL OR status = ${filter.status ?? null})
    AND (${filter.purpose ?? null}::smallint IS NULL OR purpose = ${filter.purpose ?? null})
    AND (${filter.appId ?? null}::text IS NULL OR app_id = ${filter.appId ?? null})`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM templates WHERE ${where}`;
  const rows = await db<Row[]>`
    SELECT * FROM templates WHERE ${where}
    ORDER BY created_at DESC, template_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, templates: rows.map(fromRow) };
}

/** Files a template that is approved already, or brings the filed one to these words: for demos and tests. */
export async function saveTemplate(db: Db, accountId: string, template: Template, at: Date): Promise<void> {
  await db`
    INSERT INTO templates (account_id, template_id, name, purpose, language, content, all_day, status, created_at, updated_at)
    VALUES (${accountId}, ${template.templateId}, ${template.name}, ${template.purpose}, ${template.language},
      ${template.content}, ${template.allDay}, ${template.status}, ${at}, ${at})
    ON CONFLICT (account_id, template_id) DO UPDATE SET
      name = excluded.name, content = excluded.content, all_day = excluded.all_day,
      status = excluded.status, updated_at = excluded.updated_at`;
}

/**
 * A new draft; false when the account has `most` templates already. Two at one moment may both pass at the bound: it
 * guards the disk, and need not be exact.
 */
export async function insertDraft(
  tx: Tx,
  key: TemplateKey,
  draft: Draft & { purpose: Purpose },
  sound: RecordedSound | undefined,
  at: Date,
  most: number,
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO templates
      (account_id, template_id, name, scene, app_id, purpose, language, content, all_day, sound_id, sound_ms,
       status, created_at, updated_at)
    SELECT ${key.accountId}, ${key.templateId}, ${draft.name}, ${draft.scene}, ${draft.appId ?? null},
      ${draft.purpose}, ${draft.language}, ${draft.content}, ${draft.allDay},
      ${sound?.soundId ?? null}, ${sound?.ms ?? null}::integer, 5, ${at}, ${at}
    WHERE (SELECT count(*) FROM templates WHERE account_id = ${key.accountId}) < ${most}
    RETURNING template_id`;
  return rows.length > 0;
}

/** Other words for a draft. Its purpose stays: sends in other processes may know it already. */
export async function updateDraft(
  tx: Tx,
  key: TemplateKey,
  draft: Draft,
  sound: RecordedSound | undefined,
  at: Date,
): Promise<void> {
  await tx`
    UPDATE templates SET name = ${draft.name}, scene = ${draft.scene}, app_id = ${draft.appId ?? null},
      language = ${draft.language}, content = ${draft.content}, all_day = ${draft.allDay},
      sound_id = ${sound?.soundId ?? null}, sound_ms = ${sound?.ms ?? null}, status = 5, updated_at = ${at}
    WHERE account_id = ${key.accountId} AND template_id = ${key.templateId} AND status IN (3, 5)`;
}

/** Leads a template into another state; its words stay. `remark` undefined leaves the one that is there. */
export async function moveTemplate(
  tx: Tx,
  key: TemplateKey,
  to: { status: Status; blocked: boolean; remark: string | undefined },
  at: Date,
): Promise<void> {
  await tx`
    UPDATE templates SET status = ${to.status}, blocked = ${to.blocked},
      remark = coalesce(${to.remark ?? null}, remark), updated_at = ${at}
    WHERE account_id = ${key.accountId} AND template_id = ${key.templateId}`;
}

export async function deleteTemplate(tx: Tx, key: TemplateKey): Promise<void> {
  await tx`DELETE FROM templates WHERE account_id = ${key.accountId} AND template_id = ${key.templateId}`;
}
