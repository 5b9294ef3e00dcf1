import {
  changeAccessKey,
  createAccessKey,
  deleteAccessKey,
  type KeyManager,
  managesAllKeys,
  resetAccessKey,
} from '../../../flow/people/change-access-key.ts';
import type { PeopleDeps } from '../../../flow/people/people-deps.ts';
import { reportLeakedKey } from '../../../flow/people/report-leaked-key.ts';
import { listApiKeys } from '../../../modules/accounts/index.ts';
import type { Caller, Handlers } from '../../deps.ts';

type Names =
  | 'CreateAccessKey'
  | 'ListAccessKeys'
  | 'UpdateAccessKey'
  | 'ResetAccessKey'
  | 'DeleteAccessKey'
  | 'ReportLeakedAccessKey';

/** API keys: pairs by which programs sign (1.6). */
export function accessKeyHandlers(deps: PeopleDeps): Pick<Handlers, Names> {
  return {
    async CreateAccessKey(caller, request) {
      const { publicKey, privateKey } = await createAccessKey(deps, managerOf(caller), {
        note: request.Note,
        allowedIps: request.AllowedIps,
      });
      return { PublicKey: publicKey, PrivateKey: privateKey };
    },

    async ListAccessKeys(caller) {
      const manager = managerOf(caller);
      const { accountId, memberId } = manager;
      const keys = await listApiKeys(
        deps.sql,
        managesAllKeys(manager) ? { accountId } : { accountId, memberId },
      );
      return {
        Keys: keys.map((key) => ({
          PublicKey: key.publicKey,
          MemberId: key.memberId ?? '',
          Status: key.status,
          Leaked: key.leakedAt !== null,
          Note: key.note,
          AllowedIps: [...key.allowedIps],
          CreateTime: key.createdAt.getTime(),
          LastUseTime: key.lastUsedAt?.getTime() ?? 0,
        })),
      };
    },

    async UpdateAccessKey(caller, request) {
      await changeAccessKey(deps, managerOf(caller), request.AccessKey, {
        status: request.Status,
        note: request.Note,
        allowedIps: request.AllowedIps,
      });
      return {};
    },

    async ResetAccessKey(caller, request) {
      const pair = await resetAccessKey(deps, managerOf(caller), request.AccessKey);
      return { PublicKey: pair.publicKey, PrivateKey: pair.privateKey };
    },

    async DeleteAccessKey(caller, request) {
      await deleteAccessKey(deps, managerOf(caller), request.AccessKey);
      return {};
    },

    async ReportLeakedAccessKey(caller, request) {
      const { caseId } = await reportLeakedKey(deps, managerOf(caller), {
        publicKey: request.AccessKey,
        description: request.Description ?? '',
      });
      return { CaseId: caseId };
    },
  };
}

/** A key acts for its member, or for the account itself. */
function managerOf({ accountId, principal, permissions }: Caller): KeyManager {
  return { accountId, memberId: principal.kind === 'app' ? undefined : principal.memberId, permissions };
}
