import { HeraldError } from '@herald/contract';
import {
  BY_CUSTOMER,
  type Listed,
  type ListedNumber,
  listNumbers,
  pageListed,
  unlistNumbers,
} from '../../../modules/compliance/index.ts';
import { maskNumber } from '../../../platform/mask-number.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import type { HandlerDeps } from '../deps.ts';

type Names =
  | 'BatchCreateUVMSBlacklistPhone'
  | 'BatchDeleteUVMSBlacklistPhone'
  | 'QueryUVMSBlacklistPhone'
  | 'BatchCreateUVMSDoNotCall'
  | 'BatchDeleteUVMSDoNotCall'
  | 'QueryUVMSDoNotCall';

const E164 = /^\+[1-9]\d{6,14}$/;
const EVERYBODY = '';

/** Whom nobody rings, or one customer does not (4.3.2). The list keeps no number, only its keyed hash and mask. */
export function doNotCallHandlers(deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock'>): Pick<Handlers, Names> {
  const { sql, vault, clock } = deps;

  const listedNumber = (number: string): ListedNumber => {
    if (!E164.test(number)) throw new HeraldError('LISTED_NUMBER_INVALID', { number });
    return { calleeKey: vault.key(number), calleeMask: maskNumber(number) };
  };
  const keyOf = (number: string | undefined) =>
    number === undefined ? undefined : listedNumber(number).calleeKey;

  const add = async (accountId: string, numbers: readonly string[], source: string, remark: string) => {
    const all = numbers.map(listedNumber);
    const to = { accountId, source, remark, at: new Date(clock.now()) };
    return { Added: await inTransaction(sql, (tx) => listNumbers(tx, to, all)) };
  };
  const remove = async (accountId: string, numbers: readonly string[], source: string | undefined) => {
    const all = numbers.map(listedNumber);
    return { Removed: await inTransaction(sql, (tx) => unlistNumbers(tx, { accountId, source }, all)) };
  };
  const page = async (
    accountId: string | undefined,
    request: { PhoneNumber?: string; Page?: number; NumPerPage?: number },
  ) => {
    const { Page = 0, NumPerPage: limit = 20 } = request;
    return pageListed(sql, { accountId, calleeKey: keyOf(request.PhoneNumber), offset: Page * limit, limit });
  };

  return {
    BatchCreateUVMSBlacklistPhone: ({ accountId }, { PhoneNumbers, Remark = '' }) =>
      add(accountId, PhoneNumbers, BY_CUSTOMER, Remark),

    BatchDeleteUVMSBlacklistPhone: ({ accountId }, { PhoneNumbers }) =>
      remove(accountId, PhoneNumbers, BY_CUSTOMER),

    async QueryUVMSBlacklistPhone({ accountId }, request) {
      const { total, listed } = await page(accountId, request);
      return { Total: total, Data: listed.map(listedAnswer) };
    },

    BatchCreateUVMSDoNotCall: (_caller, { AccountId = EVERYBODY, PhoneNumbers, Source, Reason }) =>
      add(AccountId, PhoneNumbers, Source, Reason),

    BatchDeleteUVMSDoNotCall: (_caller, { AccountId = EVERYBODY, PhoneNumbers }) =>
      remove(AccountId, PhoneNumbers, undefined),

    async QueryUVMSDoNotCall(_caller, request) {
      const { total, listed } = await page(request.AccountId, request);
      return {
        Total: total,
        Data: listed.map((one) => ({ AccountId: one.accountId, ...listedAnswer(one) })),
      };
    },
  };
}

const listedAnswer = ({ calleeMask, source, registry, remark, createdAt }: Listed) => ({
  Phone: calleeMask,
  Source: source,
  ...(registry === '' ? {} : { Registry: registry }),
  Remark: remark,
  CreateTime: createdAt.getTime(),
});
