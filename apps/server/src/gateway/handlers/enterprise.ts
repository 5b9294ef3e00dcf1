import type { Material } from '@herald/contract';
import {
  ENTERPRISE,
  missingFor,
  submitEnterprise,
  updateEnterprise,
  withdrawEnterprise,
} from '../../flow/qualification/qualify-enterprise.ts';
import { REAL_NAME, submitRealName, withdrawRealName } from '../../flow/qualification/qualify-real-name.ts';
import {
  type EnterpriseFacts,
  findEnterprise,
  findRealName,
  type HistoryEvent,
  hideNumber,
  hidePart,
  listMaterials,
  readHistory,
} from '../../modules/qualification/index.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import type { Handlers } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';

type RealNameAction = 'SubmitRealName' | 'WithdrawRealName' | 'GetRealName';
type EnterpriseAction =
  | 'UpdateUVMSEnterprise'
  | 'SubmitUVMSEnterprise'
  | 'WithdrawUVMSEnterprise'
  | 'GetUVMSEnterprise';

/** Real name and enterprise. What is personal is answered in part only (4.3.1). */
export function enterpriseHandlers(deps: HandlerDeps): Pick<Handlers, RealNameAction | EnterpriseAction> {
  const { sql, vault } = deps;
  return {
    async SubmitRealName(caller, { Holder: holder, Name: name, Number: number, Phone: phone }) {
      await submitRealName(deps, actingOf(caller), { holder, name, number, phone });
      return { State: 'in-review' };
    },
    async WithdrawRealName(caller) {
      await withdrawRealName(deps, actingOf(caller));
      return { State: 'draft' };
    },
    async GetRealName({ accountId }) {
      const [found, events] = await Promise.all([
        findRealName(sql, vault, accountId),
        readHistory(sql, accountId, REAL_NAME),
      ]);
      return {
        State: found?.state ?? 'draft',
        Holder: found?.holder ?? 'enterprise',
        Name: found ? hidePart(found.name) : '',
        Number: found ? hideNumber(found.number) : '',
        Phone: found ? maskNumber(found.phone) : '',
        Reason: found?.reason ?? '',
        History: events.map(historyEvent),
      };
    },

    async UpdateUVMSEnterprise(caller, request) {
      const facts: Partial<EnterpriseFacts> = given({
        name: request.Name,
        licenceNumber: request.LicenceNumber,
        industry: request.Industry,
        contactName: request.ContactName,
        contactPhone: request.ContactPhone,
        address: request.Address,
      });
      const materials: Partial<Record<Material, string>> = given({
        'business-licence': request.BusinessLicence,
        'commitment-letter': request.CommitmentLetter,
        'contact-authorisation': request.ContactAuthorisation,
      });
      await updateEnterprise(deps, actingOf(caller), { facts, materials });
      const saved = await findEnterprise(sql, vault, caller.accountId);
      return { State: saved?.state ?? 'draft' };
    },
    async SubmitUVMSEnterprise(caller) {
      await submitEnterprise(deps, actingOf(caller));
      return { State: 'in-review' };
    },
    async WithdrawUVMSEnterprise(caller) {
      await withdrawEnterprise(deps, actingOf(caller));
      return { State: 'draft' };
    },
    async GetUVMSEnterprise({ accountId }) {
      const found = await findEnterprise(sql, vault, accountId);
      const [materials, missing, events] = await Promise.all([
        listMaterials(sql, accountId),
        missingFor(sql, accountId, found),
        readHistory(sql, accountId, ENTERPRISE),
      ]);
      return {
        State: found?.state ?? 'draft',
        Name: found?.name ?? '',
        LicenceNumber: found?.licenceNumber ?? '',
        Industry: found?.industry ?? '',
        ContactName: found?.contactName ? hidePart(found.contactName) : '',
        ContactPhone: found?.contactPhone ? maskNumber(found.contactPhone) : '',
        Address: found?.address ?? '',
        Reason: found?.reason ?? '',
        Missing: missing,
        Materials: materials.map(({ material, fileId, verdict, reason }) => ({
          Material: material,
          FileId: fileId,
          Verdict: verdict,
          Reason: reason,
        })),
        History: events.map(historyEvent),
      };
    },
  };
}

function historyEvent({ at, what, by, remark }: HistoryEvent) {
  return { At: at.getTime(), What: what, By: by, Remark: remark };
}

/** What was given, without what was not. */
function given<Key extends string>(
  fields: Readonly<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> {
  const entries = Object.entries<string | undefined>(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<Key, string>>;
}
