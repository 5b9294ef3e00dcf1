import { HeraldError } from '@herald/contract';
import { findLeakReport, lockApiKey, updateApiKey } from '../../modules/accounts/index.ts';
import { openReview } from '../../modules/reviews/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import type { Reviewable, SubjectKey } from '../reviews/reviewed.ts';
import { type KeyManager, lockManagedKey, maskKey } from './change-access-key.ts';
import type { PeopleDeps } from './people-deps.ts';

/**
 * 4.2.3: a key that somebody else may know is disabled with the commit, on every node within a second, and the operator
 * has a case.
 */
export async function reportLeakedKey(
  deps: PeopleDeps,
  manager: KeyManager,
  { publicKey, description }: { publicKey: string; description: string },
): Promise<{ caseId: string }> {
  const { accountId } = manager;
  return inTransaction(deps.sql, async (tx) => {
    const key = await lockManagedKey(tx, manager, publicKey);
    if (key.leakedAt) throw new HeraldError('KEY_LEAKED', { publicKey });
    const at = new Date(deps.clock.now());
    await updateApiKey(tx, { ...key, accountId, status: 'disabled', leakedAt: at, leakReport: description });
    const caseId = deps.newId();
    await openReview(tx, deps, {
      accountId,
      reviewId: caseId,
      kind: 'key-leak',
      // A key that was reset can leak again while the case of the first time is still open.
      subjectId: `${publicKey}@${at.getTime()}`,
      title: `API Key ${maskKey(publicKey)}`,
      findings: [],
      submittedAt: at,
    });
    const details = { key: maskKey(publicKey), changedAt: at.getTime() };
    await notify(tx, deps, { accountId, kind: 'account.key-leaked', details });
    return { caseId };
  });
}

const publicKeyOf = ({ subjectId }: SubjectKey) => subjectId.slice(0, subjectId.lastIndexOf('@'));
const timeOf = ({ subjectId }: SubjectKey) => Number(subjectId.slice(subjectId.lastIndexOf('@') + 1));

/**
 * The case on the review desk. Approved: it did leak, and the key stays off until it is reset or deleted. Rejected: it
 * did not, and its owner may enable it again. A key that was reset or deleted meanwhile is another one.
 */
export const keyLeakReview: Reviewable = {
  async apply(tx, decision) {
    const publicKey = publicKeyOf(decision);
    const { accountId } = decision;
    const key = await lockApiKey(tx, { accountId, publicKey });
    if (decision.approved || key?.leakedAt?.getTime() !== timeOf(decision)) return;
    await updateApiKey(tx, { ...key, accountId, leakedAt: null });
  },

  async describe(db, subject) {
    const publicKey = publicKeyOf(subject);
    const key = await findLeakReport(db, { accountId: subject.accountId, publicKey });
    const time = (date: Date | null) => date?.toISOString() ?? '';
    const fact = (name: string, zh: string, en: string, value: string) => ({
      name,
      words: { zh, en },
      value,
    });
    const which = fact('key.public-key', '公钥', 'Public key', publicKey);
    // A key that was deleted since leaves a case that is to be closed all the same.
    if (!key) return { facts: [which], parts: [] };
    return {
      facts: [
        which,
        fact('key.member', '所属成员', 'Member', key.memberId ?? ''),
        fact('key.note', '备注', 'Note', key.note),
        fact('key.created', '创建时间', 'Made', time(key.createdAt)),
        fact('key.last-used', '最近使用', 'Last used', time(key.lastUsedAt)),
        fact('key.leak-report', '报告内容', 'The report', key.report ?? ''),
      ],
      parts: [],
    };
  },
};
