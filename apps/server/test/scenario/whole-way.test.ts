import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSpeaker, espeakVoice, type Piece } from '@herald/speech';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger } from '../../src/modules/ledger/index.ts';
import type { Sql } from '../../src/platform/db.ts';
import { type Answer, type Caller, formCaller, getCaller, jsonCaller } from './support/callers.ts';
import {
  launchService,
  makeDataDir,
  openDatabase,
  type Service,
  startService,
  until,
} from './support/service.ts';
import { find, heard, silent } from './support/sound.ts';

let data: Awaited<ReturnType<typeof makeDataDir>>;
let service: Service;
let call: Caller;
let sql: Sql;
let numbers = 0;

beforeAll(async () => {
  data = await makeDataDir();
  service = await startService(data.dataDir, {
    PUSH_ALLOW_NETWORKS: '127.0.0.0/8',
    RING_TIMEOUT_MS: '4000',
    LOG_LEVEL: 'warn',
  });
  call = jsonCaller(service.facts);
  sql = openDatabase(data.dataDir);
});
afterAll(async () => {
  await sql?.end();
  await service?.stop();
  await data?.remove();
});

/** A number that the carrier treats as its last four digits say, and that was not rung before. */
const number = (ending: string) => `+86138${String(numbers++).padStart(4, '0')}${ending}`;

async function send(by: Caller, ending: string, parameters: Parameters<Caller>[1] = {}): Promise<string> {
  const answer = await by('SendUVMSMessage', {
    CalledNumber: number(ending),
    TemplateId: service.facts.codeTemplateId,
    TemplateParams: ['3A90F1'],
    ...parameters,
  });
  expect(answer).toMatchObject({ RetCode: 0, Action: 'SendUVMSMessageResponse' });
  return answer.SessionNo as string;
}

/** The demo's notice with its values. */
const NOTICE_PIECES: readonly Piece[] = [
  { kind: 'text', text: '您好，这里是传话告警服务。您的服务' },
  { kind: 'value', text: '订单系统' },
  { kind: 'text', text: '于' },
  { kind: 'value', text: '3月10日8点5分' },
  { kind: 'text', text: '发生' },
  { kind: 'value', text: '磁盘写满' },
  { kind: 'text', text: '，请尽快处理。' },
];

interface Receipt {
  ReceiptResult: number;
  ReceiptCode: number;
  ReceiptReason: string;
  CostCount: number;
  Duration: number;
  [name: string]: unknown;
}

const receiptOf = (sessionNo: string): Promise<Receipt> =>
  until(`a receipt of ${sessionNo}`, async () => {
    const answer = await call('GetUVMSReceipt', { SessionNo: sessionNo });
    return answer.Final ? (answer.Receipt as Receipt) : undefined;
  });

interface Balance extends Answer {
  AccountInfo: { Amount: string; AmountAvailable: string; AmountFreeze: string };
  Packages: { Available: number; Reserved: number }[];
}
const balance = async () => (await call('GetBalance', {})) as Balance;

