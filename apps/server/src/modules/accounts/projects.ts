import type { Db } from '../../platform/db.ts';

export interface Project {
  projectId: string;
  name: string;
}

/** Which of these (account, project) pairs exist, as 'account\nproject'. */
export async function findProjects(
  db: Db,
  pairs: readonly { accountId: string; projectId: string }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await db<{ account_id: string; project_id: string }[]>`
    SELECT account_id, project_id FROM projects
    WHERE (account_id, project_id) IN (SELECT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.projectId)}::text[]))`;
  return new Set(rows.map((row) => `${row.account_id}\n${row.project_id}`));
}

export async function createProject(db: Db, project: Project & { accountId: string }): Promise<void> {
  await db`
    INSERT INTO projects (account_id, project_id, name)
    VALUES (${project.accountId}, ${project.projectId}, ${project.name})`;
}

export async function listProjects(db: Db, accountId: string): Promise<Project[]> {
  return await db<Project[]>`
    SELECT project_id AS "projectId", name FROM projects WHERE account_id = ${accountId}
    ORDER BY name, project_id`;
}

/** @returns whether there is such a project */
export async function renameProject(db: Db, project: Project & { accountId: string }): Promise<boolean> {
  const rows = await db`
    UPDATE projects SET name = ${project.name}
    WHERE account_id = ${project.accountId} AND project_id = ${project.projectId} RETURNING 1`;
  return rows.length > 0;
}
