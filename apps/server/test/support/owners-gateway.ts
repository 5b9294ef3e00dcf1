import { ACTIONS, type Action, type ActionName } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import { createStudio, openVoices } from '../../src/calling/index.ts';
import { bankTransferProvider } from '../../src/flow/money/payment-provider.ts';
import { createTaskWatch } from '../../src/flow/tasks/watch-task.ts';
import { createTemplatePreviewer } from '../../src/flow/templates/preview-template.ts';
import { createHandlers } from '../../src/gateway/handlers/index.ts';
import { createGateway, type Identity } from '../../src/gateway/index.ts';
import { grantCapability, insertMember } from '../../src/modules/accounts/index.ts';
import { createIdentity, openSession } from '../../src/modules/identities/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { FileStore } from '../../src/platform/file-store.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { member, operator } from './callers.ts';
import { openTestFiles } from './files.ts';
import { requestFor } from './generated-request.ts';
import { collectIds, FITTING, type Ids, MARK, ownersSteps } from './owners-steps.ts';
import { png } from './sample-files.ts';
import { giveCoupon, openShop } from './shop.ts';
import { openWorld, type World } from './world.ts';

export const OWNER = 'a0';
export const OTHER = 'a1';
const COUPON = 'coupon-of-the-owner';

export type Answer = { RetCode: number; Message?: string } & Record<string, unknown>;

/** A gateway with two accounts behind it; the first is filled by its own calls, so that there is one of everything. */
export interface OwnersGateway {
  readonly world: World;
  readonly app: FastifyInstance;
  readonly files: FileStore;
  /** Of what the owner has, by the name of the request field that takes one. */
  readonly ids: Ids;
  /** @param who owner, other, staff; anybody else has no session */
  call(who: string, name: ActionName, given: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The same with the flat texts of a request as they are. */
  send(who: string, action: Action, texts: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

const identities: Readonly<Record<string, Identity>> = {
  owner: member(OWNER),
  other: member(OTHER),
  staff: operator('admin'),
};

export async function openOwnersGateway(): Promise<OwnersGateway> {
  const world = await openWorld();
  await openShop(world);
  for (const _account of [OWNER, OTHER]) await world.account({ cash: 100_000_000n });
  for (const accountId of [OWNER, OTHER]) await openOwner(world, accountId);
  const at = new Date(world.clock.now());
  for (const accountId of [OWNER, OTHER]) {
    await grantCapability(world.sql, { accountId, capability: 'number-application', at });
  }
  await giveCoupon(world, { accountId: OWNER, couponId: COUPON, amount: 10_000n });
  const disk = await openTestFiles();
  const { sql, vault, clock, newId, jobs, submitter, log } = world;
  const studio = createStudio(systemClock, openVoices({ kind: 'espeak' }, log, systemClock));
  const app = createGateway({
    registry: createHandlers({
      sql,
      vault,
      clock,
      random: systemRandom,
      newId,
      limits: world.limits,
      jobs,
      submitter,
      taskWatch: createTaskWatch({ sql, clock }),
      files: disk.files,
      operatorName: 'operator',
      retention: readConfig({}).retention,
      studio,
      previewer: createTemplatePreviewer(sql, studio),
      providers: [bankTransferProvider('some bank')],
      oidc: { customer: undefined, operator: undefined, opensAccounts: false },
      pushAllowNetworks: [],
    }),
    keys: { find: async () => undefined },
    apps: { find: async () => undefined, takeNonce: async () => false },
    sessions: {
      async find(token) {
        const identity = identities[token];
        return identity && { identity, allowedIps: [] };
      },
    },
    clock,
    ids: { requestId: newId },
    log,
    health: async () => ({ ready: true, parts: {} }),
    limits: { ratePerSecond: 10_000, rateBurst: 10_000, strangersPerSecond: 10_000, strangersBurst: 10_000 },
  });
  const ids: Ids = {
    ProjectId: `${OWNER}-project`,
    ProjectIds: [`${OWNER}-project`],
    SessionId: `${OWNER}-owner-session`,
    CouponId: COUPON,
  };

  const gateway: OwnersGateway = {
    world,
    app,
    files: disk.files,
    ids,
    call(who, name, given) {
      const action: Action = ACTIONS[name];
      return gateway.send(who, action, requestFor(action, { ...FITTING, ...given }));
    },
    async send(who, action, texts) {
      const form = new URLSearchParams(texts).toString();
      const upload = action.file === 'upload';
      const response = await app.inject({
        method: 'POST',
        url: upload ? `/?${form}` : '/',
        headers: {
          'content-type': upload ? 'application/octet-stream' : 'application/x-www-form-urlencoded',
          'accept-language': 'en',
          authorization: `Bearer ${who}`,
        },
        payload: upload ? (texts.Kind === 'list' ? '13800009911,123456\n' : png()) : form,
      });
      // A file that goes out is no JSON: its bytes are looked through like any answer.
      const isJson = /^application\/json(;|$)/.test(String(response.headers['content-type']));
      return isJson ? response.json<Answer>() : { RetCode: 0, file: response.rawPayload.toString('latin1') };
    },
    async close() {
      await app.close();
      await studio.close();
      await world.close();
      await disk.drop();
    },
  };
  for (const [who, action, given] of ownersSteps(ids)) {
    const answer = await gateway.call(who, action, given);
    if (answer.RetCode !== 0) throw new Error(`${action}: ${answer.RetCode} ${answer.Message}`);
    collectIds(answer, ids);
  }
  return gateway;
}

/** The member of the account who owns it, as a person who has logged in. */
async function openOwner(world: World, accountId: string): Promise<void> {
  const { sql, vault, clock } = world;
  const { principal } = member(accountId);
  if (principal.kind !== 'member') throw new Error('an owner is a member');
  const { memberId, identityId, sessionId } = principal;
  const at = new Date(clock.now());
  const name = accountId === OWNER ? MARK : 'other';
  await inTransaction(sql, async (tx) => {
    const email = `${accountId}@${name}.example`;
    const person = { identityId, realm: 'customer', email, name, language: 'zh', at } as const;
    await createIdentity(tx, vault, { ...person, passwordHash: null });
    await insertMember(tx, vault, {
      accountId,
      memberId,
      who: { identityId },
      role: 'owner',
      projects: 'all',
      at,
    });
    await openSession(tx, {
      sessionId,
      token: `${accountId}-token`,
      identityId,
      realm: 'customer',
      ip: '203.0.113.7',
      agent: name,
      at,
    });
  });
}
