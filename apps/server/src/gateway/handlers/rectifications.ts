import { type Capability, HeraldError } from '@herald/contract';
import { readFile } from '../../flow/files/read-file.ts';
import {
  answerRectification,
  orderRectification,
  reviewRectification,
} from '../../flow/sanctions/rectify.ts';
import {
  findRectification,
  listSaid,
  pageRectifications,
  type Rectification,
  saidContext,
} from '../../modules/rectification/index.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Handlers } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';

type Names =
  | 'CreateUVMSRectification'
  | 'SendBackUVMSRectification'
  | 'CloseUVMSRectification'
  | 'ListUVMSRectifications'
  | 'DownloadUVMSRectificationFile'
  | 'QueryUVMSRectifications'
  | 'AnswerUVMSRectification';

/** Orders to rectify (4.3.7): both sides. */
export function rectificationHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'newId' | 'jobs' | 'files'>,
): Pick<Handlers, Names> {
  const { sql, vault, clock } = deps;

  async function answersOf(orders: readonly Rectification[]) {
    const said = await listSaid(sql, orders);
    const now = clock.now();
    return orders.map((one) => ({
      OrderId: one.orderId,
      State: one.state,
      Overdue: one.state === 'open' && one.dueAt.getTime() <= now,
      Clause: one.clause,
      Capabilities: one.capabilities as Capability[],
      DueTime: one.dueAt.getTime(),
      OpenTime: one.openedAt.getTime(),
      ...(one.closedAt ? { CloseTime: one.closedAt.getTime() } : {}),
      Said: (said.get(one.orderId) ?? []).map(({ side, by, at, sealed, fileIds }) => ({
        Side: side,
        By: by,
        Time: at.getTime(),
        Text: vault.open(sealed, saidContext(one.orderId)),
        FileIds: [...fileIds],
      })),
    }));
  }

  return {
    async CreateUVMSRectification({ operatorId: by }, request) {
      const orderId = await orderRectification(deps, {
        accountId: request.AccountId,
        text: request.Text,
        clause: request.Clause,
        dueAt: new Date(request.DueTime),
        capabilities: request.Capabilities ?? [],
        by,
      });
      return { OrderId: orderId };
    },

    async SendBackUVMSRectification({ operatorId: by }, { OrderId: orderId, Text: text, DueTime }) {
      const asked = { orderId, text, by, close: false, dueAt: new Date(DueTime) } as const;
      return { State: await reviewRectification(deps, asked) };
    },

    async CloseUVMSRectification({ operatorId: by }, { OrderId: orderId, Text: text }) {
      return { State: await reviewRectification(deps, { orderId, text, by, close: true }) };
    },

    async ListUVMSRectifications(_caller, request) {
      const { AccountId: accountId, Open: open = false, Page = 0, NumPerPage: limit = 20 } = request;
      const asked = { accountId, open, offset: Page * limit, limit };
      const { total, orders } = await pageRectifications(sql, asked);
      const answers = await answersOf(orders);
      return {
        Total: total,
        Data: answers.map((one, index) => ({ AccountId: orders[index]?.accountId ?? '', ...one })),
      };
    },

    async DownloadUVMSRectificationFile(_caller, { OrderId: orderId, FileId: fileId }) {
      const order = isUuid(orderId) ? await findRectification(sql, { orderId }) : undefined;
      if (!order) throw new HeraldError('RECTIFICATION_UNKNOWN', { orderId });
      const said = (await listSaid(sql, [order])).get(order.orderId) ?? [];
      const given = said.some(({ fileIds }) => fileIds.includes(fileId.toLowerCase()));
      if (!given) throw new HeraldError('FILE_NOT_FOUND', { fileId });
      return readFile(deps, { accountId: order.accountId, fileId });
    },

    async QueryUVMSRectifications({ accountId }, { Page = 0, NumPerPage: limit = 20 }) {
      const asked = { accountId, open: false, offset: Page * limit, limit };
      const { total, orders } = await pageRectifications(sql, asked);
      return { Total: total, Data: await answersOf(orders) };
    },

    async AnswerUVMSRectification(caller, { OrderId: orderId, Text: text, FileIds: fileIds = [] }) {
      return { State: await answerRectification(deps, { ...actingOf(caller), orderId, text, fileIds }) };
    },
  };
}
