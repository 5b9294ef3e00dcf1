import type { OperatorRole } from '@herald/contract';
import { createIdentity } from '../../src/modules/identities/index.ts';
import { insertOperator } from '../../src/modules/operators/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import type { TestDatabase } from './database.ts';

/** One of the operator's staff, with a log-in. */
export async function giveStaff(
  { sql, vault, clock, newId }: Pick<TestDatabase, 'sql' | 'vault' | 'clock' | 'newId'>,
  roles: readonly OperatorRole[],
  passwordHash: string,
): Promise<{ operatorId: string; email: string }> {
  const at = new Date(clock.now());
  const operatorId = newId();
  const identityId = newId();
  const email = `${operatorId}@staff.example`;
  await inTransaction(sql, async (tx) => {
    const person = {
      identityId,
      realm: 'operator',
      email,
      name: '',
      language: 'en',
      passwordHash,
      at,
    } as const;
    await createIdentity(tx, vault, person);
    await insertOperator(tx, vault, { operatorId, who: { identityId }, roles, at });
  });
  return { operatorId, email };
}
