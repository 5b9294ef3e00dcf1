import type { OperatorRole } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** One of the operator's staff. */
export interface Operator {
  operatorId: string;
  /** None until the invitation is accepted. */
  identityId: string | null;
  /** The address invited, until then. */
  invitedEmail: string | null;
  roles: readonly OperatorRole[];
  status: 'invited' | 'active' | 'disabled';
  createdAt: Date;
}

type Row = Omit<Operator, 'invitedEmail'> & { invitedEmail: Buffer | null };

export const operatorEmailContext = (operatorId: string) => `operators.invited_email:${operatorId}`;

const columns = (db: Db) => db`
  operator_id AS "operatorId", identity_id AS "identityId", invited_email AS "invitedEmail", roles, status,
  created_at AS "createdAt"`;

function opened(vault: Vault, { invitedEmail, ...row }: Row): Operator {
  return {
    ...row,
    invitedEmail: invitedEmail && vault.open(invitedEmail, operatorEmailContext(row.operatorId)),
  };
}

/** One at a time changes who is among the staff, so that the last administrator cannot be lost between two. */
export async function lockOperators(tx: Tx): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.operators'))`;
}

/** Adds somebody: with an identity active, with an address invited. */
export async function insertOperator(
  tx: Tx,
  vault: Vault,
  operator: {
    operatorId: string;
    who: { identityId: string } | { email: string };
    roles: readonly OperatorRole[];
    at: Date;
  },
): Promise<void> {
  const { operatorId, who, roles, at } = operator;
  const invited = 'email' in who ? vault.seal(who.email, operatorEmailContext(operatorId)) : null;
  await tx`
    INSERT INTO operators (operator_id, identity_id, invited_email, roles, status, created_at)
    VALUES (${operatorId}, ${'identityId' in who ? who.identityId : null}, ${invited}, ${roles as OperatorRole[]},
      ${invited ? 'invited' : 'active'}, ${at})`;
}

export async function findOperator(db: Db, vault: Vault, operatorId: string): Promise<Operator | undefined> {
  const [row] = await db<Row[]>`SELECT ${columns(db)} FROM operators WHERE operator_id = ${operatorId}`;
  return row && opened(vault, row);
}

export async function findOperatorOf(
  db: Db,
  identityId: string,
): Promise<Omit<Operator, 'invitedEmail'> | undefined> {
  const [row] = await db<Omit<Operator, 'invitedEmail'>[]>`
    SELECT operator_id AS "operatorId", identity_id AS "identityId", roles, status, created_at AS "createdAt"
    FROM operators WHERE identity_id = ${identityId}`;
  return row;
}

/** In the order they came. */
export async function listOperators(db: Db, vault: Vault): Promise<Operator[]> {
  const rows = await db<Row[]>`SELECT ${columns(db)} FROM operators ORDER BY created_at, operator_id`;
  return rows.map((row) => opened(vault, row));
}

/** The invitation is accepted. @returns false when it was withdrawn or accepted before */
export async function activateOperator(
  tx: Tx,
  { operatorId, identityId }: { operatorId: string; identityId: string },
): Promise<boolean> {
  const rows = await tx`
    UPDATE operators SET identity_id = ${identityId}, invited_email = NULL, status = 'active'
    WHERE operator_id = ${operatorId} AND status = 'invited' RETURNING 1`;
  return rows.length > 0;
}

export async function updateOperator(
  tx: Tx,
  { operatorId, roles, status }: Pick<Operator, 'operatorId' | 'roles' | 'status'>,
): Promise<void> {
  await tx`
    UPDATE operators SET roles = ${roles as OperatorRole[]}, status = ${status} WHERE operator_id = ${operatorId}`;
}

export async function deleteOperator(tx: Tx, operatorId: string): Promise<void> {
  await tx`DELETE FROM operators WHERE operator_id = ${operatorId}`;
}
