import { findAccountName } from '../../modules/accounts/index.ts';
import { CALLS_REACH_MS, type Callee, CODE_NAMES, codeText } from '../../modules/callees/index.ts';
import { findRefusals, refusalsOf } from '../../modules/compliance/index.ts';
import { type CalleeCall, callsTo, PLATFORM } from '../../modules/messages/index.ts';
import { findEnterprise } from '../../modules/qualification/index.ts';
import { isUuid, uuidFloor } from '../../platform/ids.ts';
import type { CalleeDeps } from './prove-callee.ts';

/** A call with who made it, by the name that was reviewed. */
export interface SeenCall extends CalleeCall {
  enterprise: string;
  refused: boolean;
}

const LAST_UUID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The calls to a callee, the latest first; a page's cursor is the SessionNo of its last one. */
export async function seeCalls(
  deps: CalleeDeps & { operatorName: string },
  callee: Callee,
  asked: { cursor: string | undefined; limit: number; language: 'zh' | 'en'; everything?: boolean },
): Promise<{ calls: SeenCall[]; next: string }> {
  const { sql, clock } = deps;
  const before = asked.cursor !== undefined && isUuid(asked.cursor) ? asked.cursor : LAST_UUID;
  const span = { since: uuidFloor(asked.everything ? 0 : clock.now() - CALLS_REACH_MS), before };
  const found = await callsTo(sql, callee.calleeKey, span, asked.limit + 1);
  const shown = found.slice(0, asked.limit);
  const accounts = [...new Set(shown.map(({ accountId }) => accountId))];
  const [names, refuses] = await Promise.all([
    enterprisesOf(deps, accounts),
    findRefusals(
      sql,
      accounts.map((accountId) => ({ accountId, calleeKey: callee.calleeKey })),
    ),
  ]);
  const calls = shown.map((call) => {
    const own = call.accountId === PLATFORM;
    return {
      ...call,
      enterprise: names.get(call.accountId) ?? '',
      templateName: own ? CODE_NAMES[asked.language] : call.templateName,
      templateText: own ? codeText(asked.language) : call.templateText,
      refused: !own && refuses(call.accountId, callee.calleeKey, call.purpose),
    };
  });
  return { calls, next: found.length > asked.limit ? (shown.at(-1)?.sessionNo ?? '') : '' };
}

/** What is refused for a callee's number, by name. */
export async function seeRefusals(deps: CalleeDeps & { operatorName: string }, callee: Callee) {
  const refusals = await refusalsOf(deps.sql, callee.calleeKey);
  const accounts = [...new Set(refusals.map(({ accountId }) => accountId))].filter((id) => id !== PLATFORM);
  const names = await enterprisesOf(deps, accounts);
  return refusals.map((refusal) => ({ ...refusal, enterprise: names.get(refusal.accountId) ?? '' }));
}

/** The names of accounts as they were reviewed, else as they call themselves; the platform by its operator's. */
export async function enterprisesOf(
  { sql, vault, operatorName }: CalleeDeps & { operatorName: string },
  accounts: readonly string[],
): Promise<Map<string, string>> {
  const entries = accounts.map(async (accountId): Promise<[string, string]> => {
    if (accountId === PLATFORM) return [accountId, operatorName];
    const enterprise = await findEnterprise(sql, vault, accountId);
    const approved = enterprise?.state === 'approved' ? enterprise.name : undefined;
    return [accountId, approved ?? (await findAccountName(sql, accountId)) ?? ''];
  });
  return new Map(await Promise.all(entries));
}
