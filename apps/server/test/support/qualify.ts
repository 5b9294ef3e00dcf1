import type { Capability, Material } from '@herald/contract';
import { storeFile } from '../../src/flow/files/store-file.ts';
import { applyForCapability } from '../../src/flow/qualification/apply-capability.ts';
import { submitApp } from '../../src/flow/qualification/manage-app.ts';
import type { QualifyDeps } from '../../src/flow/qualification/qualify-deps.ts';
import { submitEnterprise, updateEnterprise } from '../../src/flow/qualification/qualify-enterprise.ts';
import { submitRealName } from '../../src/flow/qualification/qualify-real-name.ts';
import { decideReview, type Word } from '../../src/flow/reviews/decide-review.ts';
import { reviewAppliers } from '../../src/flow/reviews/review-appliers.ts';
import { createAccount } from '../../src/modules/accounts/index.ts';
import type { FileStore } from '../../src/platform/file-store.ts';
import { inPieces, png } from './sample-files.ts';

/** Licence numbers of companies that exist, with their check digits. */
export const LICENCES = [
  '9144030071526726XG',
  '91330100799655058B',
  '914403001922038216',
  '91110000802100433B',
];
export const ID_NUMBER = '11010519491231002X';

export const FACTS = {
  name: '上海传话科技有限公司',
  licenceNumber: LICENCES[0] as string,
  industry: '软件和信息技术服务业',
  contactName: '张三丰',
  contactPhone: '+8613800000200',
  address: '上海市杨浦区 1 号',
} as const;

/** The steps of a customer and of a reviewer, each as short as it can be said. */
export function qualifyDesk(deps: QualifyDeps & { files: FileStore }) {
  const reviewed = reviewAppliers(deps);
  const acting = (accountId: string) => ({ accountId, by: 'member-1' });

  const desk = {
    acting,
    /** An account that nobody knows anything of yet. */
    async account(accountId: string): Promise<string> {
      await createAccount(deps.sql, { accountId, name: accountId, at: new Date(deps.clock.now()) });
      return accountId;
    },
    async material(accountId: string, padding = 0): Promise<string> {
      const content = inPieces(png(padding), 1000);
      return (await storeFile(deps, { accountId, kind: 'material', name: 'a.png', content })).fileId;
    },
    async realName(accountId: string, number = ID_NUMBER): Promise<void> {
      const given = { holder: 'person', name: '张三丰', number, phone: '+8613800000200' } as const;
      await submitRealName(deps, acting(accountId), given);
    },
    async materials(accountId: string): Promise<Record<Material, string>> {
      return {
        'business-licence': await desk.material(accountId),
        'commitment-letter': await desk.material(accountId),
        'contact-authorisation': await desk.material(accountId),
      };
    },
    /** Real name approved, enterprise submitted. */
    async submitted(accountId: string, licenceNumber = FACTS.licenceNumber): Promise<void> {
      await desk.account(accountId);
      await desk.realName(accountId);
      await desk.decide(accountId, 'real-name', { approved: true, reason: '' });
      const materials = await desk.materials(accountId);
      await updateEnterprise(deps, acting(accountId), { facts: { ...FACTS, licenceNumber }, materials });
      await submitEnterprise(deps, acting(accountId));
    },
    async approved(accountId: string, licenceNumber?: string): Promise<string> {
      await desk.submitted(accountId, licenceNumber);
      await desk.decide(accountId, 'enterprise', { approved: true, reason: '' });
      return accountId;
    },
    async app(accountId: string, identifier = `com.example.${accountId}`): Promise<string> {
      const proofFileId = await desk.material(accountId);
      const facts = { name: '商城', kind: 'app', identifier, owned: true, proofFileId } as const;
      return await submitApp(deps, acting(accountId), facts, undefined);
    },
    async approvedApp(accountId: string, identifier?: string): Promise<string> {
      const appId = await desk.app(accountId, identifier);
      await desk.decide(accountId, 'app', { approved: true, reason: '' });
      return appId;
    },
    async apply(accountId: string, capability: Capability, fileIds: readonly string[] = []): Promise<void> {
      await applyForCapability(deps, acting(accountId), { capability, purpose: '登录验证', fileIds });
    },
    /** Decides the one open review of this kind: one reviewer, and a second one where the kind needs two. */
    async decide(accountId: string, kind: string, word: Word): Promise<void> {
      for (const operatorId of ['rev-1', 'rev-2']) {
        const [review] = await deps.sql<{ reviewId: string }[]>`
          SELECT review_id AS "reviewId" FROM reviews
          WHERE account_id = ${accountId} AND kind = ${kind} AND state = 'open'`;
        const key = { accountId, reviewId: review?.reviewId ?? '' };
        const outcome = await decideReview(
          { ...deps, reviewed },
          { operatorId, identityId: operatorId },
          key,
          word,
        );
        if (outcome !== 'first-approved') return;
      }
    },
    async openReviews(accountId: string): Promise<string[]> {
      const rows = await deps.sql<{ kind: string }[]>`
        SELECT kind FROM reviews WHERE account_id = ${accountId} AND state = 'open' ORDER BY kind`;
      return rows.map(({ kind }) => kind);
    },
  };
  return desk;
}

export const rejected = (reason: string, failed: Record<string, string> = {}): Word => ({
  approved: false,
  reasonCode: undefined,
  reason,
  failedParts: Object.keys(failed),
  partReasons: Object.values(failed),
});
