import { checkFlow, mapPrompts } from '@herald/callflow';
import type { FlowScript } from '../../calling/index.ts';

type Language = 'zh' | 'en';

/** The longest such a call can be: both languages, heard three times each. */
export const RING_BACK_SECONDS = 480;

/** Who called last, as whoever rings back is told. */
export interface LastCall {
  accountId: string;
  enterprise: string;
  purpose: 1 | 2;
  language: Language;
}

/** What is done by keys, and the nodes by which it is told: refusing the one who called, or everybody; complaining. */
export const REFUSE_ONE = 'refuse-one';
export const REFUSE_ALL = 'refuse-all';
export const COMPLAIN = 'complain';

/** The same nodes once more, in the other language. */
const OTHER = '-other';
const OTHERS: Readonly<Record<Language, Language>> = { zh: 'en', en: 'zh' };

/** What a node does, in whichever language. */
export const actOf = (node: string): string => (node.endsWith(OTHER) ? node.slice(0, -OTHER.length) : node);

const PURPOSES = {
  1: { zh: '验证码', en: 'a verification code' },
  2: { zh: '通知', en: 'a notice' },
} as const;

const WORDS = {
  zh: {
    told: (who: string, what: string) =>
      `您好，这里是语音通知平台。最近通过本号码致电您的是${who}，内容是${what}。不再接听该企业的来电请按1，不再接听所有企业的来电请按2，投诉请按4，重听请按3。English, press 9.`,
    nobody: '您好，这里是语音通知平台。近期没有企业通过本平台致电您。再见。',
    one: '已为您登记，该企业不会再通过本平台致电您。再见。',
    all: '已为您登记，本平台不会再致电您。再见。',
    complained: '您的投诉已受理，该企业不会再通过本平台致电您。再见。',
    bye: '再见。',
  },
  en: {
    told: (who: string, what: string) =>
      `Hello, this is the voice message platform. The last to call you from this number was ${who}, with ${what}. To refuse further calls of this company press 1, to refuse those of all companies press 2, to complain press 4, to hear this again press 3. For Chinese press 9.`,
    nobody:
      'Hello, this is the voice message platform. No company has called you through it lately. Goodbye.',
    one: 'It is done: this company will not call you again through this platform. Goodbye.',
    all: 'It is done: this platform will not call you again. Goodbye.',
    complained:
      'Your complaint is accepted, and this company will not call you again through this platform. Goodbye.',
    bye: 'Goodbye.',
  },
} as const;

/** What a number of the shared pool says to whoever rings back, in the language of the last call or, by 9, the other one. */
export function ringBackFlow(last: LastCall | undefined): FlowScript {
  const language = last?.language ?? 'zh';
  const other = OTHERS[language];
  const nodes = last
    ? { ...menuOf(last, language, '', OTHER), ...menuOf(last, other, OTHER, '') }
    : { nobody: { kind: 'hangup', say: WORDS[language].nobody } };
  const start = last ? 'told' : 'nobody';
  const { flow } = checkFlow({ start, maxSeconds: RING_BACK_SECONDS, nodes });
  if (!flow) throw new Error('the built-in flow is against its own rules');
  const inOther = Object.keys(flow.nodes).filter((name) => name.endsWith(OTHER));
  return {
    language,
    languageOf: Object.fromEntries(inOther.map((name) => [name, other])),
    flow: mapPrompts(flow, (text) => [{ kind: 'text', text }]),
  };
}

/** Who called, what can be done about it by keys, and the way to the other language (4.2.8, 4.3.2). */
function menuOf(last: LastCall, language: Language, here: string, there: string) {
  const words = WORDS[language];
  return {
    [`told${here}`]: {
      kind: 'menu',
      say: words.told(spoken(last.enterprise), PURPOSES[last.purpose][language]),
      keys: {
        1: `${REFUSE_ONE}${here}`,
        2: `${REFUSE_ALL}${here}`,
        3: `told${here}`,
        4: `${COMPLAIN}${here}`,
        9: `told${there}`,
      },
      visits: { most: 3, after: `bye${here}` },
      otherwise: `bye${here}`,
    },
    [`${REFUSE_ONE}${here}`]: { kind: 'refuse', say: words.one },
    [`${REFUSE_ALL}${here}`]: { kind: 'refuse', say: words.all },
    [`${COMPLAIN}${here}`]: { kind: 'refuse', say: words.complained },
    [`bye${here}`]: { kind: 'hangup', say: words.bye },
  };
}

/** A name as it can be spoken; braces would be a variable. */
const spoken = (name: string): string => name.replace(/[{}]/g, '').slice(0, 60);
