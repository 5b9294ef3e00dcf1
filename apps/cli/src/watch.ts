import { setTimeout as pause } from 'node:timers/promises';
import type { ResponseOf } from '@herald/contract';
import { type Installation, SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';

export type Message = ResponseOf<'GetUVMSMessage'>;

const LOOK_EVERY_MS = 150;
/** Longer than any message lives in the queue and on the line before it has a receipt. */
const PATIENCE_MS = 15 * 60_000;

/** What happens in a call, in words. */
const STEPS: Record<string, [zh: string, en: string]> = {
  accepted: ['已接收，费用已预留', 'accepted, its cost reserved'],
  dialling: ['正在呼叫', 'dialling'],
  ringing: ['对方振铃', 'ringing'],
  'early-media': ['听到网络提示音', 'the network plays an announcement'],
  answered: ['已接听', 'answered'],
  playing: ['正在播报', 'speaking'],
  played: ['播报完毕', 'spoken'],
  digit: ['按键', 'key pressed'],
  ended: ['通话结束', 'the call is over'],
};

export async function watch(
  terminal: Terminal,
  installation: Installation,
  [sessionNo]: string[],
): Promise<void> {
  if (!sessionNo) throw new SetupError('watch needs a SESSION_NO, as SendUVMSMessage answered it');
  await follow(terminal, installation, sessionNo);
}

/** Prints each step of a message as it happens, until its receipt. */
export async function follow(
  terminal: Terminal,
  { client }: Installation,
  sessionNo: string,
): Promise<Message> {
  const until = Date.now() + PATIENCE_MS;
  const printed = new Set<string>();
  for (;;) {
    const message = await client.call('GetUVMSMessage', { SessionNo: sessionNo });
    for (const step of message.Timeline) {
      const id = `${step.At} ${step.State} ${step.Detail ?? ''}`;
      if (printed.has(id)) continue;
      printed.add(id);
      const seconds = ((step.At - message.SubmitTime) / 1000).toFixed(2).padStart(6);
      const words = STEPS[step.State];
      const text = words ? terminal.say(...words) : step.State;
      terminal.line(
        `  ${terminal.dim(`${seconds} s`)}  ${text}${step.Detail ? terminal.dim(`  ${step.Detail}`) : ''}`,
      );
    }
    if (message.Receipt) {
      printReceipt(terminal, message);
      return message;
    }
    if (Date.now() > until) {
      throw new SetupError(
        terminal.say(
          '仍没有回执，请稍后用 herald watch 再看',
          'there is still no receipt; look again later with herald watch',
        ),
      );
    }
    await pause(LOOK_EVERY_MS);
  }
}

function printReceipt(
  terminal: Terminal,
  { Receipt: receipt, Charge: charge, CallId: callId }: Message,
): void {
  if (!receipt) return;
  const tone = receipt.ReceiptResult === 1 ? terminal.good : terminal.bad;
  const talk =
    receipt.Duration > 0
      ? terminal.say(`，通话 ${receipt.Duration} 秒`, `, ${receipt.Duration} s of talk`)
      : '';
  terminal.row(
    terminal.say('回执', 'Receipt'),
    `${tone(`${receipt.ReceiptCode} ${receipt.ReceiptDesc}`)}${talk}`,
  );
  if (receipt.ShowNumber) terminal.row(terminal.say('外显号码', 'Shown number'), receipt.ShowNumber);
  if (charge) {
    terminal.row(
      terminal.say('费用', 'Charge'),
      charge.Count === 0
        ? terminal.say('未接通，不收费', 'nothing: not answered')
        : charge.Source === 'balance'
          ? `¥${charge.Amount}  ${terminal.dim(terminal.say('余额', 'balance'))}`
          : `${units(terminal, charge)}  ${terminal.dim(terminal.say('套餐', 'package'))}`,
    );
  }
  if (callId) terminal.row('Call-ID', terminal.dim(callId));
}

/** Units of a package: messages where codes are paid for, minutes where notices are. */
function units(
  terminal: Terminal,
  { Count: count, Commodity: commodity }: NonNullable<Message['Charge']>,
): string {
  const many = count === 1 ? '' : 's';
  return commodity.startsWith('code.')
    ? terminal.say(`${count} 条验证码`, `${count} code${many}`)
    : terminal.say(`${count} 分钟通知`, `${count} minute${many} of notices`);
}
