import { HeraldError } from '@herald/contract';
import {
  accountStatus,
  lockAccounts,
  resumeCapabilities,
  stopCapabilities,
} from '../../modules/accounts/index.ts';
import {
  findRectification,
  insertRectification,
  insertSaid,
  MOST_WORDS,
  moveRectification,
  nextRectificationState,
  type Rectification,
  type RectificationEvent,
  type RectificationState,
  saidContext,
  takeOverdue,
} from '../../modules/rectification/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { tellOperators } from '../notices/tell-operators.ts';
import { useMaterial } from '../qualification/qualify-deps.ts';
import type { SanctionDeps } from './impose-sanction.ts';
import { restrictionWords } from './sanction-words.ts';

const AT_ONCE = 100;
const causeOf = (orderId: string) => `rectification:${orderId}`;

/**
 * 4.3.7: orders an account to put something right. From the commit on the stated capabilities are off, for what is sent
 * and for what waits (flow/messages/place-call.ts), until the operator closes the order.
 * @throws HeraldError RECTIFICATION_INVALID, ACCOUNT_UNKNOWN
 */
export async function orderRectification(
  deps: SanctionDeps,
  asked: {
    accountId: string;
    text: string;
    clause: string;
    dueAt: Date;
    capabilities: readonly string[];
    by: string;
  },
): Promise<string> {
  const { accountId, text, clause, dueAt, by } = asked;
  const capabilities = [...new Set(asked.capabilities)];
  return inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    await lockAccounts(tx, [accountId]);
    const status = await accountStatus(tx, accountId);
    if (status === undefined) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
    if (status === 'terminated') throw new HeraldError('RECTIFICATION_INVALID', TERMINATED);
    checkDue(dueAt, at);
    const orderId = deps.newId();
    const key = { accountId, orderId };
    await insertRectification(tx, { ...key, clause, capabilities, dueAt, openedBy: by, openedAt: at });
    await say(tx, deps, key, { side: 'operator', by, text });
    await stopCapabilities(tx, { accountId, capabilities, cause: causeOf(orderId), at });
    const off = restrictionWords({ capabilities });
    const details = {
      orderId,
      clause,
      text,
      dueAt: dueAt.getTime(),
      offZh: off.zh || '–',
      offEn: off.en || '–',
    };
    await notify(tx, deps, { accountId, kind: 'rectification.ordered', details });
    noteInAct({ OrderId: orderId });
    return orderId;
  });
}

/**
 * 4.3.7: the customer's answer, with files; it can be added to until the operator has looked at it.
 * @throws HeraldError RECTIFICATION_UNKNOWN, RECTIFICATION_STATE, FILE_NOT_FOUND
 */
export async function answerRectification(
  deps: SanctionDeps,
  asked: { accountId: string; orderId: string; text: string; fileIds: readonly string[]; by: string },
): Promise<RectificationState> {
  const { orderId, text, by } = asked;
  return inTransaction(deps.sql, async (tx) => {
    const order = await hold(tx, orderId, asked.accountId);
    const state = moved(order, 'answer');
    const fileIds: string[] = [];
    for (const fileId of asked.fileIds) {
      fileIds.push(await useMaterial(tx, order.accountId, fileId, causeOf(order.orderId)));
    }
    await say(tx, deps, order, { side: 'customer', by, text, fileIds });
    await moveRectification(tx, order, { state, at: new Date(deps.clock.now()) });
    const { accountId } = order;
    await tellOperators(tx, deps, 'ops:comply', 'rectification-answered', {
      orderId: order.orderId,
      accountId,
    });
    return state;
  });
}

/**
 * 4.3.7: the operator says what is missing, with a new time; or closes the order, which brings the capabilities back.
 * @throws HeraldError RECTIFICATION_UNKNOWN, RECTIFICATION_STATE, RECTIFICATION_INVALID
 */
export async function reviewRectification(
  deps: SanctionDeps,
  asked: { orderId: string; text: string; by: string } & ({ close: true } | { close: false; dueAt: Date }),
): Promise<RectificationState> {
  const { text, by } = asked;
  return inTransaction(deps.sql, async (tx) => {
    const order = await hold(tx, asked.orderId);
    const { accountId, orderId } = order;
    const state = moved(order, asked.close ? 'close' : 'send-back');
    const at = new Date(deps.clock.now());
    await say(tx, deps, order, { side: 'operator', by, text });
    if (asked.close) {
      await moveRectification(tx, order, { state, closedBy: by, at });
      await resumeCapabilities(tx, { accountId, cause: causeOf(orderId) });
      await notify(tx, deps, { accountId, kind: 'rectification.closed', details: { orderId, text } });
    } else {
      checkDue(asked.dueAt, at);
      await moveRectification(tx, order, { state, dueAt: asked.dueAt, at });
      const details = { orderId, text, dueAt: asked.dueAt.getTime() };
      await notify(tx, deps, { accountId, kind: 'rectification.sent-back', details });
    }
    return state;
  });
}

/**
 * 4.3.7: of orders that were not answered in time the staff is told once, and the account again, in the transaction that
 * marks them. @returns how many
 */
export async function watchRectifications(deps: SanctionDeps): Promise<number> {
  return inTransaction(deps.sql, async (tx) => {
    const late = await takeOverdue(tx, new Date(deps.clock.now()), AT_ONCE);
    if (late.length === 0) return 0;
    for (const { accountId, orderId, dueAt } of late) {
      const details = { orderId, dueAt: dueAt.getTime() };
      await notify(tx, deps, { accountId, kind: 'rectification.overdue', details });
    }
    const orders = late
      .map(({ accountId, orderId, dueAt }) => `${orderId} ${accountId} ${beijingTime(dueAt.getTime(), 'en')}`)
      .join('\n');
    await tellOperators(tx, deps, 'ops:comply', 'rectifications-overdue', { count: late.length, orders });
    return late.length;
  });
}

/** The order under its account's lock, by which everything that is said of it has its turn. */
async function hold(tx: Tx, orderId: string, accountId?: string): Promise<Rectification> {
  const asked = { orderId: orderId.toLowerCase(), accountId };
  const found = isUuid(orderId) ? await findRectification(tx, asked) : undefined;
  if (!found) throw new HeraldError('RECTIFICATION_UNKNOWN', { orderId });
  await lockAccounts(tx, [found.accountId]);
  return (await findRectification(tx, asked)) ?? found;
}

function moved({ state }: Rectification, event: RectificationEvent): RectificationState {
  const next = nextRectificationState(state, event);
  if (!next) throw new HeraldError('RECTIFICATION_STATE', { state });
  return next;
}

async function say(
  tx: Tx,
  { vault, clock }: SanctionDeps,
  key: { accountId: string; orderId: string },
  said: { side: 'operator' | 'customer'; by: string; text: string; fileIds?: readonly string[] },
): Promise<void> {
  const { side, by, text, fileIds = [] } = said;
  const sealed = vault.seal(text, saidContext(key.orderId));
  const row = { side, by, at: new Date(clock.now()), sealed, fileIds };
  if (!(await insertSaid(tx, key, row, MOST_WORDS))) throw new HeraldError('RECTIFICATION_INVALID', FULL);
}

function checkDue(dueAt: Date, now: Date): void {
  if (dueAt <= now) throw new HeraldError('RECTIFICATION_INVALID', PAST);
}

const PAST = { problemZh: '期限已过', problemEn: 'its time is in the past' };
const TERMINATED = { problemZh: '账号已终止服务', problemEn: 'the account is terminated already' };
const FULL = { problemZh: '往来已达 100 条', problemEn: '100 things were said of it already' };
