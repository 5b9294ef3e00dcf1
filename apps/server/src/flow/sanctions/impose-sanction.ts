import { HeraldError } from '@herald/contract';
import {
  accountStatus,
  lockAccounts,
  setAccountStatus,
  stopCapabilities,
} from '../../modules/accounts/index.ts';
import { deleteApp, lockApp, setAppOffline, voidAppSecrets } from '../../modules/qualification/index.ts';
import { setSendCap } from '../../modules/quotas/index.ts';
import {
  type Caps,
  insertSanction,
  insertTermination,
  type NewSanction,
  type SanctionFault,
  sanctionFault,
} from '../../modules/sanctions/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { restrictionWords, SANCTION_WORDS } from './sanction-words.ts';
import { takeTarget } from './take-target.ts';

export type SanctionDeps = NotifyDeps & { readonly sql: Sql };

export interface Sanctioning
  extends Pick<NewSanction, 'accountId' | 'kind' | 'reason' | 'clause'>,
    Partial<Pick<NewSanction, 'appId' | 'targetId' | 'capabilities'>>,
    Caps {
  until?: Date | undefined;
  /** Of the staff; absent: the platform by itself, on these figures. */
  by?: string | undefined;
  figures?: string | undefined;
}

/** 4.2.9: a customer whose service has ended has so long to take what is his before it is deleted. */
export const DELETED_AFTER_MS = 30 * 86_400_000;

/**
 * 4.2.5, 4.2.6, 5.2, 5.5: imposes a sanction in the caller's transaction and tells the account what, why, by which
 * clause, and how to appeal. From the commit on nothing that it forbids is accepted; messages that wait of a suspended
 * or terminated account are ended unpaid within seconds, those that need a stopped capability when they are due
 * (flow/messages/place-call.ts). What the account may read, it may read on.
 * @throws HeraldError SANCTION_INVALID, ACCOUNT_UNKNOWN, APP_NOT_FOUND, and those of takeTarget
 */
export async function imposeSanction(tx: Tx, deps: SanctionDeps, asked: Sanctioning): Promise<string> {
  const { accountId, kind, appId = '', targetId = '', capabilities = [], perMinute, perDay } = asked;
  const { reason, clause, until, by, figures = '' } = asked;
  const at = new Date(deps.clock.now());
  const fault = sanctionFault(
    { kind, appId, targetId, capabilities, perMinute, perDay, until },
    at.getTime(),
  );
  if (fault) throw new HeraldError('SANCTION_INVALID', FAULTS[fault]);
  await lockAccounts(tx, [accountId]);
  const status = await accountStatus(tx, accountId);
  if (status === undefined) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
  if (status === 'terminated') throw new HeraldError('SANCTION_INVALID', TERMINATED);
  const sanctionId = deps.newId();
  await insertSanction(tx, {
    ...{ accountId, sanctionId, kind, appId, targetId, capabilities, reason, clause, figures },
    ...{ perMinute: perMinute ?? null, perDay: perDay ?? null },
    ...{ automatic: by === undefined, imposedBy: by ?? '', imposedAt: at, until: until ?? null },
  });
  switch (kind) {
    case 'warning':
      break;
    case 'restriction':
      await stopCapabilities(tx, { accountId, capabilities, cause: causeOf(sanctionId), at });
      if (perMinute !== undefined || perDay !== undefined) {
        await setSendCap(tx, { accountId, cause: causeOf(sanctionId), clause, perMinute, perDay });
      }
      break;
    case 'template-block':
    case 'number-pause':
      await takeTarget(tx, deps, { accountId, kind, targetId }, { by: by ?? '', reason });
      break;
    case 'app-offline':
    case 'app-deletion': {
      if (!(await lockApp(tx, accountId, appId))) throw new HeraldError('APP_NOT_FOUND', { appId });
      if (kind === 'app-offline') await setAppOffline(tx, { accountId, appId, offline: true, at });
      else {
        await voidAppSecrets(tx, { accountId, appId, at });
        await deleteApp(tx, { accountId, appId, at });
      }
      break;
    }
    case 'suspension':
      await setAccountStatus(tx, accountId, 'suspended');
      break;
    case 'termination':
      await setAccountStatus(tx, accountId, 'terminated');
      await insertTermination(tx, { accountId, at, deleteAfter: new Date(at.getTime() + DELETED_AFTER_MS) });
  }
  const restricted = restrictionWords({ capabilities, perMinute, perDay });
  const about = (language: 'zh' | 'en') => appId || targetId || restricted[language] || '–';
  const details = {
    ...{ sanctionId, reason, clause, kindZh: SANCTION_WORDS[kind].zh, kindEn: SANCTION_WORDS[kind].en },
    ...{ aboutZh: about('zh'), aboutEn: about('en') },
  };
  await notify(tx, deps, { accountId, kind: 'sanction.imposed', details });
  return sanctionId;
}

/** By which a stop of a capability is taken back. */
export const causeOf = (sanctionId: string) => `sanction:${sanctionId}`;

const TERMINATED = { problemZh: '账号已终止服务', problemEn: 'the account is terminated already' };

const FAULTS: Readonly<Record<SanctionFault, { problemZh: string; problemEn: string }>> = {
  'app-missing': { problemZh: '须用 AppId 指明应用', problemEn: 'AppId must name the app' },
  'app-needless': { problemZh: '此类处置不针对应用', problemEn: 'this kind is not about an app' },
  'target-missing': {
    problemZh: '须用 TargetId 指明模板、流程或号码',
    problemEn: 'TargetId must name the template, flow or number',
  },
  'target-needless': {
    problemZh: '此类处置不针对模板或号码',
    problemEn: 'this kind is not about a template or a number',
  },
  'restriction-missing': {
    problemZh: '须用 Capabilities 指明能力，或用 PerMinute、PerDay 指明发送上限',
    problemEn: 'Capabilities must name what is taken away, or PerMinute or PerDay the most sends',
  },
  'restriction-needless': {
    problemZh: '此类处置不针对单项能力或发送量',
    problemEn: 'this kind is not about capabilities or the rate of sends',
  },
  until: {
    problemZh: '截止时间已过，或此类处置没有截止时间',
    problemEn: 'the end is in the past, or this kind has no end',
  },
};
