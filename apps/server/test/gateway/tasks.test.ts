import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACTIONS, type ActionName } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

/** A task of this list, imported. */
async function task(list: string): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: '/?Action=UploadUVMSFile&Kind=list&Name=list.csv',
    headers: { authorization: 'Bearer owner', 'content-type': 'text/csv' },
    payload: list,
  });
  const { FileId } = response.json<Answer>();
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
