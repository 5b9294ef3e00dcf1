import {
  APP_KINDS,
  CAPABILITIES,
  type Capability,
  HeraldError,
  MATERIALS,
  type QualificationState,
} from '@herald/contract';
import { grantCapability, setEnterpriseApproved } from '../../modules/accounts/index.ts';
import {
  findEnterprise,
  findRealName,
  judgeMaterial,
  listApps,
  listCapabilityApplications,
  listMaterials,
  lockApp,
  lockAppIdentifier,
  moveApp,
  moveCapability,
  moveEnterprise,
  moveRealName,
  noteEvent,
  servesAnother,
} from '../../modules/qualification/index.ts';
import type { Tx } from '../../platform/db.ts';
import { type Random, randomText } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Decision, Reviewable, Reviewed } from '../reviews/reviewed.ts';
import { ENTERPRISE } from './qualify-enterprise.ts';
import { REAL_NAME } from './qualify-real-name.ts';

export interface QualificationReviewDeps {
  readonly vault: Vault;
  readonly random: Random;
  newId(): string;
}

type Kind = 'real-name' | 'enterprise' | 'app' | 'capability';

const stateOf = ({ approved }: Decision): QualificationState => (approved ? 'approved' : 'rejected');
const fact = (name: string, zh: string, en: string, value: string) => ({ name, words: { zh, en }, value });
const IN_REVIEW = ['in-review'] as const;
const APP_KEY_LENGTH = 20;

