import { type MailDetails, type MailKind, OPERATOR_ROLES, type OperatorPermission } from '@herald/contract';
import { readIdentities } from '../../modules/identities/index.ts';
import { listOperators } from '../../modules/operators/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Vault } from '../../platform/vault.ts';
import { sendMail } from './send-mail.ts';

/**
 * Sends an e-mail to each of the operator's staff who holds a permission, in their language; it leaves after the
 * caller's commit.
 */
export async function tellOperators<Kind extends MailKind>(
  tx: Tx,
  deps: { vault: Vault; newId(): string; jobs: Jobs },
  permission: OperatorPermission,
  kind: Kind,
  details: MailDetails<Kind>,
): Promise<void> {
  const holds = (role: keyof typeof OPERATOR_ROLES) =>
    (OPERATOR_ROLES[role].permissions as readonly OperatorPermission[]).includes(permission);
  const staff = (await listOperators(tx, deps.vault)).filter(
    ({ status, roles }) => status === 'active' && roles.some(holds),
  );
  const ids = staff.flatMap(({ identityId }) => identityId ?? []);
  for (const { email, language } of (await readIdentities(tx, deps.vault, ids)).values()) {
    await sendMail(tx, deps, { to: email, kind, language, details });
  }
}
