import { answerApplication } from '../../../flow/numbers/answer-application.ts';
import { closeApplication } from '../../../flow/numbers/close-application.ts';
import { deliverNumbers } from '../../../flow/numbers/deliver-numbers.ts';
import { exportApplication } from '../../../flow/numbers/export-application.ts';
import { importPool } from '../../../flow/numbers/import-pool.ts';
import type { NumberDeps } from '../../../flow/numbers/number-deps.ts';
import { pauseNumber, resumeNumber } from '../../../flow/numbers/pause-number.ts';
import { POOL, pageNumbers } from '../../../modules/numbers/index.ts';
import { formatYuan, parseYuan } from '../../../platform/money.ts';
import type { Handlers } from '../../deps.ts';
import { applicationsAnswer, numberAnswer } from './answers.ts';

type DeskActions =
  | 'ListUVMSNumberApplications'
  | 'ExportUVMSNumberApplication'
  | 'AnswerUVMSNumberApplication'
  | 'CloseUVMSNumberApplication'
  | 'DeliverUVMSNumbers'
  | 'ImportUVMSPoolNumbers'
  | 'ListUVMSNumbers'
  | 'PauseUVMSNumber'
  | 'ResumeUVMSNumber';

/** What the operator does with applications and numbers. */
export function numberDeskHandlers(deps: NumberDeps): Pick<Handlers, DeskActions> {
  return {
    ListUVMSNumberApplications: (_caller, request) =>
      applicationsAnswer(deps, {
        ...request,
        accountId: request.AccountId,
        overdueOnly: request.OverdueOnly ?? false,
      }),

    ExportUVMSNumberApplication: ({ operatorId }, request) =>
      exportApplication(deps, {
        key: keyOf(request),
        carrier: request.Carrier,
        format: request.Format ?? 'csv',
        operatorId,
      }),

    async AnswerUVMSNumberApplication({ operatorId }, request) {
      await answerApplication(deps, {
        key: keyOf(request),
        offers: request.Answers.map(readOffer),
        operatorId,
      });
      return { ApplicationId: request.ApplicationId, State: 'to-pay' };
    },

    async CloseUVMSNumberApplication({ operatorId }, request) {
      const by = { realm: 'operator', id: operatorId } as const;
      const { refunded, state } = await closeApplication(deps, {
        key: keyOf(request),
        by,
        reason: request.Reason,
      });
      return { ApplicationId: request.ApplicationId, State: state, Refunded: formatYuan(refunded) };
    },

    async DeliverUVMSNumbers({ operatorId }, request) {
      const { applicationId, state, remaining } = await deliverNumbers(deps, {
        accountId: request.AccountId,
        answerId: request.AnswerId,
        numbers: request.Numbers,
        activate: request.Activate ?? true,
        operatorId,
      });
      return { ApplicationId: applicationId, State: state, Remaining: remaining };
    },

    async ImportUVMSPoolNumbers(_caller, request) {
      const numbers = request.Numbers.map((row) => {
        const [number = '', cityCode = ''] = row.split(',');
        return { number, cityCode };
      });
      const added = await importPool(deps, numbers);
      return { Added: added, Known: new Set(numbers.map(({ number }) => number)).size - added };
    },

    async ListUVMSNumbers(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, numbers } = await pageNumbers(deps.sql, {
        accountId: request.Group === 'pool' ? POOL : request.AccountId,
        exclusiveOnly: request.Group === 'exclusive',
        state: request.State,
        cityCode: request.CityCode,
        pausedOnly: request.PausedOnly ?? false,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const rows = numbers.map(async (number) => ({
        AccountId: number.accountId,
        ...(await numberAnswer(deps, number)),
        PausedBy: number.pausedBy ?? '',
        PauseTime: number.pausedAt?.getTime() ?? 0,
      }));
      return { Total: total, Data: await Promise.all(rows) };
    },

    async PauseUVMSNumber({ operatorId }, { Number: number, Reason: reason }) {
      await pauseNumber(deps, { number, reason, operatorId });
      return { Number: number };
    },

    async ResumeUVMSNumber({ operatorId }, { Number: number }) {
      await resumeNumber(deps, { number, operatorId });
      return { Number: number };
    },
  };
}

const keyOf = (request: { AccountId: string; ApplicationId: string }) => ({
  accountId: request.AccountId,
  applicationId: request.ApplicationId,
});

/** A row as the schema has let it through. */
function readOffer(row: string) {
  const [line, cityCode = '', monthly = '', available, minutes = '0', price = '0'] = row.split(',');
  return {
    line: Number(line),
    cityCode,
    monthly: parseYuan(monthly) ?? 0n,
    available: Number(available),
    minimumMinutes: Number(minutes),
    minutePrice: parseYuan(price) ?? 0n,
  };
}
