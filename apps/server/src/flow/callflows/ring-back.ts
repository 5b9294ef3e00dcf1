import { checkFlow, mapPrompts } from '@herald/callflow';
import type { FlowScript } from '../../calling/index.ts';

/** Who called last, as whoever rings back is told. */
export interface LastCall {
  accountId: string;
  enterprise: string;
  purpose: 1 | 2;
  language: 'zh' | 'en';
}

/** Nodes by which a refusal is told: of the one who called, or of everybody. */
export const REFUSE_ONE = 'refuse-one';
export const REFUSE_ALL = 'refuse-all';

const PURPOSES = {
  1: { zh: '验证码', en: 'a verification code' },
  2: { zh: '通知', en: 'a notice' },
} as const;

const WORDS = {
  zh: {
    told: (who: string, what: string) =>
      `您好，这里是语音通知平台。最近通过本号码致电您的是${who}，内容是${what}。不再接听该企业的来电请按1，不再接听所有企业的来电请按2，重听请按3。`,
    nobody: '您好，这里是语音通知平台。近期没有企业通过本平台致电您。再见。',
    one: '已为您登记，该企业不会再通过本平台致电您。再见。',
    all: '已为您登记，本平台不会再致电您。再见。',
    bye: '再见。',
  },
  en: {
    told: (who: string, what: string) =>
      `Hello, this is the voice message platform. The last to call you from this number was ${who}, with ${what}. To refuse further calls of this company press 1, to refuse those of all companies press 2, to hear this again press 3.`,
    nobody:
      'Hello, this is the voice message platform. No company has called you through it lately. Goodbye.',
    one: 'It is done: this company will not call you again through this platform. Goodbye.',
    all: 'It is done: this platform will not call you again. Goodbye.',
    bye: 'Goodbye.',
  },
} as const;

/** What a number of the shared pool says to whoever rings back (4.2.8, 4.3.2). */
export function ringBackFlow(last: LastCall | undefined): FlowScript {
  const language = last?.language ?? 'zh';
  const words = WORDS[language];
  const { flow } = checkFlow(
    last === undefined
      ? { start: 'nobody', nodes: { nobody: { kind: 'hangup', say: words.nobody } } }
      : {
          start: 'told',
          nodes: {
            told: {
              kind: 'menu',
              say: words.told(spoken(last.enterprise), PURPOSES[last.purpose][language]),
              keys: { 1: REFUSE_ONE, 2: REFUSE_ALL, 3: 'told' },
              visits: { most: 3, after: 'bye' },
              otherwise: 'bye',
            },
            [REFUSE_ONE]: { kind: 'refuse', say: words.one },
            [REFUSE_ALL]: { kind: 'refuse', say: words.all },
            bye: { kind: 'hangup', say: words.bye },
          },
        },
  );
  if (!flow) throw new Error('the built-in flow is against its own rules');
  return { language, flow: mapPrompts(flow, (text) => [{ kind: 'text', text }]) };
}

/** A name as it can be spoken; braces would be a variable. */
const spoken = (name: string): string => name.replace(/[{}]/g, '').slice(0, 60);
