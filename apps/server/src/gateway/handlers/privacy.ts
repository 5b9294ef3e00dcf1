import { HeraldError, type PRIVACY_ACTIONS } from '@herald/contract';
import { EVERYWHERE, requestErasure } from '../../flow/privacy/ask-erasure.ts';
import { type Erasure, listErasures } from '../../modules/privacy/index.ts';
import type { HandlersOf } from '../deps.ts';
import { actingOf, checkWholeAccount, type HandlerDeps } from './deps.ts';

/** What is held of people who are called, and its end. */
export function privacyHandlers(deps: HandlerDeps): HandlersOf<typeof PRIVACY_ACTIONS> {
  const page = ({ Page = 0, NumPerPage: limit = 20 }: { Page?: number; NumPerPage?: number }) => ({
    offset: Page * limit,
    limit,
  });
  return {
    async EraseUVMSNumber(caller, { PhoneNumber: number }) {
      checkWholeAccount(caller, 'uvms:configure');
      const { accountId, by: actorId } = actingOf(caller);
      const asked = { accountId, number, askedBy: 'customer', actorId } as const;
      return { ErasureId: await requestErasure(deps, asked) };
    },

    async ListUVMSNumberErasures(caller, request) {
      checkWholeAccount(caller, 'uvms:read');
      const { accountId } = caller;
      const { total, erasures } = await listErasures(deps.sql, { accountId, ...page(request) });
      return { Total: total, Data: erasures.map(erasureAnswer) };
    },

    async EraseUVMSData({ operatorId: actorId }, { PhoneNumber: number, AccountId: accountId }) {
      if (number === undefined && accountId === undefined) throw new HeraldError('ERASURE_UNCLEAR');
      const asked = { accountId: accountId ?? EVERYWHERE, number, askedBy: 'operator', actorId } as const;
      return { ErasureId: await requestErasure(deps, asked) };
    },

    async ListUVMSErasures(_caller, request) {
      const asked = { accountId: request.AccountId, ...page(request) };
      const { total, erasures } = await listErasures(deps.sql, asked);
      return {
        Total: total,
        Data: erasures.map((erasure) => ({ AccountId: erasure.accountId, ...erasureAnswer(erasure) })),
      };
    },
  };
}

const erasureAnswer = (erasure: Erasure) => ({
  ErasureId: erasure.erasureId,
  Phone: erasure.calleeMask,
  WholeAccount: erasure.calleeKey === null,
  AskedBy: erasure.askedBy,
  AskTime: erasure.askedAt.getTime(),
  DoneTime: erasure.doneAt?.getTime() ?? 0,
  Messages: erasure.messages,
  Rows: erasure.rows,
  Files: erasure.files,
  CallsIn: erasure.callsIn,
});
