import type { Callee } from '../../modules/callees/index.ts';
import { consentsOfCallee, customerOfConsent } from '../../modules/privacy/index.ts';
import type { Db } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { type AskedConsent, withQuestions } from '../privacy/consent-words.ts';
import type { CalleeDeps } from './prove-callee.ts';
import { customerOfCall } from './refuse-calls.ts';
import { enterprisesOf } from './see-calls.ts';

/** Of nobody there are as many. */
const MOST = 200;

/** 4.3.9: what a callee has agreed to, with who asked, whoever of the two made the call; the latest first. */
export async function seeConsents(
  deps: CalleeDeps & { operatorName: string },
  callee: Callee,
): Promise<(AskedConsent & { enterprise: string })[]> {
  const consents = await consentsOfCallee(deps.sql, callee.calleeKey, { given: true, limit: MOST });
  const [asked, names] = await Promise.all([
    withQuestions(deps, consents),
    enterprisesOf(deps, [...new Set(consents.map(({ accountId }) => accountId))]),
  ]);
  return asked.map((consent) => ({ ...consent, enterprise: names.get(consent.accountId) ?? '' }));
}

/**
 * The customer at whom a callee takes back what he agreed to in a call, which he may have made himself.
 * @throws HeraldError CALLEE_CALL_UNKNOWN
 */
export async function customerOfConsented(db: Db, callee: Callee, sessionNo: string): Promise<string> {
  const { calleeKey } = callee;
  const asked = isUuid(sessionNo) ? await customerOfConsent(db, { calleeKey, sessionNo }) : undefined;
  return asked ?? (await customerOfCall(db, callee, sessionNo));
}
