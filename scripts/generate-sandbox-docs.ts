import type { Language } from '@herald/contract';
import { NUMBER_PLAN, OTHER_NUMBERS } from '@herald/sandbox-carrier';
import { code, lines, table } from './generate-markdown.ts';

/** What the sandbox carrier does, by the number dialled, as Markdown. */
export function sandboxNumbers(language: Language): string {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  return `${lines(
    '<!-- npm run docs -->',
    say('# 沙箱运营商的号码', '# Numbers of the sandbox carrier'),
    '',
    say(
      '[English](sandbox-numbers.md) · 由 `apps/sandbox-carrier` 的号码表生成，请勿手改。',
      '[中文](sandbox-numbers.zh-CN.md) · Generated from the number plan of `apps/sandbox-carrier`; do not edit.',
    ),
    '',
    say(
      '沙箱运营商是本机上的一个独立进程，用真正的 SIP 和 RTP 与服务通话。被叫号码的后四位决定它做什么；前面的号码可以任意，例如 `+8613800000486`。接听后听到的声音存为 WAV，放在 `DATA_DIR/heard`，文件名为消息编号加呼叫次数。',
      'The sandbox carrier is a process of its own on this machine and speaks real SIP and RTP. The last four digits of the called number decide what it does; those before are free, e.g. `+8613800000486`. What an answered call heard is kept as WAV in `DATA_DIR/heard`, named after the message and its attempt.',
    ),
    '',
    table(
      [say('后四位', 'Last four'), say('名称', 'Name'), say('做什么', 'What it does')],
      [
        ...NUMBER_PLAN.map((row) => [code(row.ending), row.name, row[language]]),
        [say('其他', 'any other'), OTHER_NUMBERS.name, OTHER_NUMBERS[language]],
      ],
    ),
  )}\n`;
}
