import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createApiKey,
  findApiKey,
  findApiKeyOf,
  findProjects,
  grantCapability,
  lockAccounts,
  readAccounts,
  receiptTarget,
  setReceiptTarget,
} from '../../src/modules/accounts/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
  for (const accountId of ['a', 'b']) await openAccount(db, accountId, {});
});
afterAll(() => db.drop());

const at = () => new Date(db.clock.now());
const makeKey = (accountId: string, publicKey: string) =>
  createApiKey(db.sql, db.vault, { accountId, publicKey, privateKey: `private of ${publicKey}`, at: at() });

describe('API keys', () => {
  test('4.3.1 a private key is sealed in the database, and bound to its row', async () => {
    await makeKey('a', 'pk-1');
    await makeKey('b', 'pk-2');
    const rows = await db.sql<
      { text: string }[]
    >`SELECT encode(private_key_sealed, 'escape') AS text FROM api_keys`;
    expect(rows.map((row) => row.text).join()).not.toContain('private of');
    expect(await findApiKey(db.sql, db.vault, 'pk-1')).toMatchObject({
      accountId: 'a',
      privateKey: 'private of pk-1',
      status: 'active',
      allowedIps: [[], []],
      keyPairs: true,
    });
    // Another row's secret does not open in this one.
    await db.sql`UPDATE api_keys SET private_key_sealed =
      (SELECT private_key_sealed FROM api_keys WHERE public_key = 'pk-2') WHERE public_key = 'pk-1'`;
    await expect(findApiKey(db.sql, db.vault, 'pk-1')).rejects.toThrow();
  });

  test('api: an unknown key is nobody', async () => {
    expect(await findApiKey(db.sql, db.vault, 'pk-none')).toBeUndefined();
  });

  test('1.6 the key of an account is its oldest that is not disabled', async () => {
    await openAccount(db, 'c', {});
    expect(await findApiKeyOf(db.sql, db.vault, 'c')).toBeUndefined();
    await makeKey('c', 'c-1');
    db.clock.advance(1);
    await makeKey('c', 'c-2');
    expect((await findApiKeyOf(db.sql, db.vault, 'c'))?.publicKey).toBe('c-1');
    await db.sql`UPDATE api_keys SET status = 'disabled' WHERE public_key = 'c-1'`;
    expect((await findApiKeyOf(db.sql, db.vault, 'c'))?.publicKey).toBe('c-2');
  });
});

describe('account', () => {
  test('2.1 capabilities are read with the account, and granted once', async () => {
    await grantCapability(db.sql, { accountId: 'a', capability: 'navigation', at: at() });
    await grantCapability(db.sql, { accountId: 'a', capability: 'navigation', at: at() });
    const [account] = await readAccounts(db.sql, ['a', 'nobody']);
    expect(account?.status).toBe('active');
    expect([...(account?.capabilities ?? [])].sort()).toEqual([
      'navigation',
      'notification',
      'verification-code',
    ]);
  });

  test('4.3.1 a project is known to its own account only', async () => {
    const known = await findProjects(db.sql, [
      { accountId: 'a', projectId: 'a-project' },
      { accountId: 'a', projectId: 'b-project' },
    ]);
    expect([...known]).toEqual(['a\na-project']);
    expect(await findProjects(db.sql, [])).toEqual(new Set());
  });

  test('product: accounts are locked in one order, so those who lock the same ones wait and never deadlock', async () => {
    const order: string[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        inTransaction(db.sql, async (tx) => {
          await lockAccounts(tx, index % 2 ? ['a', 'b'] : ['b', 'a']);
          order.push('in');
          await tx`SELECT 1`;
          order.push('out');
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 40 }, (_, index) => (index % 2 ? 'out' : 'in')));
  });

  test('api: where receipts go: set, read with its secret, sealed, removed', async () => {
    expect(await receiptTarget(db.sql, db.vault, 'a')).toBeUndefined();
    await setReceiptTarget(db.sql, db.vault, 'a', { url: 'https://example.com/', secret: 'the secret' });
    expect(await receiptTarget(db.sql, db.vault, 'a')).toEqual({
      url: 'https://example.com/',
      secret: 'the secret',
    });
    expect(await receiptTarget(db.sql, db.vault, 'b')).toBeUndefined();
    const [row] = await db.sql<{ text: string }[]>`SELECT a::text || encode(receipt_secret, 'escape') AS text
      FROM accounts a WHERE account_id = 'a'`;
    expect(row?.text).not.toContain('the secret');
    await setReceiptTarget(db.sql, db.vault, 'a', undefined);
    expect(await receiptTarget(db.sql, db.vault, 'a')).toBeUndefined();
  });
});
