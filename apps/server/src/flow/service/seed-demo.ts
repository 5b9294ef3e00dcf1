import {
  accountExists,
  createAccount,
  createApiKey,
  createProject,
  findApiKeyOf,
  grantCapability,
  setEnterpriseApproved,
} from '../../modules/accounts/index.ts';
import { versionsNow } from '../../modules/agreements/index.ts';
import { findTrunk, type NewTrunk, saveTrunk } from '../../modules/carriers/index.ts';
import {
  CASH,
  CNY,
  EXTERNAL,
  insertPackage,
  issuedAccount,
  packageAccount,
  postTransfers,
  REVENUE,
  type Transfer,
  unitCommodity,
} from '../../modules/ledger/index.ts';
import { addToPool } from '../../modules/numbers/index.ts';
import { type PackagePrice, type Price, publishPriceBook } from '../../modules/pricing/index.ts';
import {
  moveEnterprise,
  moveRealName,
  saveEnterprise,
  submitRealName,
} from '../../modules/qualification/index.ts';
import { APPROVED, CODE, NOTICE, saveTemplate } from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { UNITS_PER_YUAN } from '../../platform/money.ts';
import { type Random, randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { signAgreement } from '../agreement/accept-agreement.ts';
import { saveDemoFlow } from '../callflows/demo-flow.ts';

export interface DemoAccount {
  publicKey: string;
  privateKey: string;
  projectId: string;
  codeTemplateId: string;
  noticeTemplateId: string;
  flowId: string;
}

export const DEMO_ACCOUNT = 'demo';
const ACCOUNT = DEMO_ACCOUNT;
const PROJECT = 'org-demo';
const CODE_TEMPLATE = 'UVVT20260101democode';
const NOTICE_TEMPLATE = 'UVVT20260101demonote';
const FLOW = 'UVVF20260101demoflow';
const PACKAGE = 'UVPK20260101demo';
const PACKAGE_MESSAGES = 10_000n;
const PACKAGE_PRICE = 750n * UNITS_PER_YUAN;
const TOP_UP = 1000n * UNITS_PER_YUAN;
const YEAR_MS = 365 * 86_400_000;

/** Pay as you go: per answered code, per started minute of a notice, in 10⁻⁴ yuan. */
const PRICES: readonly Price[] = [
  { purpose: CODE, groupType: 1, prefix: '+86', amount: 1000n, stepSeconds: 0 },
  { purpose: CODE, groupType: 2, prefix: '+86', amount: 1500n, stepSeconds: 0 },
  { purpose: NOTICE, groupType: 1, prefix: '+86', amount: 1200n, stepSeconds: 60 },
  { purpose: NOTICE, groupType: 2, prefix: '+86', amount: 1500n, stepSeconds: 60 },
];

/** The price list of packages: messages of codes, minutes of notices, in yuan. */
const PACKAGES: readonly PackagePrice[] = [
  ...tiers(CODE, 1, [
    [10_000, 750],
    [100_000, 6500],
    [500_000, 27_500],
  ]),
  ...tiers(CODE, 2, [
    [10_000, 1250],
    [100_000, 12_000],
    [500_000, 55_000],
  ]),
  ...tiers(NOTICE, 1, [
    [10_000, 1100],
    [100_000, 10_500],
    [500_000, 50_000],
  ]),
  ...tiers(NOTICE, 2, [
    [10_000, 1250],
    [100_000, 12_000],
    [500_000, 55_000],
  ]),
];

function tiers(purpose: number, groupType: number, rows: [quantity: number, yuan: number][]): PackagePrice[] {
  return rows.map(([quantity, yuan]) => ({
    purpose,
    groupType,
    quantity: BigInt(quantity),
    amount: BigInt(yuan) * UNITS_PER_YUAN,
  }));
}

/** Numbers that callees of the sandbox see. */
const POOL = ['+862151860001', '+862151860002', '+861052810003', '+8675528100004'];

/**
 * Makes a fresh installation usable at once: a price book, a pool of numbers, the trunk to the sandbox carrier, and
 * an account under the agreement with an approved enterprise, two approved templates, a package of codes and a balance.
 * Run at each start, by several processes if need be; what is there stays, only the trunk's address follows the sandbox,
 * and keys that were all disabled get a successor.
 */
export async function seedDemo(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  random: Random;
  newId(): string;
  trunk: NewTrunk;
}): Promise<DemoAccount> {
  const { sql, vault, clock } = deps;
  const { trunkId, host, port } = deps.trunk;
  const trunk = await findTrunk(sql, vault, trunkId);
  await saveTrunk(sql, vault, trunk ? { ...trunk, host, port } : deps.trunk);
  const key = await inTransaction(sql, async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(hashtext('herald.seed-demo'))`;
    const existing = await findApiKeyOf(tx, vault, ACCOUNT);
    if (existing) return existing;
    if (!(await accountExists(tx, ACCOUNT))) await seed(tx);
    return freshKey(tx);
  });
  const { current } = await versionsNow(sql, new Date(clock.now()));
  if (current) {
    const signer = { accountId: ACCOUNT, signer: 'demo', ip: '' };
    await inTransaction(sql, (tx) => signAgreement(tx, clock, signer, current));
  }
  const templates = { codeTemplateId: CODE_TEMPLATE, noticeTemplateId: NOTICE_TEMPLATE, flowId: FLOW };
  return { ...key, projectId: PROJECT, ...templates };

  async function freshKey(tx: Tx): Promise<{ publicKey: string; privateKey: string }> {
    const fresh = {
      publicKey: `herald-demo-${randomText(deps.random, 20)}`,
      privateKey: randomText(deps.random, 40),
    };
    await createApiKey(tx, vault, { accountId: ACCOUNT, ...fresh, at: new Date(clock.now()) });
    return fresh;
  }

  /** What a reviewer would have approved: a company that cannot exist, its number has no valid check digit. */
  async function qualify(tx: Tx, at: Date): Promise<void> {
    const phone = '+8613800000200';
    const [name, number] = ['传话演示企业', '91000000DEMO000000'];
    const facts = { name, licenceNumber: number, industry: '软件和信息技术服务业' };
    const contact = { contactName: '演示联系人', contactPhone: phone, address: '演示地址' };
    const holder = { accountId: ACCOUNT, holder: 'enterprise', facts: { name, number, phone }, at } as const;
    await submitRealName(tx, vault, holder);
    await saveEnterprise(tx, vault, { accountId: ACCOUNT, facts: { ...facts, ...contact }, at });
    const approval = { accountId: ACCOUNT, from: ['draft', 'in-review'], to: 'approved', at } as const;
    await moveRealName(tx, approval);
    await moveEnterprise(tx, approval);
    await setEnterpriseApproved(tx, ACCOUNT, true);
  }

  async function seed(tx: Tx): Promise<void> {
    const at = new Date(clock.now());
    await publishPriceBook(tx, {
      version: 1,
      announcedAt: at,
      effectiveAt: at,
      prices: PRICES,
      packages: PACKAGES,
    });
    await addToPool(tx, POOL);
    await createAccount(tx, { accountId: ACCOUNT, name: '传话演示账号', at });
    await createProject(tx, { accountId: ACCOUNT, projectId: PROJECT, name: '演示项目' });
    for (const capability of ['verification-code', 'notification', 'navigation', 'recording']) {
      await grantCapability(tx, { accountId: ACCOUNT, capability, at });
    }
    await qualify(tx, at);
    const common = { language: 'zh', allDay: true, status: APPROVED } as const;
    await saveTemplate(
      tx,
      ACCOUNT,
      {
        ...common,
        templateId: CODE_TEMPLATE,
        name: '登录验证码',
        purpose: CODE,
        content: '您的验证码是{1}，五分钟内有效，请勿告诉他人。',
      },
      at,
    );
    await saveTemplate(
      tx,
      ACCOUNT,
      {
        ...common,
        templateId: NOTICE_TEMPLATE,
        name: '生产告警',
        purpose: NOTICE,
        content: '您好，这里是传话告警服务。您的服务{1}于{2}发生{3}，请尽快处理。',
      },
      at,
    );
    await saveDemoFlow(tx, { accountId: ACCOUNT, flowId: FLOW }, at);
    await insertPackage(tx, {
      accountId: ACCOUNT,
      packageId: PACKAGE,
      purpose: CODE,
      groupType: 1,
      quantity: PACKAGE_MESSAGES,
      boughtAt: at,
      expiresAt: new Date(at.getTime() + YEAR_MS),
    });
    const units = unitCommodity(CODE, 1);
    const order = deps.newId();
    const transfers: Omit<Transfer, 'accountId'>[] = [
      { id: deps.newId(), kind: 'top-up', debit: EXTERNAL, credit: CASH, commodity: CNY, amount: TOP_UP },
      { id: order, kind: 'purchase', debit: CASH, credit: REVENUE, commodity: CNY, amount: PACKAGE_PRICE },
      {
        id: order,
        kind: 'issue',
        debit: issuedAccount(units),
        credit: packageAccount(PACKAGE),
        commodity: units,
        amount: PACKAGE_MESSAGES,
      },
    ];
    await postTransfers(
      tx,
      transfers.map((transfer) => ({ accountId: ACCOUNT, ...transfer })),
      at,
    );
  }
}
