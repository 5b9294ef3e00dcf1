import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { ensureAgreement } from '../../src/flow/agreement/publish-agreement.ts';
import {
  createAccount,
  createProject,
  grantCapability,
  openServiceTerm,
  setEnterpriseApproved,
} from '../../src/modules/accounts/index.ts';
import {
  DEFAULT_ROUTING,
  DEFAULT_TERMS,
  DEFAULT_WATCH,
  saveTrunk,
  type Trunk,
} from '../../src/modules/carriers/index.ts';
import {
  CASH,
  CNY,
  EXTERNAL,
  insertPackage,
  issuedAccount,
  packageAccount,
  postTransfers,
  unitCommodity,
} from '../../src/modules/ledger/index.ts';
import { addToPool } from '../../src/modules/numbers/index.ts';
import { publishPriceBook } from '../../src/modules/pricing/index.ts';
import { APPROVED, CODE, NOTICE, saveTemplate } from '../../src/modules/templates/index.ts';
import { connectDb, type Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { type Limits, SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { type Random, systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { createVault, type Vault } from '../../src/platform/vault.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** Tuesday 2026-03-10, 10:00 in Beijing: inside every window. */
export const TEN_IN_BEIJING = Date.UTC(2026, 2, 10, 2, 0, 0);

const CONNECTIONS = 12;
const HOT_CONNECTIONS = 4;

export interface TestDatabase {
  sql: Sql;
  /** What every message passes goes by these, as in the service. */
  hot: Sql;
  vault: Vault;
  clock: ManualClock;
  random: Random;
  newId(): string;
  limits: Limits;
  /**
   * Takes the database away from everybody: connections end, and new ones are refused until `back` is called, which
   * resolves when the pool has found its way back too.
   */
  outage(): Promise<{ back(): Promise<void> }>;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const socketDir = inject('socketDir');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin((admin) => admin.unsafe(`CREATE DATABASE ${name}`));
  const where = { socketDir, database: name };
  const sql = connectDb(where, { name: 'test', max: CONNECTIONS });
  const hot = connectDb(where, { name: 'test', max: HOT_CONNECTIONS, plannedOnce: true });
  const clock = manualClock(TEN_IN_BEIJING);
  await migrate(sql, clock.now());
  await ensureAgreement({ sql, clock });
  return {
    sql,
    hot,
    vault: createVault(randomBytes(32)),
    clock,
    random: systemRandom,
    newId: createIds(clock, systemRandom),
    limits: SHIPPED_LIMITS,
    async outage() {
      await asAdmin(async (admin) => {
        await admin.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
      });
      return {
        async back() {
          await asAdmin((admin) => admin.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`));
          // A connection that was lost at an unlucky moment fails one more statement before it is made anew: not one
          // of the tests that follow.
          const all = [...Array(CONNECTIONS).fill(sql), ...Array(HOT_CONNECTIONS).fill(hot)] as Sql[];
          while (!(await Promise.all(all.map(answers))).every(Boolean));
        },
      };
    },
    async drop() {
      // After an outage the driver may wait for a connection that it has forgotten; nobody needs it any more.
      await Promise.all([sql.end({ timeout: 1 }), hot.end({ timeout: 1 })]);
      await asAdmin((admin) => admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };

  function answers(pool: Sql): Promise<boolean> {
    const asked = pool`SELECT pg_sleep(0.02)`.then(
      () => true,
      () => false,
    );
    return Promise.race([asked, pause(2000, false)]);
  }

  async function asAdmin(run: (admin: Sql) => Promise<unknown>): Promise<void> {
    const admin = connectDb({ socketDir, database: 'postgres' }, { name: 'test', max: 1 });
    await run(admin).finally(() => admin.end());
  }
}

export const CODE_TEMPLATE = 'T-code';
export const NOTICE_TEMPLATE = 'T-notice';
export const DAY_TEMPLATE = 'T-day';

/** An account that may send: the agreement, capabilities, three approved templates, and money or units as asked. */
export async function openAccount(
  db: TestDatabase,
  accountId: string,
  funds: { cash?: bigint; codes?: bigint },
): Promise<void> {
  const { sql, clock, newId } = db;
  const at = new Date(clock.now());
  await inTransaction(sql, async (tx) => {
    await createAccount(tx, { accountId, name: accountId, at });
    await openServiceTerm(tx, accountId, 1);
    await createProject(tx, { accountId, projectId: `${accountId}-project`, name: 'project' });
    for (const capability of ['verification-code', 'notification']) {
      await grantCapability(tx, { accountId, capability, at });
    }
    await setEnterpriseApproved(tx, accountId, true);
    const common = { language: 'zh', status: APPROVED, name: 'test' } as const;
    const code = {
      ...common,
      templateId: CODE_TEMPLATE,
      purpose: CODE,
      allDay: true,
      content: '您的验证码是{1}。',
    } as const;
    const notice = { ...common, purpose: NOTICE, content: '您的订单{1}已发货。' } as const;
    await saveTemplate(tx, accountId, code, at);
    await saveTemplate(tx, accountId, { ...notice, templateId: NOTICE_TEMPLATE, allDay: true }, at);
    await saveTemplate(tx, accountId, { ...notice, templateId: DAY_TEMPLATE, allDay: false }, at);
    if (funds.cash) {
      await postTransfers(
        tx,
        [
          {
            accountId,
            id: newId(),
            kind: 'top-up',
            debit: EXTERNAL,
            credit: CASH,
            commodity: CNY,
            amount: funds.cash,
          },
        ],
        at,
      );
    }
    if (funds.codes) {
      const units = unitCommodity(CODE, 1);
      const expiresAt = new Date(clock.now() + 86_400_000 * 365);
      await insertPackage(tx, {
        accountId,
        packageId: 'P1',
        purpose: CODE,
        groupType: 1,
        quantity: funds.codes,
        boughtAt: at,
        expiresAt,
      });
      await postTransfers(
        tx,
        [
          {
            accountId,
            id: newId(),
            kind: 'issue',
            debit: issuedAccount(units),
            credit: packageAccount('P1'),
            commodity: units,
            amount: funds.codes,
          },
        ],
        at,
      );
    }
  });
}

/** Prices, pool and one trunk: what every account shares. Codes cost 1000, notices 1200 a minute. */
export async function openPlatform(
  db: TestDatabase,
  trunk: { concurrency?: number; cps?: number } = {},
): Promise<void> {
  const { sql, vault, clock } = db;
  const at = new Date(clock.now());
  await publishPriceBook(sql, {
    version: 1,
    announcedAt: at,
    effectiveAt: at,
    prices: [
      { purpose: CODE, groupType: 1, prefix: '+86', amount: 1000n, stepSeconds: 0 },
      { purpose: NOTICE, groupType: 1, prefix: '+86', amount: 1200n, stepSeconds: 60 },
    ],
  });
  await addToPool(sql, ['+862151860001', '+862151860002']);
  await saveTrunk(sql, vault, testTrunk({ ...trunk }));
}

/** trunk-1: takes everything, a hundred calls at once and a hundred a second, or what is changed of it. */
export const testTrunk = (change: Partial<Trunk> = {}): Trunk => ({
  trunkId: 'trunk-1',
  name: 'test',
  host: '127.0.0.1',
  port: 5070,
  username: undefined,
  password: undefined,
  purposes: [CODE, NOTICE],
  priority: 1,
  concurrency: 100,
  cps: 100,
  terms: DEFAULT_TERMS,
  routing: DEFAULT_ROUTING,
  watch: DEFAULT_WATCH,
  ...change,
});
