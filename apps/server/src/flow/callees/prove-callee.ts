import { HeraldError } from '@herald/contract';
import {
  type Callee,
  CODE_CALL_LIVES_MS,
  CODE_DIGITS,
  CODE_LIVES_MS,
  CODE_TEMPLATE_ID,
  closeCalleeSession,
  codeScript,
  countCodes,
  endCalleeProof,
  findCalleeSession,
  insertCalleeProof,
  MOST_CODES,
  openCalleeSession,
  tryCalleeCode,
} from '../../modules/callees/index.ts';
import { packRoute } from '../../modules/carriers/index.ts';
import { newToken, takeAttempt } from '../../modules/identities/index.ts';
import {
  type AcceptedMessage,
  announceDue,
  calleeContext,
  insertAccepted,
  PLATFORM,
  scriptContext,
} from '../../modules/messages/index.ts';
import { checkCalledNumber, maskNumber } from '../../modules/numbers/index.ts';
import { HOME } from '../../modules/quotas/index.ts';
import { CODE } from '../../modules/templates/index.ts';
import { type Attribution, attribute } from '../../platform/attribution.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { machineOf } from '../../platform/ip-allow-list.ts';
import { type Random, randomDigits } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { packTrail } from '../messages/admission.ts';

/** What the flows of callees work with. */
export interface CalleeDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LONGEST_CALL_S = 60;

/**
 * Has a number rung and a one-time code spoken to it, by a message of the platform's own that goes the way of every
 * message: queue, trunk, number of the pool, engine, receipt. Nobody pays for it, and a refusal does not stop it: the
 * callee asks for it himself (4.3.2). All is done alike whether or not the number was ever called, so that nobody learns
 * that from the answer. Proof, message and queue entry are one transaction.
 * @param asked.for the account that wants to ring the number in test mode; absent: the callee himself
 * @throws HeraldError CALLED_NUMBER_INVALID, CALLEE_ABROAD, ATTEMPTS_BLOCKED, CALLEE_CODES_BUSY
 */
export async function sendCalleeCode(
  deps: CalleeDeps,
  asked: { calledNumber: string; language: 'zh' | 'en'; ip: string; requestId: string; for?: string },
): Promise<{ proofId: string; expiresAt: Date }> {
  const { sql, vault, clock, newId } = deps;
  const { calledNumber } = asked;
  const number = checkCalledNumber(attribute(calledNumber));
  if (!number.ok) throw new HeraldError('CALLED_NUMBER_INVALID', number.problem);
  if (number.callee.brevityCode !== HOME) throw new HeraldError('CALLEE_ABROAD');
  await takeAttempt(sql, vault, { kind: 'callee-source', subject: machineOf(asked.ip) }, clock.now());
  await takeAttempt(sql, vault, { kind: 'callee-code', subject: calledNumber }, clock.now());
  const code = randomDigits(deps.random, CODE_DIGITS);
  return inTransaction(sql, async (tx) => {
    const now = clock.now();
    const counted = await countCodes(tx, new Date(now - MINUTE_MS), new Date(now - DAY_MS));
    if (counted.minute >= MOST_CODES.aMinute || counted.day >= MOST_CODES.aDay) {
      throw new HeraldError('CALLEE_CODES_BUSY');
    }
    const proofId = newId();
    const message = codeMessage(deps, { ...asked, code, callee: number.callee, now });
    const { sessionNo, calleeKey, calleeMask } = message;
    const expiresAt = new Date(now + CODE_LIVES_MS);
    const proof = {
      accountId: asked.for ?? PLATFORM,
      proofId,
      calleeKey,
      calleeMask,
      number: calledNumber,
      code,
      sessionNo,
      at: new Date(now),
      expiresAt,
    };
    await insertCalleeProof(tx, vault, proof);
    await insertAccepted(tx, [message]);
    await announceDue(tx);
    return { proofId, expiresAt };
  });
}

function codeMessage(
  { vault, newId }: CalleeDeps,
  asked: {
    calledNumber: string;
    language: 'zh' | 'en';
    requestId: string;
    for?: string;
    code: string;
    callee: Attribution;
    now: number;
  },
): AcceptedMessage {
  const { calledNumber, callee, now } = asked;
  const sessionNo = newId();
  const script = codeScript(asked.for === undefined ? 'portal' : 'test', asked.language, asked.code);
  return {
    accountId: PLATFORM,
    sessionNo,
    reqUuid: asked.requestId,
    projectId: undefined,
    templateId: CODE_TEMPLATE_ID,
    purpose: CODE,
    groupType: 1,
    dispatchRule: 0,
    fromNumber: undefined,
    userId: undefined,
    calleeSealed: vault.seal(calledNumber, calleeContext(sessionNo)),
    calleeKey: vault.key(calledNumber),
    calleeMask: maskNumber(calledNumber),
    brevityCode: callee.brevityCode,
    countryCode: callee.countryCode,
    calleeCityCode: callee.cityCode,
    calleeOperator: callee.operator,
    scriptSealed: vault.seal(JSON.stringify(script), scriptContext(sessionNo)),
    allDay: true,
    flowVersion: undefined,
    lineSeconds: 0,
    funding: { commodity: 'CNY', unitPrice: 0n, stepSeconds: 0, reserved: 0n, parts: [] },
    maxTalkSeconds: LONGEST_CALL_S,
    lane: 1,
    route: packRoute({ purpose: CODE, country: callee.brevityCode, operator: callee.operator }),
    trail: packTrail([]),
    acceptedAt: now,
    dueAt: now,
    expiresAt: now + CODE_CALL_LIVES_MS,
    task: undefined,
  };
}

/**
 * The code is right: a session of 20 minutes, once. @throws HeraldError CALLEE_CODE_WRONG
 */
export async function verifyCalleeCode(
  deps: CalleeDeps,
  { proofId, code }: { proofId: string; code: string },
): Promise<{ token: string; calleeMask: string; expiresAt: Date }> {
  const { sql, vault, clock } = deps;
  const callee = isUuid(proofId)
    ? await tryCalleeCode(sql, vault, { proofId, accountId: PLATFORM, code, now: clock.now() })
    : undefined;
  if (!callee) throw new HeraldError('CALLEE_CODE_WRONG');
  const token = newToken(deps.random);
  return inTransaction(sql, async (tx) => {
    const at = new Date(clock.now());
    if (!(await endCalleeProof(tx, proofId, at))) throw new HeraldError('CALLEE_CODE_WRONG');
    const { expiresAt } = await openCalleeSession(tx, vault, {
      ...callee,
      sessionId: deps.newId(),
      token,
      at,
    });
    return { token, calleeMask: callee.calleeMask, expiresAt };
  });
}

/** Whose a session is. @throws HeraldError CALLEE_SESSION_OVER */
export async function calleeOf({ sql, vault, clock }: CalleeDeps, token: string): Promise<Callee> {
  const callee = await findCalleeSession(sql, vault, token, clock.now());
  if (!callee) throw new HeraldError('CALLEE_SESSION_OVER');
  return callee;
}

export const endCalleeSession = ({ sql }: CalleeDeps, token: string): Promise<void> =>
  closeCalleeSession(sql, token);
