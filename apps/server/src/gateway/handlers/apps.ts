import { HeraldError } from '@herald/contract';
import {
  removeApp,
  reportAppLeak,
  resetAppSecret,
  setAppEnabled,
  submitApp,
  withdrawApp,
} from '../../flow/qualification/manage-app.ts';
import { type AppFacts, listApps } from '../../modules/qualification/index.ts';
import type { Handlers } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';

type AppAction =
  | 'CreateUVMSApp'
  | 'UpdateUVMSApp'
  | 'WithdrawUVMSApp'
  | 'QueryUVMSApp'
  | 'ResetUVMSAppSecret'
  | 'UpdateUVMSAppStatus'
  | 'ReportUVMSAppLeak'
  | 'DeleteUVMSApp';

/** Apps and their secrets (1.5, 4.2.3). */
export function appHandlers(deps: HandlerDeps): Pick<Handlers, AppAction> {
  return {
    async CreateUVMSApp(caller, request) {
      const appId = await submitApp(deps, actingOf(caller), factsOf(request), undefined);
      return { AppId: appId, State: 'in-review' };
    },
    async UpdateUVMSApp(caller, request) {
      await submitApp(deps, actingOf(caller), factsOf(request), request.AppId);
      return { AppId: request.AppId, State: 'in-review' };
    },
    async WithdrawUVMSApp(caller, { AppId }) {
      await withdrawApp(deps, actingOf(caller), AppId);
      return { AppId, State: 'draft' };
    },
    async QueryUVMSApp({ accountId }, { AppId }) {
      const all = await listApps(deps.sql, accountId);
      const apps = AppId === undefined ? all : all.filter(({ appId }) => appId === AppId);
      if (AppId !== undefined && apps.length === 0) throw new HeraldError('APP_NOT_FOUND', { appId: AppId });
      return {
        Total: apps.length,
        Data: apps.map((app) => ({
          AppId: app.appId,
          AppKey: app.appKey ?? '',
          Name: app.name,
          Kind: app.kind,
          Identifier: app.identifier,
          State: app.state,
          Enabled: app.enabled,
          Offline: app.offline,
          SecretTime: app.secretAt?.getTime() ?? 0,
          Reason: app.reason,
          CreateTime: app.createdAt.getTime(),
        })),
      };
    },
    async ResetUVMSAppSecret(caller, { AppId: appId, GraceMinutes: graceMinutes = 0 }) {
      const { appKey, secret } = await resetAppSecret(deps, actingOf(caller), { appId, graceMinutes });
      return { AppKey: appKey, AppSecret: secret };
    },
    async UpdateUVMSAppStatus(caller, { AppId, Enabled }) {
      await setAppEnabled(deps, actingOf(caller), { appId: AppId, enabled: Enabled });
      return { AppId, Enabled };
    },
    async ReportUVMSAppLeak(caller, { AppId, Remark }) {
      await reportAppLeak(deps, actingOf(caller), { appId: AppId, remark: Remark });
      return { AppId };
    },
    async DeleteUVMSApp(caller, { AppId }) {
      await removeApp(deps, actingOf(caller), AppId);
      return { AppId };
    },
  };
}

function factsOf(request: {
  Name: string;
  Kind: AppFacts['kind'];
  Identifier: string;
  OwnedByEnterprise: boolean;
  Proof: string;
}): AppFacts {
  return {
    name: request.Name.trim(),
    kind: request.Kind,
    identifier: request.Identifier.trim(),
    owned: request.OwnedByEnterprise,
    proofFileId: request.Proof,
  };
}
