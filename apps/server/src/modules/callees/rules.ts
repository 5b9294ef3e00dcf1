export const CODE_DIGITS = 6;
/** From the request on; the call itself is given up after half of it. */
export const CODE_LIVES_MS = 10 * 60_000;
export const CODE_CALL_LIVES_MS = 5 * 60_000;
export const MOST_WRONG_CODES = 5;
export const SESSION_LIVES_MS = 20 * 60_000;

/** All codes together: what callees can have the platform pay for. */
export const MOST_CODES = { aMinute: 60, aDay: 5000 } as const;

/** How far back a callee sees calls: as far as send records reach. */
export const CALLS_REACH_MS = 183 * 86_400_000;

/** A piece of the sentence: text as it is, or digits that are read one by one. */
export type CodePiece = { kind: 'text' | 'code'; text: string };

/** What a code is for: the page for callees, or that an account may ring the number in test mode. */
export type CodeUse = 'portal' | 'test';

const WORDS = {
  portal: {
    zh: {
      before: '您好，这里是语音通知平台的被叫自助服务。您的验证码是',
      after: '，十分钟内有效。若非您本人操作，请忽略本次来电。',
    },
    en: {
      before: 'Hello, this is the self-service of the voice message platform. Your code is ',
      after: '. It is good for ten minutes. If you did not ask for it, ignore this call.',
    },
  },
  test: {
    zh: {
      before: '您好，这里是语音通知平台。有客户请求以测试方式呼叫您，如您同意，请告知其验证码',
      after: '，十分钟内有效。若不同意，请勿告知任何人。',
    },
    en: {
      before:
        'Hello, this is the voice message platform. A customer asks to call you for tests. If you agree, tell them the code ',
      after: '. It is good for ten minutes. If you do not agree, tell it to nobody.',
    },
  },
} as const;

/** What the platform calls its own message, and the text of it, as callees are shown it. */
export const CODE_TEMPLATE_ID = 'UVVT-callee-code';
export const CODE_NAMES = { zh: '被叫自助验证码', en: 'Code for the page for callees' } as const;
export const codeText = (language: 'zh' | 'en'): string =>
  `${WORDS.portal[language].before}{1}${WORDS.portal[language].after}`;

/** What is said: twice, so that it can be written down. */
export function codeScript(use: CodeUse, language: 'zh' | 'en', code: string) {
  const { before, after } = WORDS[use][language];
  const pieces: CodePiece[] = [
    { kind: 'text', text: before },
    { kind: 'code', text: code },
    { kind: 'text', text: after },
  ];
  return { language, pieces, plays: 2, pauseMs: 1000 };
}