describe('a signed request becomes a phone call, a charge and a receipt', () => {
  test('4.3.8 the callee hears the filed words and the code read one by one, twice, and nothing else', async () => {
    const before = await balance();
    const sessionNo = await send(call, '0200', { UserId: 'order-7' });
    const receipt = await receiptOf(sessionNo);
    expect(receipt).toMatchObject({
      SessionNo: sessionNo,
      ReceiptResult: 1,
      ReceiptCode: 200,
      ReceiptReason: 'answered',
      CostCount: 1,
      UserId: 'order-7',
    });
    expect(receipt.Duration).toBeGreaterThan(10);

    const speaker = createSpeaker({ voice: espeakVoice() });
    const say = (code: string) => {
      const pieces: Piece[] = [
        { kind: 'text', text: '您的验证码是' },
        { kind: 'code', text: code },
        { kind: 'text', text: '，五分钟内有效，请勿告诉他人。' },
      ];
      return speaker.say(pieces, { language: 'zh' });
    };
    const [right, wrong] = [await say('3A90F1'), await say('3A90F7')];
    await speaker.close();
    const sound = await heard(service.facts.heardDir, sessionNo);
    const first = find(sound, right);
    assert(first, 'the message is in what was heard');
    expect(silent(sound, 0, first.from), 'nothing before it').toBe(true);
    const second = find(sound, right, first.to);
    assert(second, 'and again');
    expect(second.from, 'with a pause between').toBeGreaterThan(first.to + 7000);
    expect(silent(sound, first.to, second.from), 'a silent one').toBe(true);
    expect(silent(sound, second.to, sound.length), 'and nothing after it').toBe(true);
    expect(find(sound, wrong), 'another code sounds different').toBeUndefined();

    const { Data } = await call('GetUVMSSendRecord', { TaskNo: sessionNo });
    expect(Data, 'the record tells the same as the receipt').toEqual([
      expect.objectContaining({
        TaskNo: sessionNo,
        Phone: receipt.Phone,
        ShowNumber: receipt.ShowNumber,
        CallStartTime: receipt.CallStartTime,
        CallEndTime: receipt.CallEndTime,
        Duration: receipt.Duration,
        ReceiptResult: 1,
        ChannelId: 'sandbox',
        CountryCode: '86',
        CalledCityCode: '010',
        CalledOperatorCode: 'cmcc',
        CallingCityCode: `0${/^\+86(10|2\d|[3-9]\d\d)/.exec(String(receipt.ShowNumber))?.[1]}`,
      }),
    ]);

    const elsewhere = await call('GetUVMSSendRecord', { TaskNo: sessionNo, CalledCityCode: '021' });
    expect(elsewhere.Total, 'another city is not its city').toBe(0);

    const after = await balance();
    expect(after.Packages[0]?.Available).toBe((before.Packages[0]?.Available ?? 0) - 1);
    expect(after.Packages[0]?.Reserved).toBe(0);
    expect(after.AccountInfo).toEqual(before.AccountInfo);
  });

  test('3.6 a notice is charged by the started minute from the balance', async () => {
    const before = await balance();
    const sessionNo = await send(formCaller(service.facts), '0200', {
      TemplateId: service.facts.noticeTemplateId,
      TemplateParams: ['订单系统', '3月10日8点5分', '磁盘写满'],
    });
    const receipt = await receiptOf(sessionNo);
    expect(receipt).toMatchObject({ ReceiptResult: 1, CostCount: 1 });
    const after = await balance();
    const paid = Number(before.AccountInfo.Amount) - Number(after.AccountInfo.Amount);
    expect(paid.toFixed(4)).toBe('0.1200');
    expect(after.AccountInfo.AmountFreeze).toBe('0.0000');
    expect(after.Packages).toEqual(before.Packages);
  });

  test('4.2.8 a notice ends with the keys for refusing and complaining, heard over the line; a key acts at once', async () => {
    const TemplateId = service.facts.noticeTemplateId;
    expect(await call('UpdateUVMSSpokenTail', { TemplateId, Tail: 'refuse-complain' })).toMatchObject({
      RetCode: 0,
    });
    try {
      const notice = { TemplateId, TemplateParams: ['订单系统', '3月10日8点5分', '磁盘写满'] };
      const listens = await send(call, '0200', notice);
      const presses = number('4709');
      const { SessionNo } = await call('SendUVMSMessage', { CalledNumber: presses, ...notice });
      const speaker = createSpeaker({ voice: espeakVoice() });
      const say = (...pieces: Piece[]) => speaker.say(pieces, { language: 'zh' });
      const tail = '不再接听此类来电，请按9，投诉请按8。';
      const whole = await say(...NOTICE_PIECES, { kind: 'text', text: tail });
      const without = await say(...NOTICE_PIECES);
      const done = await say({ kind: 'text', text: '已为您登记，我们不会再次致电。再见。' });
      await speaker.close();
      expect(whole.length, 'the tail is seconds long').toBeGreaterThan(without.length + 3 * 8000);

      expect(await receiptOf(listens)).toMatchObject({ ReceiptResult: 1, ReceiptReason: 'answered' });
      const sound = await heard(service.facts.heardDir, listens);
      const first = find(sound, whole);
      assert(first, 'the notice and its tail are in what was heard');
      expect(silent(sound, 0, first.from), 'nothing before it').toBe(true);
      expect(silent(sound, first.to, sound.length), 'and nothing after it').toBe(true);

      const receipt = await receiptOf(SessionNo as string);
      expect(receipt).toMatchObject({ ReceiptResult: 1, Flow: { Refused: true } });
      const answered = await heard(service.facts.heardDir, SessionNo as string);
      expect(find(answered, done), 'the key is answered').toBeDefined();
      expect(find(answered, whole), 'and what was being said is not said to its end').toBeUndefined();
      const again = await call('SendUVMSMessage', { CalledNumber: presses, ...notice });
      expect(again.RetCode, 'who has refused is not called again').toBe(18206);
    } finally {
      await call('UpdateUVMSSpokenTail', { TemplateId });
    }
  });

  test.each([
    ['busy', '0486', { ReceiptCode: 486, ReceiptReason: 'busy' }],
    ['no answer', '0480', { ReceiptCode: 480, ReceiptReason: 'no-answer' }],
    ['rejected', '0603', { ReceiptCode: 603, ReceiptReason: 'rejected' }],
    ['an empty number', '0404', { ReceiptCode: 404, ReceiptReason: 'empty-number' }],
  ])('3.6 %s has its code and costs nothing', async (_what, ending, expected) => {
    const before = await balance();
    const receipt = await receiptOf(await send(getCaller(service.facts), ending));
    expect(receipt).toMatchObject({ ReceiptResult: 2, CostCount: 0, Duration: 0, ...expected });
    expect(await balance()).toMatchObject({ Packages: before.Packages, AccountInfo: before.AccountInfo });
  });

  test('api: a call placed through each SDK’s way of speaking is the same call', async () => {
    const ways = [jsonCaller, formCaller, getCaller].map((way) => way(service.facts));
    for (const way of ways) {
      const answer = await way('SendUVMSMessage', {
        CalledNumber: number('0486'),
        TemplateId: service.facts.codeTemplateId,
        TemplateParams: ['2468'],
        GroupType: 1,
        DispatchRule: 0,
        ProjectId: service.facts.projectId,
        Region: 'cn-bj2',
        UserId: '王小明 #1',
      });
      expect(answer).toMatchObject({ RetCode: 0, UserId: '王小明 #1', ReqUuid: expect.any(String) });
      expect(await receiptOf(answer.SessionNo as string)).toMatchObject({
        ReceiptReason: 'busy',
        UserId: '王小明 #1',
      });
    }
  });

  test('api: DryRun tells every verdict and the cost, and neither charges nor dials', async () => {
    const before = await balance();
    const called = number('0200');
    const asked = {
      CalledNumber: called,
      TemplateId: service.facts.codeTemplateId,
      TemplateParams: ['1234'],
    };
    const answer = await call('SendUVMSMessage', { ...asked, DryRun: true });
    expect(answer).toMatchObject({ RetCode: 0, SessionNo: '', DryRun: { WouldSend: true, RetCode: 0 } });
    expect(await balance()).toMatchObject({ Packages: before.Packages });
    const refused = await call('SendUVMSMessage', { ...asked, TemplateParams: ['toolong7'], DryRun: true });
    expect(refused).toMatchObject({ DryRun: { WouldSend: false, RetCode: expect.any(Number) } });
    const records = await call('GetUVMSSendRecord', { PhoneNumber: called });
    expect(records.Total).toBe(0);
  });

  test('api: the same ClientToken is one message, one call, one charge', async () => {
    const parameters = {
      CalledNumber: number('0486'),
      TemplateId: service.facts.codeTemplateId,
      TemplateParams: ['1234'],
      ClientToken: 'once',
    };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => jsonCaller(service.facts)('SendUVMSMessage', parameters)),
    );
    expect(new Set(answers.map((answer) => answer.SessionNo)).size).toBe(1);
    const other = await call('SendUVMSMessage', { ...parameters, TemplateParams: ['9999'] });
    expect(other.RetCode).toBe(18005);
    await receiptOf(answers[0]?.SessionNo as string);
    expect((await call('GetUVMSSendRecord', { PhoneNumber: parameters.CalledNumber })).Total).toBe(1);
  });

  test('4.2.8 a callee is not called twice within a minute', async () => {
    const parameters = {
      CalledNumber: number('0486'),
      TemplateId: service.facts.codeTemplateId,
      TemplateParams: ['1234'],
    };
    expect((await call('SendUVMSMessage', parameters)).RetCode).toBe(0);
    const again = await call('SendUVMSMessage', parameters);
    expect(again).toMatchObject({ RetCode: 18402, Message: expect.stringContaining('60') });
  });

  test('RFC 3261 9.1 a callee that rings for ever is cancelled, told as no answer, and costs nothing', async () => {
    const receipt = await receiptOf(await send(call, '0180'));
    expect(receipt).toMatchObject({ ReceiptResult: 2, ReceiptReason: 'no-answer', CostCount: 0 });
  });

  test('3.6 a callee who hangs up early has answered: one code is charged, and the record says how far it came', async () => {
    const sessionNo = await send(call, '0201');
    expect(await receiptOf(sessionNo)).toMatchObject({ ReceiptResult: 1, ReceiptCode: 200, CostCount: 1 });
    const message = await call('GetUVMSMessage', { SessionNo: sessionNo });
    const states = (message.Timeline as { State: string }[]).map((step) => step.State);
    expect(states).toEqual(
      expect.arrayContaining(['accepted', 'dialling', 'ringing', 'answered', 'playing', 'ended']),
    );
    expect(states).not.toContain('played');
    expect(states).not.toContain('ladder');
    const ladder = (message.Ladder as { Message: string; Method: string }[]).map(
      (step) => `${step.Message} ${step.Method}`,
    );
    expect(ladder).toEqual(expect.arrayContaining(['INVITE INVITE', '200 INVITE', 'ACK ACK', 'BYE BYE']));
  });

  test('api: the receipt is pushed, signed, until it is acknowledged', async () => {
    const pushes: { at: number; body: string; signature: string }[] = [];
    const customer = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        pushes.push({ at: Date.now(), body, signature: String(request.headers['x-herald-signature']) });
        response.writeHead(pushes.length < 3 ? 503 : 200).end();
      });
    }).listen(0, '127.0.0.1');
    await until('a customer listens', async () => customer.listening || undefined);
    const url = `http://127.0.0.1:${(customer.address() as AddressInfo).port}/receipts`;
    const { Secret: secret } = await call('UpdateUVMSReceiptUrl', { Url: url });
    try {
      const sessionNo = await send(call, '0486');
      await until('the third push', async () => (pushes.length >= 3 ? true : undefined));
      const pushed = await until('the push is recorded', async () => {
        const answer = await call('GetUVMSReceipt', { SessionNo: sessionNo });
        const push = answer.Push as { State: string; Attempts: number };
        return push.State === 'delivered' ? { push, receipt: answer.Receipt } : undefined;
      });
      expect(pushed.push).toEqual({ State: 'delivered', Attempts: 3 });
      for (const { body, signature } of pushes) {
        expect(JSON.parse(body)).toEqual(pushed.receipt);
        const [, time, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
        expect(
          createHmac('sha256', secret as string)
            .update(`${time}.${body}`)
            .digest('hex'),
        ).toBe(digest);
      }
    } finally {
      await call('UpdateUVMSReceiptUrl', { Url: '' });
      customer.closeAllConnections();
      customer.close();
    }
  });

  test('4.2.7 a without a trunk a message ends as such and costs nothing', async () => {
    const before = await balance();
    await sql`UPDATE trunks SET enabled = false`;
    try {
      const receipt = await receiptOf(await send(call, '0200'));
      expect(receipt).toMatchObject({ ReceiptResult: 2, ReceiptReason: 'no-trunk', CostCount: 0 });
    } finally {
      await sql`UPDATE trunks SET enabled = true`;
    }
    expect(await balance()).toMatchObject({ Packages: before.Packages });
  });

  test('3.4 after all this the ledger sums to zero and nothing is held', async () => {
    const report = await verifyLedger(sql);
    expect(report).toEqual([]);
    expect((await balance()).AccountInfo.AmountFreeze).toBe('0.0000');
  });
});