/** What the reviewer sees of each kind of qualification, and what a decision does to it. */
export function reviewableQualifications(deps: QualificationReviewDeps): Required<Pick<Reviewed, Kind>> {
  const { vault } = deps;

  async function noteDecision(tx: Tx, decision: Decision, subject: string): Promise<void> {
    const { accountId, operatorId: id, reason: remark, at } = decision;
    const event = { eventId: deps.newId(), subject, what: stateOf(decision), remark, at };
    await noteEvent(tx, { accountId, ...event, by: { realm: 'operator', id } });
  }

  return {
    'real-name': {
      async describe(db, { accountId }) {
        const found = await findRealName(db, vault, accountId);
        if (!found) return undefined;
        const isPerson = found.holder === 'person';
        return {
          facts: [
            fact('real-name.holder', '持有人', 'Holder', found.holder),
            fact('real-name.name', '姓名或名称', 'Name', found.name),
            fact('real-name.number', isPerson ? '身份证号' : '统一社会信用代码', 'Number', found.number),
            fact('real-name.phone', '联系电话', 'Telephone', found.phone),
          ],
          parts: [],
        };
      },
      async apply(tx, decision) {
        const { accountId, reason, at } = decision;
        found(await moveRealName(tx, { accountId, from: IN_REVIEW, to: stateOf(decision), reason, at }));
        await noteDecision(tx, decision, REAL_NAME);
      },
    },

    enterprise: {
      async describe(db, { accountId }) {
        const enterprise = await findEnterprise(db, vault, accountId);
        if (!enterprise) return undefined;
        const materials = await listMaterials(db, accountId);
        return {
          facts: [
            fact('enterprise.name', '企业名称', 'Name', enterprise.name),
            fact(
              'enterprise.licence-number',
              '统一社会信用代码',
              'Unified social credit code',
              enterprise.licenceNumber,
            ),
            fact('enterprise.industry', '行业', 'Industry', enterprise.industry),
            fact('enterprise.contact-name', '联系人', 'Contact', enterprise.contactName),
            fact('enterprise.contact-phone', '联系电话', 'Telephone', enterprise.contactPhone),
            fact('enterprise.address', '地址', 'Address', enterprise.address),
            ...materials
              .filter(({ verdict }) => verdict === 'passed')
              .map(({ material }) =>
                fact(
                  `enterprise.${material}`,
                  MATERIALS[material].zh,
                  MATERIALS[material].en,
                  '此前已通过 passed before',
                ),
              ),
          ],
          // What passed before keeps its result: only the rest is judged.
          parts: materials
            .filter(({ verdict }) => verdict !== 'passed')
            .map(({ material, fileId }) => ({ part: material, words: MATERIALS[material], fileId })),
        };
      },
      async apply(tx, decision) {
        const { accountId, approved, reason, parts, at } = decision;
        found(await moveEnterprise(tx, { accountId, from: IN_REVIEW, to: stateOf(decision), reason, at }));
        for (const { part, passed, reason: why } of parts) {
          found(await judgeMaterial(tx, { accountId, material: part, passed, reason: why }));
        }
        if (approved) await setEnterpriseApproved(tx, accountId, true);
        await noteDecision(tx, decision, ENTERPRISE);
      },
    },

    app: {
      async describe(db, { accountId, subjectId }) {
        const app = (await listApps(db, accountId)).find(({ appId }) => appId === subjectId);
        if (!app) return undefined;
        const { words, identifier } = APP_KINDS[app.kind];
        const enterprise = await findEnterprise(db, vault, accountId);
        return {
          facts: [
            fact('app.name', '应用名称', 'Name', app.name),
            fact('app.kind', '类型', 'Kind', `${words.zh} ${words.en}`),
            fact('app.identifier', identifier.zh, identifier.en, app.identifier),
            fact('app.owned', '属于本企业', 'Owned by the enterprise', String(app.owned)),
            fact('app.enterprise', '企业', 'Enterprise', enterprise?.name ?? ''),
          ],
          parts: [
            {
              part: 'proof',
              words: app.owned
                ? { zh: '权属证明', en: 'Proof of ownership' }
                : { zh: '授权书', en: 'Authorisation' },
              fileId: app.proofFileId,
            },
          ],
        };
      },
      async apply(tx, decision) {
        const { accountId, subjectId: appId, approved, reason, at } = decision;
        const app = await lockApp(tx, accountId, appId);
        if (app?.state !== 'in-review') throw new HeraldError('REVIEW_SUBJECT_GONE');
        if (approved) {
          // 4.3.5: of two enterprises whose claims to one app are decided at once, one has it.
          await lockAppIdentifier(tx, app);
          if (await servesAnother(tx, { accountId, ...app })) throw new HeraldError('APP_SERVES_ANOTHER');
        }
        const appKey = `herald-app-${randomText(deps.random, APP_KEY_LENGTH)}`;
        await moveApp(tx, {
          accountId,
          appId,
          to: stateOf(decision),
          reason,
          ...(approved ? { appKey } : {}),
          at,
        });
        await noteDecision(tx, decision, appId);
      },
    },

    capability: {
      async describe(db, { accountId, subjectId }) {
        const applications = await listCapabilityApplications(db, accountId);
        const asked = applications.find(({ capability }) => capability === subjectId);
        if (!asked) return undefined;
        const { words } = CAPABILITIES[asked.capability];
        return {
          facts: [
            fact('capability.name', '能力', 'Capability', `${words.zh} ${words.en}`),
            fact('capability.purpose', '用途', 'What for', asked.purpose),
          ],
          parts: asked.fileIds.map((fileId, index) => ({
            part: `material-${index + 1}`,
            words: { zh: `材料 ${index + 1}`, en: `Material ${index + 1}` },
            fileId,
          })),
        };
      },
      async apply(tx, decision) {
        const { accountId, subjectId, approved, reason, at } = decision;
        const capability = subjectId as Capability;
        const change = { accountId, capability, from: IN_REVIEW, to: stateOf(decision), reason, at };
        found(await moveCapability(tx, change));
        if (approved) await grantCapability(tx, { accountId, capability, at });
        await noteDecision(tx, decision, capability);
      },
    },
  };
}

/**
 * 4.2.3: the case of an app's secret. It was void from the report on and stays so, whatever is found out; the customer
 * makes another one.
 */
export function appLeakReview(deps: Pick<QualificationReviewDeps, 'newId'>): Reviewable {
  return {
    async describe(db, { accountId, subjectId }) {
      const app = (await listApps(db, accountId)).find(({ appId }) => appId === subjectId);
      if (!app) return { facts: [fact('app.id', '应用（已删除）', 'App (deleted)', subjectId)], parts: [] };
      return {
        facts: [
          fact('app.id', '应用', 'App', subjectId),
          fact('app.name', '应用名称', 'Name', app.name),
          fact('app.key', '应用的 AppKey', 'AppKey', app.appKey ?? ''),
          fact('app.secret', '已换新密钥', 'Has a new secret', String(app.secretAt !== null)),
        ],
        parts: [],
      };
    },
    async apply(tx, { accountId, subjectId: subject, approved, reason: remark, operatorId: id, at }) {
      const what = approved ? 'leak-confirmed' : 'leak-unfounded';
      const by = { realm: 'operator', id } as const;
      await noteEvent(tx, { accountId, eventId: deps.newId(), subject, what, by, remark, at });
    },
  };
}

/** The subject has left the state in which it can be decided. */
function found(moved: boolean): void {
  if (!moved) throw new HeraldError('REVIEW_SUBJECT_GONE');
}
