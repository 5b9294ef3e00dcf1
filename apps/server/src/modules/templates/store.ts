import type { Db } from '../../platform/db.ts';
import type { Purpose, Template } from './rules.ts';

export interface StoredTemplate extends Template {
  accountId: string;
  remark: string;
  createdAt: Date;
  updatedAt: Date;
}

interface Row {
  account_id: string;
  template_id: string;
  name: string;
  purpose: Purpose;
  language: 'zh' | 'en';
  content: string;
  all_day: boolean;
  status: Template['status'];
  remark: string;
  created_at: Date;
  updated_at: Date;
}

const fromRow = (row: Row): StoredTemplate => ({
  accountId: row.account_id,
  templateId: row.template_id,
  name: row.name,
  purpose: row.purpose,
  language: row.language,
  content: row.content,
  allDay: row.all_day,
  status: row.status,
  remark: row.remark,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** The templates of these (account, template) pairs that exist. */
export async function findTemplates(
  db: Db,
  pairs: readonly { accountId: string; templateId: string }[],
): Promise<StoredTemplate[]> {
  const rows = await db<Row[]>`
    SELECT t.* FROM templates t
    JOIN (SELECT DISTINCT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.templateId)}::text[]
    ) AS wanted (account_id, template_id)) AS wanted USING (account_id, template_id)`;
  return rows.map(fromRow);
}

/** One page of an account's templates, newest first; `total` counts all that fit the filter. */
export async function listTemplates(
  db: Db,
  filter: {
    accountId: string;
    templateId: string | undefined;
    status: number | undefined;
    purpose: number | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; templates: StoredTemplate[] }> {
  const where = db`
    account_id = ${filter.accountId}
    AND (${filter.templateId ?? null}::text IS NULL OR template_id = ${filter.templateId ?? null})
    AND (${filter.status ?? null}::smallint IS NULL OR status = ${filter.status ?? null})
    AND (${filter.purpose ?? null}::smallint IS NULL OR purpose = ${filter.purpose ?? null})`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM templates WHERE ${where}`;
  const rows = await db<Row[]>`
    SELECT * FROM templates WHERE ${where}
    ORDER BY created_at DESC, template_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, templates: rows.map(fromRow) };
}

/** Files a template, or brings the filed one to these words. */
export async function saveTemplate(db: Db, accountId: string, template: Template, at: Date): Promise<void> {
  await db`
    INSERT INTO templates (account_id, template_id, name, purpose, language, content, all_day, status, created_at, updated_at)
    VALUES (${accountId}, ${template.templateId}, ${template.name}, ${template.purpose}, ${template.language},
      ${template.content}, ${template.allDay}, ${template.status}, ${at}, ${at})
    ON CONFLICT (account_id, template_id) DO UPDATE SET
      name = excluded.name, content = excluded.content, all_day = excluded.all_day,
      status = excluded.status, updated_at = excluded.updated_at`;
}