test('operations: Ctrl-C ends every process, and the next start has everything', async () => {
  const own = await makeDataDir();
  try {
    const first = await startService(own.dataDir, {
      RTP_PORTS: '13000-13499',
      SANDBOX_RTP_PORTS: '13500-13999',
    });
    expect(await first.stop()).toBe(0);
    expect(first.output()).toContain('Stopped.');
    expect(processesOf(own.dataDir)).toBe('');
    const second = await startService(own.dataDir, {
      RTP_PORTS: '13000-13499',
      SANDBOX_RTP_PORTS: '13500-13999',
    });
    expect(second.facts.publicKey).toBe(first.facts.publicKey);
    expect(second.facts.privateKey).toBe(first.facts.privateKey);
    await second.stop();
  } finally {
    await own.remove();
  }
});

test('operations: Ctrl-C while it starts leaves nothing behind, and the next start is whole', async () => {
  const own = await makeDataDir();
  try {
    const early = launchService(own.dataDir);
    await until('the database is being made', async () => existsSync(join(own.dataDir, 'run')) || undefined);
    expect(await early.stop()).toBe(0);
    expect(early.output()).toContain('Stopped.');
    expect(early.output()).not.toContain('is ready');
    expect(processesOf(own.dataDir)).toBe('');
    const next = await startService(own.dataDir);
    expect(await next.stop()).toBe(0);
  } finally {
    await own.remove();
  }
});

function processesOf(dataDir: string): string {
  try {
    return execFileSync('pgrep', ['-fa', dataDir], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
