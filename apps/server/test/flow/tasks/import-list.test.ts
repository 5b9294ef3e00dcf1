import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listRows } from '../../../src/flow/tasks/list-rows.ts';
import { unfoldPart } from '../../../src/flow/tasks/unfold-part.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { faultsAfter, PART_ROWS } from '../../../src/modules/tasks/index.ts';
import { xlsxStream } from '../../../src/platform/xlsx-writer.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

let world: TaskWorld;
let account: string;

beforeAll(async () => {
  world = await openTaskWorld();
  account = await world.account({ cash: 100_000_000n });
});
afterAll(() => world.close());

/** What a list came to: its task, its rows in plain, and what is wrong with the others. */
async function imported(list: string | Uint8Array, templateId = CODE_TEMPLATE, skipDuplicates = true) {
  const taskNo = await world.task(account, list, { templateId, skipDuplicates });
  const task = await world.read(account, taskNo);
  const rows = await world.rows(account, taskNo);
  const faults = await faultsAfter(world.sql, task, { line: 0, column: 0 }, 1000);
  return {
    task,
    rows: rows.map((row) => [row.line, ...row.cells]),
    states: rows.map((row) => `${row.state} ${row.reason}`.trim()),
    faults: faults.map(({ line, column, fault }) => `${line}:${column} ${fault}`),
  };
}

async function workbook(rows: string[][]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of xlsxStream([rows], { at: new Date(0) })) parts.push(part);
  return Buffer.concat(parts);
}

/** 号码,验证码 in GB18030, as Excel of a Chinese Windows saves CSV. */
const GB_HEADING = Buffer.from('bac5c2eb2cd1e9d6a4c2eb0a', 'hex');

describe('rules: lists as people have them', () => {
  const wanted = [
    [2, '+8613800000001', 'A1'],
    [3, '+8613800000002', 'B2'],
  ];
  const body = '13800000001,A1\r\n13800000002,B2\r\n';
  const lists: [string, () => Promise<Uint8Array> | Uint8Array][] = [
    ['UTF-8', () => Buffer.from(`号码,验证码\r\n${body}`)],
    ['UTF-8 with its mark', () => Buffer.from(`\uFEFF号码,验证码\r\n${body}`)],
    ['GB18030', () => Buffer.concat([GB_HEADING, Buffer.from(body)])],
    [
      'a workbook',
      () =>
        workbook([
          ['号码', '{1}'],
          ['13800000001', 'A1'],
          ['13800000002', 'B2'],
        ]),
    ],
    [
      'columns that were once used',
      () => Buffer.from(`号码,验证码,,\n${body.replaceAll('\r\n', ',,\r\n')},,,\n`),
    ],
  ];
  test.each(lists)('rules: %s', async (_what, make) => {
    const { task, rows } = await imported(await make());
    expect(rows).toEqual(wanted);
    expect(task).toMatchObject({ state: 'ready', total: 2, badRows: 0, counts: { waiting: 2 } });
  });

  test('rules: without a heading the first line is a row', async () => {
    expect((await imported('13800000001,A1\n')).rows).toEqual([[1, '+8613800000001', 'A1']]);
  });

  test.each([
    '+86 138-0000-0001',
    '008613800000001',
    '8613800000001',
    '１３８００００００01',
    "'13800000001",
    '13800000001.0',
  ])('rules: %s is the number that it is meant to be', async (written) => {
    expect((await imported(`${written},A1\n`)).rows).toEqual([[1, '+8613800000001', 'A1']]);
  });
});

describe('rules: every bad row is told with line, column and why, and none of them is sent', () => {
  test('rules: of codes', async () => {
    const list = [
      '号码,验证码',
      '13800000001,A1',
      ',A1',
      'abc,A1',
      '138000000,A1',
      '138000000012345,A1',
      '+9991234567,A1',
      '13800000002',
      '13800000003,A1B2C3D',
      '13800000004,A1,B2',
      'abc,A 1',
    ].join('\n');
    const { task, rows, faults } = await imported(list);
    expect(faults).toEqual([
      '3:1 number-missing',
      '4:1 form',
      '5:1 short',
      '6:1 long',
      '7:1 country',
      '8:2 value-missing',
      '9:2 code',
      '10:3 value-extra',
      '11:1 form',
      '11:2 code',
    ]);
    expect(rows).toEqual([[2, '+8613800000001', 'A1']]);
    expect(task).toMatchObject({ state: 'faulty', badRows: 9, total: 1 });
  });

  test('4.2.2 of notices: links and what cannot be spoken', async () => {
    const list = '13800000001,www.example.com\n13800000002,a|b\n13800000003,甲\n';
    expect((await imported(list, NOTICE_TEMPLATE)).faults).toEqual(['1:2 link', '2:2 symbol']);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing but a heading', '号码,验证码\n', 'empty'],
    ['not one good row', 'a,b\n1,2\n', 'no-good-row'],
    ['a quote that never closes', '13800000001,"A1\n13800000002,B2\n', 'broken-record'],
    ['no encoding that is read', Buffer.from([0x31, 0x2c, 0xff, 0xff, 0x0a]), 'encoding'],
    [
      'a zip of nothing',
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
      'not-a-workbook',
    ],
  ])('rules: %s makes a list unusable', async (_what, list, why) => {
    const { task, rows } = await imported(list);
    expect(task).toMatchObject({ state: 'unusable', why, total: 0 });
    expect(rows).toEqual([]);
  });
});

