import { HeraldError } from '@herald/contract';
import type { FlowScript } from '../../calling/index.ts';
import { accountsAfter } from '../../modules/accounts/index.ts';
import { deviationsSince } from '../../modules/compliance/index.ts';
import { scriptContext, someScripts } from '../../modules/messages/index.ts';
import { findEnterprise, listApps } from '../../modules/qualification/index.ts';
import {
  brandSign,
  deviationSign,
  examplesContext,
  type Filled,
  lengthSigns,
  noteSign,
  type Sign,
  settleSign,
} from '../../modules/signs/index.ts';
import type { Script } from '../../modules/templates/index.ts';
import { isUuid, uuidFloor } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { tellOperators } from '../notices/tell-operators.ts';
import type { SanctionDeps } from './impose-sanction.ts';

const DAY_MS = 86_400_000;
/** With what a day is compared. */
const BEFORE_MS = 7 * DAY_MS;
const VERDICTS_MS = 30 * DAY_MS;
const QUIET_MS = 30 * DAY_MS;
/** Messages of an account that are looked at, of the day and of those before. */
const LOOKED_AT = 1000;
const MOST_VERDICTS = 1000;
const ACCOUNTS_AT_ONCE = 200;

/**
 * 4.3.5, 4.2.7 b: looks through what was said on the last day for signs of resale and of deviation from what was filed,
 * account by account. A sign, and the e-mail to the staff about a new one, are one transaction; a second look on the
 * same day changes nothing. Codes are not looked at: they are six characters, and nobody's but the callee's.
 * @returns how many are new
 */
export async function findSigns(deps: SanctionDeps): Promise<number> {
  const createdUntil = new Date(deps.clock.now());
  let found = 0;
  for (let after = ''; ; ) {
    const accounts = await accountsAfter(deps.sql, { after, createdUntil, limit: ACCOUNTS_AT_ONCE });
    for (const accountId of accounts) {
      const signs = await signsOf(deps, accountId);
      if (signs.length > 0) found += await note(deps, accountId, signs);
    }
    after = accounts.at(-1) ?? after;
    if (accounts.length < ACCOUNTS_AT_ONCE) return found;
  }
}

async function signsOf(deps: SanctionDeps, accountId: string): Promise<Sign[]> {
  const { sql, vault, clock } = deps;
  const now = clock.now();
  const [today, deviations] = await Promise.all([
    filledIn(deps, accountId, now - DAY_MS, now),
    deviationsSince(sql, accountId, new Date(now - VERDICTS_MS), MOST_VERDICTS),
  ]);
  const signs = [deviationSign(deviations)];
  if (today.length > 0) {
    const [enterprise, apps, before] = await Promise.all([
      findEnterprise(sql, vault, accountId),
      listApps(sql, accountId),
      filledIn(deps, accountId, now - DAY_MS - BEFORE_MS, now - DAY_MS),
    ]);
    const filed = [enterprise?.name ?? '', ...apps.map(({ name }) => name)];
    signs.push(brandSign(today, filed), ...lengthSigns(before, today));
  }
  return signs.filter((sign) => sign !== undefined);
}

/** What variables were filled with, of some messages of a span. A flow has no template to hold them against. */
async function filledIn(
  { sql, vault }: SanctionDeps,
  accountId: string,
  from: number,
  until: number,
): Promise<Filled[]> {
  const span = { accountId, from: uuidFloor(from), until: uuidFloor(until), limit: LOOKED_AT };
  const filled: Filled[] = [];
  for (const { sessionNo, templateId, scriptSealed } of await someScripts(sql, span)) {
    const script = JSON.parse(vault.open(scriptSealed, scriptContext(sessionNo))) as Script | FlowScript;
    if ('flow' in script) continue;
    const values = script.pieces.flatMap((piece) => (piece.kind === 'value' ? [piece.text] : []));
    if (values.length > 0) filled.push({ sessionNo, templateId, values });
  }
  return filled;
}

async function note(deps: SanctionDeps, accountId: string, signs: readonly Sign[]): Promise<number> {
  const at = new Date(deps.clock.now());
  const quietSince = new Date(at.getTime() - QUIET_MS);
  return inTransaction(deps.sql, async (tx) => {
    let found = 0;
    for (const { examples, ...sign } of signs) {
      const context = examplesContext(accountId, sign.kind, sign.subject);
      const examplesSealed = deps.vault.seal(JSON.stringify(examples), context);
      const row = { ...sign, accountId, signId: deps.newId(), examplesSealed, at };
      if (!(await noteSign(tx, row, quietSince))) continue;
      found++;
      const { kind, figure, threshold } = sign;
      await tellOperators(tx, deps, 'ops:comply', 'sign-found', { accountId, kind, figure, threshold });
    }
    return found;
  });
}

/** What became of a sign: dismissed, or what was ordered or imposed. @throws HeraldError SIGN_UNKNOWN */
export async function endSign(
  { sql, clock }: Pick<SanctionDeps, 'sql' | 'clock'>,
  { signId, by, reason }: { signId: string; by: string; reason: string },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    const settled = isUuid(signId) && (await settleSign(tx, { signId, by, at, reason }));
    if (!settled) throw new HeraldError('SIGN_UNKNOWN', { signId });
  });
}
