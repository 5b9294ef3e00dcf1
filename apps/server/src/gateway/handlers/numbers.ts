import { HeraldError, type NUMBER_ACTIONS, type RequestOf } from '@herald/contract';
import { giveUpApplication } from '../../flow/numbers/close-application.ts';
import { draftApplication, editApplication } from '../../flow/numbers/draft-application.ts';
import { askToGiveUp, keepNumber } from '../../flow/numbers/give-up-number.ts';
import { holdNumber, type NumberDeps, note, numberState } from '../../flow/numbers/number-deps.ts';
import { orderNumbers, orderRenewal } from '../../flow/numbers/order-numbers.ts';
import { submitApplication, withdrawApplication } from '../../flow/numbers/submit-application.ts';
import { boundFlowsOf } from '../../modules/callflows/index.ts';
import {
  type ApplicationForm,
  type ApplicationLine,
  findNumber,
  type OwnedNumber,
  pageNumbers,
  setNumberAutoRenew,
} from '../../modules/numbers/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Caller, HandlersOf } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';
import { callerName, payer } from './money/pay.ts';
import { applicationsAnswer, historyAnswer, numberAnswer } from './numbers/answers.ts';
import { numberDeskHandlers } from './numbers/desk.ts';

/** Numbers of one's own: applications, numbers, renewal, giving up; and the operator's desk and pool. */
export function numberHandlers(
  deps: NumberDeps & Pick<HandlerDeps, 'providers' | 'publicUrl'>,
): HandlersOf<typeof NUMBER_ACTIONS> {
  const { sql } = deps;
  const { placed, providerNamed } = payer(deps);
  const by = (caller: Caller) => ({ realm: 'member', id: actingOf(caller).by }) as const;
  const keyOf = ({ accountId }: Caller, applicationId: string) => ({ accountId, applicationId });

  /** Numbers as their account sees them, with the flows that answer them. */
  async function answered(accountId: string, numbers: readonly OwnedNumber[]) {
    const flows = await boundFlowsOf(sql, { accountId, numbers: numbers.map(({ number }) => number) });
    return Promise.all(
      numbers.map(async (number) => ({
        ...(await numberAnswer(deps, number)),
        InboundFlowId: flows.get(number.number) ?? '',
      })),
    );
  }

  return {
    ...numberDeskHandlers(deps),

    async ApplyUVMSNumber(caller, request) {
      const { accountId } = caller;
      const drafted = { accountId, form: formOf(request), by: by(caller) };
      return inTransaction(sql, async (tx) => {
        const key = await draftApplication(tx, deps, drafted);
        if (request.Submit) await submitApplication(tx, deps, { key, by: by(caller) });
        return { ApplicationId: key.applicationId, State: request.Submit ? 'to-review' : 'draft' };
      });
    },

    async UpdateUVMSNumberApplication(caller, request) {
      const edit = { key: keyOf(caller, request.ApplicationId), form: formOf(request), by: by(caller) };
      await inTransaction(sql, (tx) => editApplication(tx, deps, edit));
      return { ApplicationId: request.ApplicationId, State: 'draft' };
    },

    async SubmitUVMSNumberApplication(caller, { ApplicationId }) {
      const submission = { key: keyOf(caller, ApplicationId), by: by(caller) };
      await inTransaction(sql, (tx) => submitApplication(tx, deps, submission));
      return { ApplicationId, State: 'to-review' };
    },

    async WithdrawUVMSNumberApplication(caller, { ApplicationId }) {
      const withdrawal = { key: keyOf(caller, ApplicationId), by: by(caller) };
      await inTransaction(sql, (tx) => withdrawApplication(tx, deps, withdrawal));
      return { ApplicationId, State: 'draft' };
    },

    async CancelUVMSNumberApplication(caller, { ApplicationId }) {
      const { state } = await giveUpApplication(deps, { key: keyOf(caller, ApplicationId), by: by(caller) });
      return { ApplicationId, State: state };
    },

    QueryUVMSNumberApplications: ({ accountId }, request) =>
      applicationsAnswer(deps, { ...request, accountId, overdueOnly: false }),

    async OrderUVMSNumbers(caller, request) {
      // An unknown provider is told before there is an order.
      if (request.Provider !== undefined && request.Provider !== 'balance') providerNamed(request.Provider);
      const order = await orderNumbers(deps, {
        key: keyOf(caller, request.ApplicationId),
        choices: request.Choices.map((row) => {
          const [answerId = '', quantity] = row.split(',');
          return { answerId, quantity: Number(quantity) };
        }),
        by: callerName(caller),
      });
      return placed(caller, order, request.Provider);
    },

    async QueryUVMSNumbers({ accountId }, request) {
      if (request.Number !== undefined) {
        const number = await findNumber(sql, { accountId, number: request.Number });
        if (!number) throw new HeraldError('NUMBER_NOT_FOUND', { number: request.Number });
        return { Total: 1, Data: await answered(accountId, [number]) };
      }
      const limit = request.NumPerPage ?? 20;
      const { total, numbers } = await pageNumbers(sql, {
        accountId,
        state: request.State,
        cityCode: undefined,
        pausedOnly: false,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return { Total: total, Data: await answered(accountId, numbers) };
    },

    async ListUVMSNumberHistory({ accountId }, { Number: number }) {
      if (!(await findNumber(sql, { accountId, number })))
        throw new HeraldError('NUMBER_NOT_FOUND', { number });
      return { Number: number, History: await historyAnswer(sql, accountId, number) };
    },

    async UpdateUVMSNumber(caller, { Number: digits, AutoRenew: autoRenew }) {
      const key = { accountId: caller.accountId, number: digits };
      return inTransaction(sql, async (tx) => {
        const number = await holdNumber(tx, key);
        if (number.status !== 'active' && number.status !== 'expired') throw numberState(number);
        await setNumberAutoRenew(tx, key, autoRenew);
        const event = autoRenew ? 'auto-renewal-on' : 'auto-renewal-off';
        await note(tx, deps, { accountId: key.accountId, subjectId: digits, event, by: by(caller) });
        return { Number: digits, State: number.status };
      });
    },

    async RenewUVMSNumber(caller, { Number: number, Provider: provider }) {
      if (provider !== undefined && provider !== 'balance') providerNamed(provider);
      const key = { accountId: caller.accountId, number };
      const order = await orderRenewal(deps, { key, by: callerName(caller) });
      return placed(caller, order, provider);
    },

    async CancelUVMSNumber(caller, { Number: number, Reason: reason }) {
      const key = { accountId: caller.accountId, number };
      await askToGiveUp(deps, { key, reason, by: by(caller) });
      return { Number: number, State: 'active' };
    },

    async WithdrawUVMSNumberCancellation(caller, { Number: number }) {
      const key = { accountId: caller.accountId, number };
      await keepNumber(deps, { key, by: by(caller) });
      return { Number: number, State: 'active' };
    },
  };
}

/** A form as the schema has let it through. */
function formOf(
  request: RequestOf<'ApplyUVMSNumber'> | RequestOf<'UpdateUVMSNumberApplication'>,
): ApplicationForm {
  return {
    kind: request.Kind,
    templateIds: [...new Set(request.TemplateIds)],
    peakConcurrency: request.PeakConcurrency,
    dailyMinutes: request.DailyMinutes,
    averageSeconds: request.AverageSeconds,
    lines: request.Lines.map((row) => {
      const [firstCity = '', alternatives = '', quantity, pattern = ''] = row.split(',');
      return {
        firstCity,
        alternatives: alternatives === '' ? [] : alternatives.split('|'),
        quantity: Number(quantity),
        pattern: pattern as ApplicationLine['pattern'],
      };
    }),
  };
}
