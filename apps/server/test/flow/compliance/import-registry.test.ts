import { afterAll, beforeAll, expect, test } from 'vitest';
import { complianceHandlers } from '../../../src/gateway/handlers/compliance.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { BY_CALLEE, findRefusals, refusalsOf, refuse } from '../../../src/modules/compliance/index.ts';
import { member, operator } from '../../support/callers.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof complianceHandlers>;
let accountId: string;
let other: string;
const staff = operator('compliance');

beforeAll(async () => {
  world = await openWorld();
  desk = complianceHandlers(world as unknown as HandlerDeps);
  accountId = await world.account({ cash: 10_000_000n });
  other = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());

/** In parts that end within a number and within a sign. */
function upload(content: string | Uint8Array, declaredBytes?: number) {
  const bytes = Buffer.from(content as Uint8Array);
  return {
    content: (async function* () {
      for (let at = 0; at < bytes.length; at += 4099) yield bytes.subarray(at, at + 4099);
    })(),
    declaredBytes: declaredBytes ?? bytes.length,
  };
}
const importOwn = (content: string | Uint8Array, Registry = 'own', account = accountId) =>
  desk.ImportUVMSBlacklistRegistry(member(account), { Registry }, upload(content));
const importForAll = (content: string, Registry = 'public') =>
  desk.ImportUVMSDoNotCallRegistry(staff, { Registry }, upload(content));

const refuses = async (account: string, number: string) => {
  const calleeKey = world.vault.key(number);
  return (await findRefusals(world.sql, [{ accountId: account, calleeKey }]))(account, calleeKey);
};
const numbersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => String(first + index));

test('4.3.2 a registry holds what its file holds, however the numbers are written, and each bad row is told by its line', async () => {
  const file = [
    '\uFEFF号码,备注',
    '+8613700000001,a',
    '13700000002',
    '"010-62700001",b',
    '137',
    '+85291234567\tHong Kong',
    '13700000002',
    'nobody',
  ].join('\r\n');
  expect(await importOwn(file)).toEqual({
    Rows: 7,
    Added: 4,
    Removed: 0,
    Numbers: 4,
    BadRows: 2,
    Errors: [
      { Line: 5, Reason: 'it is no telephone number' },
      { Line: 8, Reason: 'it is no telephone number' },
    ],
  });
  for (const number of ['+8613700000001', '+8613700000002', '+861062700001', '+85291234567']) {
    expect([number, await refuses(accountId, number), await refuses(other, number)]).toEqual([
      number,
      true,
      false,
    ]);
  }
  const { Data } = await desk.QueryUVMSBlacklistPhone(member(accountId), { PhoneNumber: '+8613700000001' });
  expect(Data).toEqual([
    expect.objectContaining({ Phone: '+86137****0001', Source: 'registry', Registry: 'own' }),
  ]);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'own' });
});

test('4.3.2 a file in GB 18030, or without an end of its last line, is read as well; at most 1,000 bad rows are named', async () => {
  const heading = Buffer.from([0xba, 0xc5, 0xc2, 0xeb, 0x0a]); // 号码
  const bad = 'none\n'.repeat(1001);
  const answer = await importOwn(Buffer.concat([heading, Buffer.from(`${bad}13700000101`)]), 'gbk');
  expect(answer).toMatchObject({ Rows: 1002, Added: 1, BadRows: 1001 });
  expect(answer.Errors).toHaveLength(1000);
  // Without a heading the mark of UTF-8 stands before the first number.
  expect(await importOwn('\uFEFF13700000102', 'gbk')).toMatchObject({ Rows: 1, Added: 1, BadRows: 0 });
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'gbk' });
});

