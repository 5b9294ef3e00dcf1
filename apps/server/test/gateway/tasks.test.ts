import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACTIONS, type ActionName } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sheetFile } from '../../src/flow/files/sheet-file.ts';
import { createListImporter } from '../../src/flow/tasks/import-list.ts';
import { readXlsx } from '../../src/platform/xlsx-reader.ts';
import { CODE_TEMPLATE } from '../support/database.ts';
import { type Answer, OWNER, type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';

let gateway: OwnersGateway;
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  gateway = await openOwnersGateway();
  app = gateway.app;
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => gateway.close());

const ask = (name: ActionName, given: Readonly<Record<string, unknown>> = {}) =>
  gateway.call('owner', name, given);

/** A list of the account, uploaded. */
async function upload(list: string | Buffer, type = 'csv'): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: `/?Action=UploadUVMSFile&Kind=list&Name=list.${type}`,
    headers: { authorization: 'Bearer owner', 'content-type': 'application/octet-stream' },
    payload: list,
  });
  return String(response.json<Answer>().FileId);
}

/** These rows as a file. */
async function sheet(type: 'csv' | 'xlsx', rows: string[][]): Promise<Buffer> {
  async function* parts() {
    yield rows;
  }
  const content: Uint8Array[] = [];
  for await (const part of sheetFile('list', type, parts(), new Date(0)).content) content.push(part);
  return Buffer.concat(content);
}

/** A task of this list, imported. */
async function task(list: string): Promise<string> {
  const FileId = await upload(list);
  const created = await ask('CreateUVMSTask', { Name: '通知', TemplateId: CODE_TEMPLATE, FileId });
  expect(created).toMatchObject({ RetCode: 0, State: 'importing' });
  const { world, files } = gateway;
  await createListImporter({ ...world, files })({ accountId: OWNER, taskNo: String(created.TaskNo) });
  return String(created.TaskNo);
}

