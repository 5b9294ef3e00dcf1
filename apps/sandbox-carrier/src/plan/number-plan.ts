import {
  announce,
  answer,
  type Cause,
  hangUp,
  hearOut,
  press,
  refuse,
  ring,
  type Step,
  wait,
} from './steps.ts';

/**
 * The number plan: the last four digits of the number dialled choose what the called line does. Endings are
 * close to what they stand for: 0xyz to the SIP status xyz, 85cc to the cause cc of Q.850, 47nn to the event
 * nn of RFC 4733, 355x to RTP (RFC 3550).
 */
export interface Line {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly behaviour: Behaviour;
}

export interface PlanRow extends Line {
  /** Four digits. */
  readonly ending: string;
}

export type Behaviour =
  /** The INVITE is not even received. */
  | { readonly kind: 'deaf' }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** Every other call of the same number is refused with this step; the one after it goes as `steps` say. */
  | { readonly kind: 'every-other'; readonly refusal: Step; readonly steps: readonly Step[] }
  /** Rings; the CANCEL is confirmed, and yet the call is answered: both crossed (RFC 3261 9.1). */
  | { readonly kind: 'answers-cancel'; readonly steps: readonly Step[] }
  /** As `steps`, over a line that loses every other RTP packet in each direction, or carries none at all. */
  | { readonly kind: 'bad-line'; readonly loses: 'every-other' | 'all'; readonly steps: readonly Step[] };

const cause = (q850: number, text: string): Cause => ({ q850, text });

/** Long enough for the 100 that a server sends after 200 ms (RFC 3261 17.2.1). */
const moment = wait(250);
const pickUp: readonly Step[] = [moment, ring, wait(500), answer];
const steps = (...all: readonly Step[]): Behaviour => ({ kind: 'steps', steps: all });

/** RFC 4733 3.2, table 3: the place of a key is its event code. */
const KEYS = '0123456789*#';

const keyRows = [...KEYS].map((key, event): PlanRow => {
  return {
    ending: `47${String(event).padStart(2, '0')}`,
    name: `key-${key === '*' ? 'star' : key === '#' ? 'hash' : key}`,
    zh: `接听 2 秒后按 ${key} 键`,
    en: `answers and presses ${key} after 2 s`,
    behaviour: steps(...pickUp, wait(2_000), press(key)),
  };
});

/** Every number that has no row of its own. */
export const OTHER_NUMBERS: Line = {
  name: 'answer',
  zh: '响铃后接听，听到主叫挂机为止',
  en: 'rings, answers, and listens until the caller hangs up',
  behaviour: steps(...pickUp),
};

