/**
 * Makes what a service without the sandbox carrier needs for its first call: a trunk, numbers to show, prices, and an
 * account with a key, a template and money. Change it to your carrier and your customer, then, in the folder of the
 * clone and with the service's own settings (DATA_DIR or DATABASE_URL, HERALD_MASTER_KEY), while the service runs:
 *
 *   scripts/node docs/examples/provision.ts
 */
import { join } from 'node:path';
import { acceptAgreement } from '@herald/server/flow/agreement/accept-agreement.ts';
import {
  createAccount,
  createApiKey,
  createProject,
  grantCapability,
  setEnterpriseApproved,
} from '@herald/server/modules/accounts/index.ts';
import { versionsNow } from '@herald/server/modules/agreements/index.ts';
import { saveTrunk } from '@herald/server/modules/carriers/index.ts';
import { CASH, CNY, EXTERNAL, postTransfers } from '@herald/server/modules/ledger/index.ts';
import { addToPool } from '@herald/server/modules/numbers/index.ts';
import { publishPriceBook } from '@herald/server/modules/pricing/index.ts';
import { APPROVED, CODE, saveTemplate } from '@herald/server/modules/templates/index.ts';
import { readConfig } from '@herald/server/platform/config.ts';
import { UNITS_PER_YUAN } from '@herald/server/platform/money.ts';
import { randomText } from '@herald/server/platform/random.ts';
import { runDir } from '@herald/server/platform/run-dir.ts';
import { inTransaction } from '@herald/server/platform/transaction.ts';
import { openBase } from '@herald/server/processes/base.ts';

const config = readConfig(process.env);
const embedded = { socketDir: join(runDir(config.dataDir), 'postgres'), database: 'postgres' };
const address = config.databaseUrl ? { url: config.databaseUrl } : embedded;
const { sql, vault, clock, random, newId } = await openBase(config, 'provision', address, 1);

const at = new Date();
const accountId = 'acme';
const templateId = 'UVVT20260101acmecode';
const key = { publicKey: `acme-${randomText(random, 20)}`, privateKey: randomText(random, 40) };

await inTransaction(sql, async (tx) => {
  await saveTrunk(tx, vault, {
    trunkId: 'carrier-1',
    name: 'Our carrier',
    host: process.env.TRUNK_HOST ?? '192.0.2.10',
    port: Number(process.env.TRUNK_PORT ?? 5060),
    username: undefined, // or the user name and password that the carrier asks for
    password: undefined,
    purposes: [1, 2], // 1 codes, 2 notices
    priority: 100, // lower is preferred
    concurrency: 100,
    cps: 10,
    // How the carrier wants to be spoken to; what is left out is as docs/operations.md says.
    terms: { transport: 'udp', calleeFormat: 'e164', codecs: ['PCMA', 'PCMU'] },
  });
  await addToPool(tx, ['+862151860000']);
  await publishPriceBook(tx, {
    version: 1,
    announcedAt: at,
    effectiveAt: at,
    // In 10⁻⁴ yuan per answered code; a destination without a price is not called.
    prices: [{ purpose: CODE, groupType: 1, prefix: '+86', amount: 1000n, stepSeconds: 0 }],
  });

  await createAccount(tx, { accountId, name: 'Acme', at });
  await createProject(tx, { accountId, projectId: 'org-acme', name: 'Default' });
  await createApiKey(tx, vault, { accountId, ...key, at });
  await setEnterpriseApproved(tx, accountId, true);
  await grantCapability(tx, { accountId, capability: 'verification-code', at });
  const content = '您的验证码是{1}，请勿告诉他人。';
  const template = { templateId, name: '登录验证码', purpose: CODE, language: 'zh', content } as const;
  await saveTemplate(tx, accountId, { ...template, allDay: true, status: APPROVED }, at);
  const topUp = { id: newId(), kind: 'top-up', debit: EXTERNAL, credit: CASH, commodity: CNY } as const;
  await postTransfers(tx, [{ accountId, ...topUp, amount: 100n * UNITS_PER_YUAN }], at);
});

// The customer has signed the agreement in force, on paper or by mail. Without it nothing is sent.
const { current } = await versionsNow(sql, at);
if (current) await acceptAgreement({ sql, clock }, { accountId, signer: 'on paper', ip: '' }, current);

process.stdout.write(`${JSON.stringify({ ...key, templateId }, null, 2)}\n`);
await sql.end();
