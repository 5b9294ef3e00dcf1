import { randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type DemoFacts, type Installation, SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';
import { follow } from './watch.ts';

/** One verification code and one notice, from the signed request to the sound that the callee heard. */
export async function demo(terminal: Terminal, installation: Installation): Promise<void> {
  const { client, demo: facts } = installation;
  if (!facts) {
    throw new SetupError(
      terminal.say(
        'demo 需要本机正在运行的传话（含沙箱运营商）',
        'demo needs a Herald on this machine with its sandbox carrier',
      ),
    );
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const now = new Date();
  const time = `${now.getMonth() + 1}月${now.getDate()}日${now.getHours()}点${now.getMinutes()}分`;
  const messages = [
    {
      title: terminal.say('一、语音验证码', '1  Verification code'),
      template: facts.codeTemplateId,
      values: [code],
    },
    {
      title: terminal.say('二、语音通知', '2  Notice'),
      template: facts.noticeTemplateId,
      values: ['订单系统', time, 'CPU使用率95%告警'],
    },
  ];
  for (const { title, template, values } of messages) {
    terminal.title(title);
    const called = freshNumber(facts);
    const { Data: templates } = await client.call('QueryUVMSTemplate', { TemplateId: template });
    terminal.row(terminal.say('内容', 'Words'), fill(templates[0]?.Content ?? '', values));
    terminal.row(terminal.say('被叫', 'Called'), called);
    const { SessionNo } = await client.call('SendUVMSMessage', {
      CalledNumber: called,
      TemplateId: template,
      TemplateParams: values,
      UserId: 'herald-demo',
    });
    terminal.row('SessionNo', terminal.dim(SessionNo));
    await follow(terminal, installation, SessionNo);
    const heard = await findHeard(facts.heardDir, SessionNo);
    terminal.row(
      terminal.say('被叫听到', 'Heard'),
      heard ?? terminal.bad(terminal.say('没有找到录音', 'no sound was found')),
    );
  }
  const { AccountInfo, Packages } = await client.call('GetBalance', {});
  terminal.title(terminal.say('账户', 'Account'));
  terminal.row(terminal.say('余额', 'Balance'), `¥${AccountInfo.AmountAvailable}`);
  for (const owned of Packages) {
    terminal.row(
      owned.PackageId,
      terminal.say(
        `剩余 ${owned.Available} / ${owned.Quantity} 条`,
        `${owned.Available} of ${owned.Quantity} messages left`,
      ),
    );
  }
  terminal.line();
}

/** A number that the sandbox carrier answers, and that was not rung a moment ago: the last four digits decide. */
function freshNumber(facts: DemoFacts): string {
  const { answer } = facts.calledNumbers;
  return `${answer.slice(0, -8)}${String(randomInt(10_000)).padStart(4, '0')}${answer.slice(-4)}`;
}

function fill(content: string, values: readonly string[]): string {
  return content.replace(/\{(\d+)\}/g, (_place, index: string) => values[Number(index) - 1] ?? '');
}

/** The recording is named after the call, and the call after the message; it is written when the line is closed. */
async function findHeard(directory: string, sessionNo: string): Promise<string | undefined> {
  for (let tries = 0; tries < 40; tries++) {
    const names = await readdir(directory).catch(() => []);
    const name = names.find((candidate) => candidate.includes(sessionNo) && candidate.endsWith('.wav'));
    if (name) return join(directory, name);
    await pause(100);
  }
  return undefined;
}
