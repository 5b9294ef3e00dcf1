import { checkFlow, mapPrompts } from '@herald/callflow';
import type { FlowScript } from '../../calling/index.ts';
import { NOTICE, type Script, type Template, talkLimitSeconds } from '../../modules/templates/index.ts';

/** Nodes of the flow that a notice with a tail is. */
const TOLD = 'notice';
const REFUSE = 'refuse';
/** 4.2.8: a key press that is a complaint. */
export const COMPLAIN = 'complain';

const REFUSE_KEY = '9';
const COMPLAIN_KEY = '8';
/** For a key behind the tail. */
const WAIT_SECONDS = 5;
/** Longest answer to a key, spoken slowly. */
const ANSWER_SECONDS = 20;

const WORDS = {
  zh: {
    refuse: `不再接听此类来电，请按${REFUSE_KEY}。`,
    'refuse-complain': `不再接听此类来电，请按${REFUSE_KEY}，投诉请按${COMPLAIN_KEY}。`,
    refused: '已为您登记，我们不会再次致电。再见。',
    complained: '您的投诉已受理，我们不会再次致电。再见。',
  },
  en: {
    refuse: `To refuse further calls like this, press ${REFUSE_KEY}.`,
    'refuse-complain': `To refuse further calls like this, press ${REFUSE_KEY}, to complain, press ${COMPLAIN_KEY}.`,
    refused: 'It is done, we will not call you again. Goodbye.',
    complained: 'Your complaint has been taken, and we will not call you again. Goodbye.',
  },
} as const;

/**
 * 4.2.8: a notice, and behind it how to refuse further calls and to complain: a flow of one menu, so that its keys act at
 * once and are in the receipt. What has no tail, is a code, or is recorded stays as it is.
 */
export function withTail(template: Template, script: Script): Script | FlowScript {
  const tail = tailOf(template);
  if (tail === undefined) return script;
  const words = WORDS[script.language];
  const { pieces } = heardWithTail(template, script);
  const keys = { [REFUSE_KEY]: REFUSE, ...(tail === 'refuse-complain' ? { [COMPLAIN_KEY]: COMPLAIN } : {}) };
  const { flow } = checkFlow({
    start: TOLD,
    maxSeconds: talkLimitSeconds({ ...script, pieces }) + WAIT_SECONDS + ANSWER_SECONDS,
    nodes: {
      [TOLD]: { kind: 'menu', say: TOLD, keys, timeoutSeconds: WAIT_SECONDS, repeats: 0, otherwise: 'bye' },
      [REFUSE]: { kind: 'refuse', say: words.refused },
      ...(tail === 'refuse-complain' ? { [COMPLAIN]: { kind: 'refuse', say: words.complained } } : {}),
      bye: { kind: 'hangup' },
    },
  });
  if (!flow) throw new Error('the built-in flow is against its own rules');
  const say = (text: string) => (text === TOLD ? pieces : [{ kind: 'text' as const, text }]);
  return { language: script.language, flow: mapPrompts(flow, say) };
}

/** What a callee hears who presses no key. */
export function heardWithTail(template: Template, script: Script): Script {
  const tail = tailOf(template);
  if (tail === undefined) return script;
  return { ...script, pieces: [...script.pieces, { kind: 'text', text: WORDS[script.language][tail] }] };
}

/** The tail that is said: of notices in text alone. */
const tailOf = ({ tail, purpose, sound }: Template) => (purpose === NOTICE && !sound ? tail : undefined);

/** What the notice of a script with a tail says, without the tail. */
export function noticeOf({ flow }: FlowScript): FlowPieces {
  const told = flow.nodes[TOLD];
  return told?.kind === 'menu' ? told.say.slice(0, -1) : [];
}

type FlowPieces = Extract<FlowScript['flow']['nodes'][string], { kind: 'menu' }>['say'];
