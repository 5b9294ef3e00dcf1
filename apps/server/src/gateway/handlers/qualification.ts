import { CAPABILITIES, type Capability, HeraldError, type QUALIFICATION_ACTIONS } from '@herald/contract';
import { readFile } from '../../flow/files/read-file.ts';
import {
  applyForCapability,
  revokeCapability,
  withdrawCapability,
} from '../../flow/qualification/apply-capability.ts';
import { exportRealNameFile } from '../../flow/qualification/export-real-name-file.ts';
import type { Acting } from '../../flow/qualification/qualify-deps.ts';
import { ENTERPRISE, revokeEnterprise } from '../../flow/qualification/qualify-enterprise.ts';
import { sampleLetter } from '../../flow/qualification/sample-letter.ts';
import { listCapabilities } from '../../modules/accounts/index.ts';
import { listCapabilityApplications, noteEvent } from '../../modules/qualification/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Handlers, HandlersOf, OperatorCaller } from '../deps.ts';
import { appHandlers } from './apps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';
import { enterpriseHandlers } from './enterprise.ts';
import { fileHandlers } from './files.ts';

/** Who the customer is: real name, enterprise, materials, apps, capabilities; and files. */
export function qualificationHandlers(deps: HandlerDeps): HandlersOf<typeof QUALIFICATION_ACTIONS> {
  return {
    ...fileHandlers(deps),
    ...enterpriseHandlers(deps),
    ...appHandlers(deps),
    ...capabilityHandlers(deps),
    ...operatorHandlers(deps),

    async DownloadUVMSSampleLetter(_caller, request) {
      const at = new Date(deps.clock.now());
      return sampleLetter(request.Letter, request.Language ?? 'zh', { operatorName: deps.operatorName, at });
    },
  };
}

type CapabilityAction = 'ApplyUVMSCapability' | 'WithdrawUVMSCapability' | 'QueryUVMSCapability';

function capabilityHandlers(deps: HandlerDeps): Pick<Handlers, CapabilityAction> {
  return {
    async ApplyUVMSCapability(caller, { Capability: capability, Purpose: purpose, FileIds: fileIds = [] }) {
      await applyForCapability(deps, actingOf(caller), { capability, purpose, fileIds });
      return { Capability: capability, State: 'in-review' };
    },
    async WithdrawUVMSCapability(caller, { Capability: capability }) {
      await withdrawCapability(deps, actingOf(caller), capability);
      return { Capability: capability, State: 'draft' };
    },
    async QueryUVMSCapability({ accountId }) {
      const [granted, applications] = await Promise.all([
        listCapabilities(deps.sql, accountId),
        listCapabilityApplications(deps.sql, accountId),
      ]);
      const names = Object.keys(CAPABILITIES) as Capability[];
      return {
        Data: names.map((capability) => {
          const asked = applications.find((one) => one.capability === capability);
          return {
            Capability: capability,
            Granted: granted.has(capability),
            State: asked?.state ?? (granted.has(capability) ? 'approved' : 'draft'),
            NeedsMaterial: CAPABILITIES[capability].needsMaterial,
            Reason: asked?.reason ?? '',
            UpdateTime: asked?.updatedAt.getTime() ?? 0,
          };
        }),
      };
    },
  };
}

type OperatorAction =
  | 'DownloadUVMSReviewFile'
  | 'RevokeUVMSEnterprise'
  | 'RevokeUVMSCapability'
  | 'ExportUVMSRealNameFile';

function operatorHandlers(deps: HandlerDeps): Pick<Handlers, OperatorAction> {
  const acting = ({ operatorId }: OperatorCaller, accountId: string): Acting => ({
    accountId,
    by: operatorId,
  });
  return {
    async DownloadUVMSReviewFile({ operatorId }, { AccountId: accountId, FileId: fileId }) {
      const file = await readFile(deps, { accountId, fileId }, ({ kind }) => {
        // 4.3.9: what callees said, and whom a task calls, is nothing that is reviewed.
        if (kind !== 'material' && kind !== 'audio') throw new HeraldError('FILE_NOT_FOUND', { fileId });
      });
      const event = { eventId: deps.newId(), subject: ENTERPRISE, what: 'file-viewed', remark: file.fileId };
      const by = { realm: 'operator', id: operatorId } as const;
      const at = new Date(deps.clock.now());
      await inTransaction(deps.sql, (tx) => noteEvent(tx, { accountId, ...event, by, at }));
      return file;
    },
    async RevokeUVMSEnterprise(caller, request) {
      await revokeEnterprise(deps, acting(caller, request.AccountId), request.Reason);
      return {};
    },
    async RevokeUVMSCapability(caller, { AccountId, Capability: capability, Reason: reason }) {
      await revokeCapability(deps, acting(caller, AccountId), { capability, reason });
      return {};
    },
    async ExportUVMSRealNameFile({ operatorId }, request) {
      const { AccountId: accountId, Carrier: carrier, Password: password } = request;
      return exportRealNameFile(deps, { accountId, carrier, password, operatorId });
    },
  };
}
