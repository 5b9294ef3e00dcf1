import {
  checkIdNumber,
  checkLicenceNumber,
  checkName,
  checkPhone,
  countSameHolder,
  findRealName,
  moveRealName,
  noteEvent,
  submitRealName as putInReview,
  type RealName,
} from '../../modules/qualification/index.ts';
import { type Finding, openReview, withdrawReview } from '../../modules/reviews/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type Acting, notInState, type QualifyDeps, refuseProblem } from './qualify-deps.ts';

export const REAL_NAME = 'real-name';
const WORDS = { zh: '实名认证', en: 'The real name' };

/**
 * Submits who holds the account (4.3.3). Checked by form and check digit here, and by a reviewer.
 * @throws HeraldError FIELD_INVALID, QUALIFICATION_STATE
 */
export async function submitRealName(
  deps: QualifyDeps,
  { accountId, by }: Acting,
  given: Pick<RealName, 'holder' | 'name' | 'number' | 'phone'>,
): Promise<void> {
  const { holder, name, number, phone } = given;
  refuseProblem('Name', checkName(name));
  refuseProblem('Number', holder === 'person' ? checkIdNumber(number) : checkLicenceNumber(number));
  refuseProblem('Phone', checkPhone(phone));
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    if (!(await putInReview(tx, deps.vault, { accountId, holder, facts: { name, number, phone }, at }))) {
      const current = await findRealName(tx, deps.vault, accountId);
      throw notInState(WORDS, current?.state ?? 'draft', ['draft', 'rejected']);
    }
    const others = await countSameHolder(tx, deps.vault, accountId, number);
    await openReview(tx, deps, {
      accountId,
      reviewId: deps.newId(),
      kind: 'real-name',
      subjectId: REAL_NAME,
      title: holder === 'person' ? '个人 Person' : '企业 Enterprise',
      findings: others > 0 ? [sameHolder(others)] : [],
      submittedAt: at,
    });
    const event = { eventId: deps.newId(), subject: REAL_NAME, what: 'submitted', at } as const;
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}

const sameHolder = (others: number): Finding => ({
  code: 'real-name.same-holder',
  zh: `另有 ${others} 个账号使用同一证件号`,
  en: `${others} other accounts have a holder of this number`,
  weight: 'concern',
});

/** @throws HeraldError QUALIFICATION_STATE */
export async function withdrawRealName(deps: QualifyDeps, { accountId, by }: Acting): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const at = new Date(deps.clock.now());
    if (!(await moveRealName(tx, { accountId, from: ['in-review'], to: 'draft', at }))) {
      const current = await findRealName(tx, deps.vault, accountId);
      throw notInState(WORDS, current?.state ?? 'draft', ['in-review']);
    }
    await withdrawReview(tx, { accountId, kind: 'real-name', subjectId: REAL_NAME, at });
    const event = { eventId: deps.newId(), subject: REAL_NAME, what: 'withdrawn', at } as const;
    await noteEvent(tx, { accountId, ...event, by: { realm: 'member', id: by } });
  });
}