test('4.3.2 the same file again adds nothing, and one of the same name replaces the registry', async () => {
  // More than one transaction's worth.
  const first = numbersFrom(13_600_000_000, 6000);
  expect(await importForAll(first.join('\n'))).toMatchObject({ Added: 6000, Numbers: 6000 });
  expect(await importForAll(first.join('\n'))).toMatchObject({ Added: 0, Removed: 0, Numbers: 6000 });
  expect(await refuses(accountId, '+8613600000000')).toBe(true);
  expect(await refuses(other, '+8613600005999')).toBe(true);
  const later = numbersFrom(13_600_000_001, 6001).join('\n');
  expect(await importForAll(later)).toMatchObject({ Added: 2, Removed: 1, Numbers: 6001 });
  expect(await refuses(other, '+8613600000000')).toBe(false);
  expect((await desk.ListUVMSDoNotCallRegistries(staff, {})).Data).toEqual([
    { Registry: 'public', Numbers: 6001, ImportTime: world.clock.now() },
  ]);
  const withdrawal = { Registry: 'public', Reason: 'the centre took it back' };
  expect(await desk.WithdrawUVMSDoNotCallRegistry(staff, withdrawal)).toEqual({ Removed: 6001 });
  expect(await refuses(other, '+8613600000001')).toBe(false);
  await expect(desk.WithdrawUVMSDoNotCallRegistry(staff, withdrawal)).rejects.toMatchObject({
    name: 'REGISTRY_UNKNOWN',
  });
});

test('4.3.2 a registry that goes leaves what the callee, the customer and another registry say of the same number', async () => {
  const [byCallee, byCustomer, byOther, byItself] = numbersFrom(13_500_000_000, 4).map((n) => `+86${n}`);
  const refusal = { accountId, source: BY_CALLEE[0], at: new Date(world.clock.now()) };
  const file = [byCallee, byCustomer, byOther, byItself].join('\n');
  await desk.BatchCreateUVMSBlacklistPhone(member(accountId), { PhoneNumbers: [byCustomer as string] });
  await importOwn(file, 'one');
  await importOwn(byOther as string, 'two');
  // After the import: a callee's word is kept beside the registry's, not lost in it.
  await refuse(world.sql, { ...refusal, calleeKey: world.vault.key(byCallee as string) });
  expect(await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'one' })).toEqual({
    Removed: 4,
  });
  for (const number of [byCallee, byCustomer, byOther]) {
    expect(await refuses(accountId, number as string), number).toBe(true);
  }
  expect(await refuses(accountId, byItself as string)).toBe(false);
  expect(
    await desk.BatchDeleteUVMSBlacklistPhone(member(accountId), { PhoneNumbers: [byOther as string] }),
  ).toEqual({ Removed: 0 });
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'two' });
});

test('4.3.2 a callee is shown the public registry once beside his own word, and no registry of a customer', async () => {
  const number = '+8613500000100';
  const calleeKey = world.vault.key(number);
  await importForAll(number, 'a');
  await importForAll(number, 'b');
  await importOwn(number, 'mine');
  expect(await refusalsOf(world.sql, calleeKey)).toMatchObject([{ accountId: '', source: 'registry' }]);
  await refuse(world.sql, { accountId: '', calleeKey, source: 'portal', at: new Date(world.clock.now()) });
  expect(await refusalsOf(world.sql, calleeKey)).toMatchObject([{ accountId: '', source: 'portal' }]);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'mine' });
});

test('4.3.1 one customer’s registry is no other’s to see, to replace or to withdraw', async () => {
  await importOwn('13400000001', 'shared name');
  await importOwn('13400000002', 'shared name', other);
  expect((await desk.QueryUVMSBlacklistRegistries(member(other), {})).Data).toMatchObject([{ Numbers: 1 }]);
  await desk.WithdrawUVMSBlacklistRegistry(member(other), { Registry: 'shared name' });
  expect(await refuses(accountId, '+8613400000001')).toBe(true);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'shared name' });
});

test('4.3.2 an import that was withdrawn while it ran gives way, and leaves nothing behind', async () => {
  const numbers = numbersFrom(13_300_000_000, 6000).join('\n');
  const slow = deskWhere(3, async () => {
    expect(await refuses(accountId, '+8613300000000')).toBe(true);
    await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'late' });
  });
  await expect(
    slow.ImportUVMSBlacklistRegistry(member(accountId), { Registry: 'late' }, upload(numbers)),
  ).rejects.toMatchObject({ name: 'REGISTRY_CHANGED' });
  // Of the part that was listed by then, and of the one that came after it.
  for (const number of ['+8613300000000', '+8613300005999']) {
    expect(await refuses(accountId, number), number).toBe(false);
  }
  expect((await desk.QueryUVMSBlacklistRegistries(member(accountId), {})).Data).toEqual([]);
});