describe('rules: before a task starts it is known', () => {
  test('rules: which numbers come twice; they are skipped unless each is to be called', async () => {
    const list = '13800000001,A1\n+8613800000001,B2\n13800000002,C3\n';
    const skipping = await imported(list);
    expect(skipping.states).toEqual(['waiting', 'skipped duplicate', 'waiting']);
    expect(skipping.task).toMatchObject({ duplicates: 1, total: 3, counts: { waiting: 2, skipped: 1 } });
    const calling = await imported(list, CODE_TEMPLATE, false);
    expect(calling.states).toEqual(['waiting', 'waiting duplicate', 'waiting']);
  });

  test('4.3.2 how many have refused to be called', async () => {
    const at = new Date(world.clock.now());
    const calleeKey = world.vault.key('+8613800000901');
    await refuse(world.sql, { accountId: account, calleeKey, source: 'test', at });
    const { task } = await imported('13800000901,A1\n13800000902,A1\n13800000903,A1\n');
    await world.check(account, task.taskNo);
    const states = async () => (await world.rows(account, task.taskNo)).map((row) => row.reason);
    expect(await states()).toEqual(['CALLEE_REFUSES', '', '']);
    expect((await world.read(account, task.taskNo)).refusing).toBe(1);
    // The same of rows that stand by themselves already, and of callees who think better of it.
    await unfoldPart(world, task);
    await world.sql`DELETE FROM do_not_call WHERE callee_key = ${calleeKey}`;
    const other = world.vault.key('+8613800000903');
    await refuse(world.sql, { accountId: account, calleeKey: other, source: 'test', at });
    await world.check(account, task.taskNo);
    expect(await states()).toEqual(['', '', 'CALLEE_REFUSES']);
  });

  test.each([
    ['codes', CODE_TEMPLATE, ['', 'CALLEE_REFUSES', 'CALLEE_REFUSES', 'CALLEE_REFUSES', '']],
    ['notices', NOTICE_TEMPLATE, ['', 'CALLEE_REFUSES', '', 'CALLEE_REFUSES', 'CALLEE_REFUSES']],
  ] as const)(
    '4.3.2 of a task of %s counted are callees who refuse everything, everybody, or calls of its purpose, and no others',
    async (_what, templateId, reasons) => {
      const at = new Date(world.clock.now());
      // Nobody; everything of this customer; its codes; everybody; its notices.
      const refusals = [undefined, [account, 0], [account, 1], ['', 0], [account, 2]] as const;
      for (const [nth, refusal] of refusals.entries()) {
        if (refusal === undefined) continue;
        const [accountId, purpose] = refusal;
        const calleeKey = world.vault.key(`+861380000091${nth}`);
        await refuse(world.sql, { accountId, calleeKey, purpose, source: 'test', at });
      }
      const list = refusals.map((_, nth) => `1380000091${nth},A1`).join('\n');
      const { task } = await imported(list, templateId);
      await world.check(account, task.taskNo);
      expect((await world.rows(account, task.taskNo)).map(({ reason }) => reason)).toEqual(reasons);
      const { refusing } = await world.read(account, task.taskNo);
      expect(refusing).toBe(reasons.filter((reason) => reason !== '').length);
    },
  );
});

test('4.3.1 numbers and values are nowhere in plain', async () => {
  const { task } = await imported('13812345678,SECRET\n');
  const stored = async (table: string) => {
    const rows = await world.sql.unsafe(`SELECT * FROM ${table} WHERE task_no = '${task.taskNo}'`);
    const texts = rows
      .flatMap((row) => Object.values(row))
      .map((value) => Buffer.from(value instanceof Uint8Array ? value : String(value)).toString('latin1'));
    return { rows: rows.length, text: texts.join('\n') };
  };
  const folded = await stored('task_parts');
  await unfoldPart(world, task);
  const unfolded = await stored('task_rows');
  for (const { rows, text } of [folded, unfolded]) {
    expect(rows).toBe(1);
    expect(text).not.toMatch(/13812345678|SECRET/);
  }
});

test('rules: a list reads the same however much of it is unfolded', async () => {
  const lines = Array.from({ length: 2 * PART_ROWS + 20 }, (_, nth) =>
    nth % 7 === 6 ? '13600000000,A1' : `1360000${String(nth).padStart(4, '0')},A1`,
  );
  const { task } = await imported(lines.join('\n'));
  const told = async (filter: Partial<Parameters<typeof listRows>[2]>) =>
    (
      await listRows(world, task, {
        ...{ after: 0, limit: 5000, state: undefined, reason: undefined, calledNumber: undefined },
        ...filter,
      })
    ).map(({ line, state, reason, cells }) => [line, state, reason, ...cells].join(' '));
  const filters = [
    {},
    { after: PART_ROWS - 10, limit: 20 },
    { state: 'skipped', limit: 30 },
    { state: 'answered' },
    { reason: 'duplicate', after: 300 },
    { calledNumber: '+8613600000700' },
    { calledNumber: '+8613600000000', state: 'waiting' },
  ] as const;
  const all = async () => Promise.all(filters.map(told));
  const folded = await all();
  expect(folded.map((rows) => rows.length)).toEqual([1020, 20, 30, 0, 103, 1, 1]);
  for (let part = 0; part < 3; part++) {
    expect(await unfoldPart(world, task)).toBe(part < 2 ? PART_ROWS : 20);
    expect(await all()).toEqual(folded);
  }
  expect(await unfoldPart(world, task)).toBe(0);
});

test('rules: an import that dies begins anew, and of two at once the later one counts', async () => {
  const list = Array.from({ length: 1200 }, (_, nth) => `1380000${String(nth).padStart(4, '0')},A1`).join(
    '\n',
  );
  const taskNo = await world.task(account, list, {}, 'not-imported');
  await Promise.all([world.importList(account, taskNo), world.importList(account, taskNo)]);
  await world.importList(account, taskNo);
  expect(await world.read(account, taskNo)).toMatchObject({ state: 'ready', total: 1200, duplicates: 0 });
  expect((await world.rows(account, taskNo)).length).toBe(1200);
});
