import { endSign } from '../../flow/sanctions/find-signs.ts';
import { examplesContext, pageSigns } from '../../modules/signs/index.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** Signs of resale and deviation (4.3.5, 4.2.7 b). */
export function signHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock'>,
): Pick<Handlers, 'ListUVMSSigns' | 'SettleUVMSSign'> {
  const { sql, vault } = deps;
  return {
    async ListUVMSSigns(_caller, request) {
      const { AccountId: accountId, Open: open = false, Page = 0, NumPerPage: limit = 20 } = request;
      const { total, signs } = await pageSigns(sql, { accountId, open, offset: Page * limit, limit });
      return {
        Total: total,
        Data: signs.map((sign) => ({
          SignId: sign.signId,
          AccountId: sign.accountId,
          Kind: sign.kind,
          TemplateId: sign.subject,
          Figure: sign.figure,
          Threshold: sign.threshold,
          Examples: JSON.parse(
            vault.open(sign.examplesSealed, examplesContext(sign.accountId, sign.kind, sign.subject)),
          ) as string[],
          FindTime: sign.foundAt.getTime(),
          SeenTime: sign.seenAt.getTime(),
          SettledBy: sign.settledBy ?? '',
          ...(sign.settledAt ? { SettleTime: sign.settledAt.getTime() } : {}),
          Reason: sign.reason,
        })),
      };
    },

    async SettleUVMSSign({ operatorId: by }, { SignId: signId, Reason: reason }) {
      await endSign(deps, { signId, by, reason });
      return {};
    },
  };
}