/** The desk, at which something else happens before the import's transaction of this number begins. */
const deskWhere = (number: number, happens: () => Promise<unknown>) => {
  let begun = 0;
  const sql = new Proxy(world.sql, {
    get(of, name) {
      if (name !== 'begin') return Reflect.get(of, name);
      return async (...work: unknown[]) => {
        if (++begun === number) await happens();
        return (of.begin as (...work: unknown[]) => unknown)(...work);
      };
    },
  });
  return complianceHandlers({ ...world, sql } as unknown as HandlerDeps);
};

test.each([
  ['takes off what its file does not hold', 3],
  ['ends', 4],
] as const)(
  '4.3.2 an import that a later one overtakes before it %s gives way: what the later one lists stays, as it counted it',
  async (_what, transaction) => {
    await importOwn('13300000001\n13300000002', 'overtaken');
    const seen: unknown[] = [];
    const later = deskWhere(transaction, async () => {
      seen.push((await desk.QueryUVMSBlacklistRegistries(member(accountId), {})).Data);
      await importOwn('13300000001\n13300000002\n13300000003', 'overtaken');
    });
    const overtaken = later.ImportUVMSBlacklistRegistry(
      member(accountId),
      { Registry: 'overtaken' },
      upload('13300000002'),
    );
    await expect(overtaken).rejects.toMatchObject({ name: 'REGISTRY_CHANGED' });
    // While an import runs the registry has no time of import.
    expect(seen).toEqual([[{ Registry: 'overtaken', Numbers: 2 }]]);
    for (const number of ['+8613300000001', '+8613300000002', '+8613300000003']) {
      expect(await refuses(accountId, number), number).toBe(true);
    }
    const { Data } = await desk.QueryUVMSBlacklistRegistries(member(accountId), {});
    expect(Data).toMatchObject([{ Numbers: 3, ImportTime: world.clock.now() }]);
    await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'overtaken' });
  },
);

test('4.3.2 what a new file of a registry leaves out stays where another registry, or another customer, has it', async () => {
  const [gone, kept] = ['+8613300000011', '+8613300000012'];
  await importOwn(`${gone}\n${kept}`, 'one');
  await importOwn(gone, 'two');
  await importOwn(gone, 'one', other);
  expect(await importOwn(kept, 'one')).toMatchObject({ Removed: 1, Numbers: 1 });
  expect([await refuses(accountId, gone), await refuses(other, gone)]).toEqual([true, true]);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'two' });
  expect([await refuses(accountId, gone), await refuses(accountId, kept)]).toEqual([false, true]);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'one' });
  expect(await refuses(other, gone)).toBe(true);
  await desk.WithdrawUVMSBlacklistRegistry(member(other), { Registry: 'one' });
});

test.each([
  ['REGISTRY_FILE_INVALID', '', undefined],
  ['REGISTRY_FILE_INVALID', 'number\nnobody\n', undefined],
  ['REGISTRY_FILE_INVALID', '13200000002\n"13200000003', undefined],
  ['REGISTRY_FILE_INVALID', `13200000002\n${'x\n'.repeat(1_000_000)}`, undefined],
  ['FILE_CUT_OFF', '13200000002\n', 100],
  ['FILE_TOO_LARGE', '13200000002\n', 64 * 1024 * 1024 + 1],
])('4.3.2 a file that cannot be used changes nothing: %s', async (name, text, declared) => {
  await importOwn('13200000001', 'kept');
  await expect(
    desk.ImportUVMSBlacklistRegistry(member(accountId), { Registry: 'kept' }, upload(text, declared)),
  ).rejects.toMatchObject({ name });
  expect(await refuses(accountId, '+8613200000001')).toBe(true);
  expect(await refuses(accountId, '+8613200000002')).toBe(false);
  expect((await desk.QueryUVMSBlacklistRegistries(member(accountId), {})).Data).toEqual([
    { Registry: 'kept', Numbers: 1, ImportTime: world.clock.now() },
  ]);
  await desk.WithdrawUVMSBlacklistRegistry(member(accountId), { Registry: 'kept' });
});

test('4.3.2 a list has at most twenty registries; those it has can still be replaced', async () => {
  for (let index = 0; index < 20; index++) await importOwn('13100000001', `no ${index}`);
  await expect(importOwn('13100000001', 'one more')).rejects.toMatchObject({ name: 'REGISTRIES_FULL' });
  // Another customer has twenty of his own.
  expect(await importOwn('13100000001', 'one more', other)).toMatchObject({ Added: 1 });
  expect(await importOwn('13100000001', 'no 7')).toMatchObject({ Added: 0, Numbers: 1 });
});
