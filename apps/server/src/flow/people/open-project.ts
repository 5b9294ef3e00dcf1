import { HeraldError } from '@herald/contract';
import { createProject, listProjects, lockAccounts, MOST_PROJECTS } from '../../modules/accounts/index.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { PeopleDeps } from './people-deps.ts';

/** A new project of an account. @returns its id */
export async function openProject(
  { sql, random }: PeopleDeps,
  { accountId, name }: { accountId: string; name: string },
): Promise<string> {
  const projectId = newProjectId(random);
  await inTransaction(sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    if ((await listProjects(tx, accountId)).length >= MOST_PROJECTS) {
      throw new HeraldError('COUNT_LIMIT', { whatZh: '项目', whatEn: 'projects', limit: MOST_PROJECTS });
    }
    await createProject(tx, { accountId, projectId, name });
  });
  return projectId;
}

export const newProjectId = (random: PeopleDeps['random']) => `org-${randomText(random, 8)}`;