/** A file as it goes out, whole. */
async function file(
  name: ActionName,
  given: Record<string, string>,
): Promise<{ type: string; body: Buffer }> {
  const form = new URLSearchParams({ Action: ACTIONS[name].name, ...given });
  const response = await app.inject({
    method: 'POST',
    url: '/',
    headers: {
      authorization: 'Bearer owner',
      'accept-language': 'zh',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: form.toString(),
  });
  return { type: String(response.headers['content-type']), body: response.rawPayload };
}

describe('rules: a list by the API', () => {
  const preview = (FileId: string, given: Record<string, string> = {}) =>
    ask('PreviewUVMSTaskList', { FileId, TemplateId: CODE_TEMPLATE, ...given });

  test.each(['csv', 'xlsx'] as const)(
    'rules: a list of %s is previewed as it will be imported',
    async (type) => {
      const rows = [['号码', '验证码'], ['13800000001', 'A1'], ['abc', 'A1', 'x'], ['13800000002']];
      const FileId = await upload(await sheet(type, rows), type);
      const began = await preview(FileId);
      expect(began).toMatchObject({
        ...{ RetCode: 0, Columns: 2, Heading: ['号码', '验证码'] },
        Data: [
          { Line: 2, Cells: ['13800000001', 'A1'], Faults: [] },
          {
            ...{ Line: 3, Cells: ['abc', 'A1', 'x'] },
            Faults: [
              { Column: 1, Fault: 'form' },
              { Column: 3, Fault: 'value-extra' },
            ],
          },
          { Line: 4, Cells: ['13800000002'], Faults: [{ Column: 2, Fault: 'value-missing' }] },
        ],
      });
      expect(began).not.toHaveProperty('Problem');
    },
  );

  test('rules: of a long list the first rows are previewed, of a long cell its beginning', async () => {
    const FileId = await upload(
      Array.from({ length: 5000 }, (_, row) => `1380000${1000 + row},${'9'.repeat(500)}\n`).join(''),
    );
    const { Data } = (await preview(FileId)) as unknown as { Data: { Line: number; Cells: string[] }[] };
    expect(Data.map(({ Line }) => Line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(Data[0]?.Cells[1]).toBe('9'.repeat(200));
  });

  test('rules: a list that cannot be used is told so in words before a task is made of it', async () => {
    expect(await preview(await upload('号码,验证码\n'))).toMatchObject({ Data: [], Problem: 'empty' });
    expect(await preview(await upload('13800000001,"A1\n'))).toMatchObject({ Problem: 'broken-record' });
    expect(await preview('0199d3c0-0000-7000-8000-000000000000')).toMatchObject({ RetCode: 18_166 });
  });

  test('rules: few lists are read at a time; who comes on top is told to come again', async () => {
    const FileId = await upload('13800000001,A1\n');
    const answers = await Promise.all(Array.from({ length: 12 }, () => preview(FileId)));
    const codes = answers.map(({ RetCode }) => RetCode);
    expect(codes.filter((code) => code === 0).length).toBeGreaterThanOrEqual(2);
    expect(codes).toContain(18_227);
    expect(await preview(FileId)).toMatchObject({ RetCode: 0 });
  });

  test('rules: bad rows are listed with line, column and why, and downloaded', async () => {
    const TaskNo = await task('号码,验证码\n13800000001,A1\nabc,A1\n13800000002,\n');
    expect(await ask('GetUVMSTask', { TaskNo })).toMatchObject({
      Task: { State: 'faulty', BadRows: 2, Total: 1, Waiting: 1 },
      Check: { State: 'running' },
    });
    expect(await ask('ListUVMSTaskFaults', { TaskNo, NumPerPage: 1 })).toMatchObject({
      BadRows: 2,
      Data: [{ Line: 3, Column: 1, Fault: 'form' }],
      More: true,
    });
    const { type, body } = await file('ExportUVMSTask', { TaskNo, Kind: 'faults', Format: 'csv' });
    expect(type).toBe('text/csv; charset=utf-8');
    expect(body.toString()).toBe('\uFEFF行,列,问题\r\n3,1,不是电话号码\r\n4,2,缺少变量的值\r\n');
    expect(await ask('StartUVMSTask', { TaskNo })).toMatchObject({ RetCode: 18_953 });
    expect(await ask('StartUVMSTask', { TaskNo, GoodRowsOnly: true })).toMatchObject({ State: 'running' });
    expect(await ask('DeleteUVMSTask', { TaskNo })).toMatchObject({ RetCode: 18_951 });
    expect(await ask('CancelUVMSTask', { TaskNo })).toMatchObject({ State: 'cancelled' });
  });

  test('rules: rows are found by state and by number, page by page, and exported', async () => {
    const TaskNo = await task('13800000011,A1\n13800000012,B2\n13800000011,C3\n');
    expect(await ask('ListUVMSTaskRows', { TaskNo, NumPerPage: 2 })).toMatchObject({
      Data: [
        { Line: 1, Phone: '+8613800000011', Params: ['A1'], State: 'waiting' },
        { Line: 2, Phone: '+8613800000012' },
      ],
      More: true,
    });
    expect(await ask('ListUVMSTaskRows', { TaskNo, AfterLine: 2 })).toMatchObject({
      Data: [{ Line: 3, State: 'skipped', Reason: 'duplicate' }],
      More: false,
    });
    const byNumber = await ask('ListUVMSTaskRows', { TaskNo, PhoneNumber: '138 0000 0012' });
    expect(byNumber).toMatchObject({ Data: [{ Line: 2 }] });
    const { body } = await file('ExportUVMSTask', { TaskNo, Kind: 'rows', Format: 'xlsx', State: 'waiting' });
    const cells: string[][] = [];
    for await (const part of readXlsx(body)) cells.push(...part.map((row) => row.cells));
    expect(cells.map((row) => row.slice(0, 3))).toEqual([
      ['号码', '{1}', '行号'],
      ['+8613800000011', 'A1', '1'],
      ['+8613800000012', 'B2', '2'],
    ]);
  });

  test('rules: the sample of a template can be filled in and sent back', async () => {
    const sample = await file('GetUVMSTaskSample', { TemplateId: CODE_TEMPLATE, Format: 'csv' });
    const TaskNo = await task(sample.body.toString());
    expect(await ask('GetUVMSTask', { TaskNo })).toMatchObject({ Task: { State: 'ready', Total: 1 } });
  });

  test('rules: a copy has the same list and settings', async () => {
    const TaskNo = await task('13800000021,A1\n');
    const copy = await ask('CopyUVMSTask', { TaskNo, Name: '再发一次' });
    expect(copy).toMatchObject({ RetCode: 0, State: 'importing' });
    const { Task } = (await ask('GetUVMSTask', { TaskNo: String(copy.TaskNo) })) as {
      Task?: { FileId: string };
    };
    expect(await ask('GetUVMSTask', { TaskNo })).toMatchObject({ Task: { FileId: Task?.FileId } });
  });
});

describe('rules: live progress over a socket', () => {
  /** What a watcher hears, until the stream ends or enough has come. */
  async function watch(TaskNo: string, enough: (text: string) => boolean): Promise<string> {
    const query = new URLSearchParams({ Action: 'WatchUVMSTask', TaskNo });
    const asked = request({ port, path: `/?${query}`, headers: { authorization: 'Bearer owner' } }).end();
    const [response] = await once(asked, 'response');
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of response) {
      text += chunk;
      if (enough(text)) break;
      gateway.world.clock.advance(1000);
    }
    asked.destroy();
    return text;
  }

  test('rules: a watcher hears how it stands, each change, and the end', async () => {
    const TaskNo = await task('13800000031,A1\n');
    let cancelled = false;
    const heard = await watch(TaskNo, (text) => {
      if (!cancelled && text.includes('"State":"ready"')) {
        cancelled = true;
        // The row goes with the next round of whoever runs tasks.
        ask('CancelUVMSTask', { TaskNo })
          .then(
            () => gateway.world.sql`UPDATE tasks SET waiting = 0, cancelled = 1 WHERE task_no = ${TaskNo}`,
          )
          .then(() => gateway.world.clock.advance(1000));
      }
      return false;
    });
    const events = heard.split('\n\n').map((event) => event.split('\n')[0]);
    expect(events.filter((event) => event?.startsWith('event:')).at(-1)).toBe('event: end');
    expect(heard).toContain('"State":"ready"');
    expect(heard).toContain('"State":"cancelled"');
  });

  test('rules: connections are bounded, and one that went away makes room', async () => {
    const TaskNo = await task('13800000032,A1\n');
    const query = new URLSearchParams({ Action: 'WatchUVMSTask', TaskNo });
    const open = async () => {
      const asked = request({ port, path: `/?${query}`, headers: { authorization: 'Bearer owner' } }).end();
      asked.on('error', () => {});
      const [response] = await once(asked, 'response');
      return { asked, type: String(response.headers['content-type']) };
    };
    const watchers = [];
    for (let nth = 0; nth < 20; nth++) watchers.push(await open());
    const streaming = (type: string) => type.startsWith('text/event-stream');
    expect(watchers.every(({ type }) => streaming(type))).toBe(true);
    expect(streaming((await open()).type)).toBe(false);
    for (const { asked } of watchers) asked.destroy();
    const again = async () => {
      const next = await open();
      next.asked.destroy();
      return streaming(next.type);
    };
    await expect.poll(again, { timeout: 20_000 }).toBe(true);
  });
});