export const NUMBER_PLAN: readonly PlanRow[] = [
  {
    ending: '0100',
    name: 'trying-only',
    zh: '只回 100，此后再无响应，直到主叫取消',
    en: 'says 100 and nothing more until the caller cancels',
    behaviour: steps(),
  },
  {
    ending: '0180',
    name: 'rings-for-ever',
    zh: '一直响铃，直到主叫取消',
    en: 'rings until the caller cancels',
    behaviour: steps(moment, ring),
  },
  { ending: '0200', ...OTHER_NUMBERS },
  {
    ending: '0201',
    name: 'hangs-up-early',
    zh: '接听 1 秒后挂机',
    en: 'answers and hangs up after 1 s',
    behaviour: steps(...pickUp, wait(1_000), hangUp(cause(16, 'Normal call clearing'))),
  },
  {
    ending: '0403',
    name: 'restricted',
    zh: '呼入受限：403',
    en: 'takes no calls: 403',
    behaviour: steps(refuse(403, cause(55, 'Incoming calls barred'))),
  },
  {
    ending: '0404',
    name: 'empty-number',
    zh: '空号：404',
    en: 'no such number: 404',
    behaviour: steps(refuse(404, cause(1, 'Unallocated number'))),
  },
  {
    ending: '0408',
    name: 'deaf',
    zh: '对 INVITE 毫无响应',
    en: 'does not respond to the INVITE at all',
    behaviour: { kind: 'deaf' },
  },
  {
    ending: '0480',
    name: 'no-answer',
    zh: '响铃 5 秒无人接听：480',
    en: 'rings for 5 s and nobody answers: 480',
    behaviour: steps(moment, ring, wait(5_000), refuse(480, cause(19, 'No answer from user'))),
  },
  {
    ending: '0486',
    name: 'busy',
    zh: '用户忙：486',
    en: 'busy: 486',
    behaviour: steps(refuse(486, cause(17, 'User busy'))),
  },
  {
    ending: '0487',
    name: 'answers-cancel',
    zh: '一直响铃；主叫取消时恰好接听（200 与 CANCEL 相遇）',
    en: 'rings; is answered just as the caller cancels (the 200 crosses the CANCEL)',
    behaviour: { kind: 'answers-cancel', steps: [moment, ring] },
  },
  {
    ending: '0503',
    name: 'fails-once',
    zh: '同一号码先回 503，再次呼叫则接听，如此交替',
    en: 'says 503, and answers when the same number is called again; in turns',
    behaviour: { kind: 'every-other', refusal: refuse(503), steps: pickUp },
  },
  {
    ending: '0603',
    name: 'reject',
    zh: '响铃 1 秒后拒接：603',
    en: 'rings for 1 s and is rejected: 603',
    behaviour: steps(moment, ring, wait(1_000), refuse(603, cause(21, 'Call rejected'))),
  },
  {
    ending: '3550',
    name: 'loses-every-other-packet',
    zh: '接听，但双向每隔一个 RTP 包丢一个',
    en: 'answers over a line that loses every other RTP packet, both ways',
    behaviour: { kind: 'bad-line', loses: 'every-other', steps: pickUp },
  },
  {
    ending: '3551',
    name: 'loses-all-packets',
    zh: '接听，但双向没有任何 RTP',
    en: 'answers over a line that carries no RTP, either way',
    behaviour: { kind: 'bad-line', loses: 'all', steps: pickUp },
  },
  ...keyRows,
  {
    ending: '4733',
    name: 'keys-in-sequence',
    zh: '接听 2 秒后依次按 1 2 3 4 #',
    en: 'answers and presses 1 2 3 4 # one after the other after 2 s',
    behaviour: steps(...pickUp, wait(1_500), ...[...'1234#'].flatMap((key) => [wait(500), press(key)])),
  },
  {
    ending: '4734',
    name: 'keys-after-prompts',
    zh: '接听，每段提示音说完后依次按 1、2、3',
    en: 'answers and presses 1, 2, 3, one after each prompt (a pause of 1 s ends a prompt)',
    behaviour: steps(...pickUp, ...[...'123'].flatMap((key) => [hearOut(1_000, 20_000), press(key)])),
  },
  {
    ending: '4735',
    name: 'keys-through-a-flow',
    zh: '接听，每段提示音说完后依次按 1、42#、1、9：选菜单、输入数字、确认、拒绝再来电',
    en: 'answers and presses 1, 42#, 1, 9, each after a prompt: through a menu, digits, a confirmation and a refusal',
    behaviour: steps(
      ...pickUp,
      ...['1', '42#', '1', '9'].flatMap(([first = '', ...others]) => [
        hearOut(1_000, 20_000),
        press(first),
        ...others.flatMap((key) => [wait(300), press(key)]),
      ]),
    ),
  },
  {
    ending: '4736',
    name: 'yes-after-prompts',
    zh: '接听，头两段提示音说完后各按 1：对每个问题都说是',
    en: 'answers and presses 1 after each of the first two prompts: yes to both questions',
    behaviour: steps(...pickUp, ...[...'11'].flatMap((key) => [hearOut(1_000, 20_000), press(key)])),
  },
  {
    ending: '8501',
    name: 'empty-number-announced',
    zh: '空号：183 播放提示音，然后 404',
    en: 'no such number: an announcement in early media (183), then 404',
    behaviour: steps(moment, announce('empty-number'), refuse(404, cause(1, 'Unallocated number'))),
  },
  {
    ending: '8520',
    name: 'switched-off',
    zh: '关机：183 播放提示音，然后 480',
    en: 'switched off: an announcement in early media (183), then 480',
    behaviour: steps(moment, announce('switched-off'), refuse(480, cause(20, 'Subscriber absent'))),
  },
  {
    ending: '8527',
    name: 'out-of-service',
    zh: '停机：183 播放提示音，然后 502',
    en: 'out of service: an announcement in early media (183), then 502',
    behaviour: steps(moment, announce('out-of-service'), refuse(502, cause(27, 'Destination out of order'))),
  },
  {
    ending: '8534',
    name: 'network-busy',
    zh: '网络忙：503',
    en: 'network busy: 503',
    behaviour: steps(refuse(503, cause(34, 'No circuit available'))),
  },
];

const BY_ENDING = new Map(NUMBER_PLAN.map((row) => [row.ending, row]));

/** The line behind a number. @param number as dialled, in any notation */
export function lineOf(number: string): Line {
  return BY_ENDING.get(number.replace(/\D/g, '').slice(-4)) ?? OTHER_NUMBERS;
}
