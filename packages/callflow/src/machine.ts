/**
 * A flow in a call, decided without doing anything: (state, event) → (state, effects).
 *
 *   saying ──played──▶ listening ──key, time-out──▶ the next node, or saying it again
 *     │ record: the key that means yes ──▶ [saying, listening: improve] ──▶ recording ──#, time-out──▶ storing ──recorded──▶ next
 *     ├ transfer ──▶ dialling ──connected──▶ connected ──over──▶ hang-up
 *     ├ webhook ──▶ asking ──answer──▶ next        refuse ──▶ refusing ──refused──▶ saying ──▶ hang-up
 *     └ hangup ──▶ closing                         from everywhere, when the call is over ──▶ over
 *
 * One prompt, one wait, one question at a time. Events that do not fit the moment change nothing.
 */
import { type Flow, type FlowNode, nodeOf } from './language.ts';
import { LIMITS } from './limits.ts';

/** What a callee is asked for. */
export type ConsentKind = 'recording' | 'improvement';

export type TransferOutcome = 'connected' | 'busy' | 'no-answer' | 'failed';

export type FlowEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'played' }
  | { readonly type: 'key'; readonly key: string }
  /** What the last `wait` waited for. */
  | { readonly type: 'timeout' }
  /** The recording is stored; without a file nothing was heard, or it could not be kept. */
  | { readonly type: 'recorded'; readonly file?: string; readonly ms: number }
  /** The second line is up, or why not. */
  | { readonly type: 'transfer'; readonly outcome: TransferOutcome }
  /** The second line, once up, is over. */
  | { readonly type: 'transfer-over' }
  /** The branch that the server named; undefined when it did not, in whatever way. */
  | { readonly type: 'answer'; readonly branch: string | undefined }
  /** Whether the refusal is on the list. */
  | { readonly type: 'refused'; readonly ok: boolean }
  /** The call is over. */
  | { readonly type: 'ended' };

export type FlowEffect<Say> =
  /** For people who watch. */
  | { readonly do: 'enter'; readonly node: string }
  /** `digits` are read out one by one behind the prompt. */
  | { readonly do: 'play'; readonly say: Say; readonly digits?: string }
  | { readonly do: 'stop-playing' }
  /** In place of the wait before, if there is one. */
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'stop-waiting' }
  /** Consent was given a moment ago, and not before. */
  | { readonly do: 'record'; readonly node: string; readonly maxSeconds: number }
  | { readonly do: 'stop-recording' }
  | {
      readonly do: 'transfer';
      readonly node: string;
      readonly number: string;
      readonly ringSeconds: number;
      readonly maxSeconds: number;
    }
  | { readonly do: 'ask'; readonly node: string; readonly url: string; readonly timeoutSeconds: number }
  | { readonly do: 'refuse' }
  | { readonly do: 'hang-up' };

export interface FlowState {
  readonly doing:
    | 'nothing'
    | 'saying'
    | 'listening'
    | 'recording'
    | 'storing'
    | 'dialling'
    | 'connected'
    | 'asking'
    | 'refusing'
    | 'closing'
    | 'over';
  readonly node: string;
  /** Prompts of this node said before this one. */
  readonly tries: number;
  /** Of a collect node, until it is left. */
  readonly digits: string;
  /** Of a record node: it may record, and asks whether that may improve the service. */
  readonly agreed: boolean;
  readonly steps: number;
  readonly visits: ReadonlyMap<string, number>;
  readonly result: FlowResult;
}

/** What came of a flow. Lists are in order of time; times are milliseconds since the epoch. */
export interface FlowResult {
  /** At most 200. `keys`: those that were pressed there and counted. */
  readonly visits: readonly { readonly node: string; readonly at: number; readonly keys: string }[];
  readonly collected: readonly { readonly node: string; readonly digits: string }[];
  /** Answers to the questions whether may be recorded, and whether that may be used to improve the service. */
  readonly consents: readonly {
    readonly node: string;
    readonly kind: ConsentKind;
    readonly given: boolean;
    readonly at: number;
  }[];
  readonly recordings: readonly { readonly node: string; readonly file: string; readonly ms: number }[];
  readonly transfers: readonly {
    readonly node: string;
    readonly outcome: TransferOutcome;
    readonly at: number;
  }[];
  readonly refused: boolean;
  /** Whether the flow came to its own end; else the call ended before. */
  readonly completed: boolean;
}

export interface FlowStep<Say> {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect<Say>[];
}

const NO_RESULT: FlowResult = {
  visits: [],
  collected: [],
  consents: [],
  recordings: [],
  transfers: [],
  refused: false,
  completed: false,
};

export const beginFlow = (): FlowState => ({
  doing: 'nothing',
  node: '',
  tries: 0,
  digits: '',
  agreed: false,
  steps: 0,
  visits: new Map(),
  result: NO_RESULT,
});

/** What is known so far. */
export const resultOf = (state: FlowState): FlowResult => state.result;

/**
 * @param flow one that `checkFlow` found nothing wrong with
 * @param at now, milliseconds since the epoch
 */
export function stepFlow<Say>(
  flow: Flow<Say>,
  state: FlowState,
  event: FlowEvent,
  at: number,
): FlowStep<Say> {
  const step = new Step(flow, state, at);
  step.take(event);
  return { state: step.state, effects: step.effects };
}

/** One step in the making. */
class Step<Say> {
  state: FlowState;
  readonly effects: FlowEffect<Say>[] = [];
  readonly #flow: Flow<Say>;
  readonly #at: number;

  constructor(flow: Flow<Say>, state: FlowState, at: number) {
    this.#flow = flow;
    this.state = state;
    this.#at = at;
  }

  take(event: FlowEvent): void {
    const { doing } = this.state;
    if (doing === 'over') {
      // Who hangs up while he is recorded has said what he wanted to say.
      if (event.type === 'recorded') this.#recorded(event);
    } else if (event.type === 'ended') this.#over();
    else if (event.type === 'begin') {
      if (doing === 'nothing') this.#enter(this.#flow.start);
    } else {
      const node = nodeOf(this.#flow, this.state.node);
      if (node !== undefined) this.#inNode(node, event);
    }
  }

  #inNode(node: FlowNode<Say>, event: FlowEvent): void {
    const { doing } = this.state;
    switch (event.type) {
      case 'played':
        if (doing === 'saying') this.#played(node);
        else if (doing === 'recording' && node.kind === 'record') this.#wait(node.maxSeconds);
        break;
      case 'key':
        this.#key(node, event.key);
        break;
      case 'timeout':
        this.#timeout(node);
        break;
      case 'recorded':
        if (node.kind === 'record' && (doing === 'recording' || doing === 'storing')) {
          this.#recorded(event);
          this.#do({ do: 'stop-playing' }, { do: 'stop-waiting' });
          this.#enter(node.next);
        }
        break;
      case 'transfer':
        if (node.kind === 'transfer' && doing === 'dialling') this.#transferred(node, event.outcome);
        break;
      case 'transfer-over':
        if (doing === 'connected') this.#close();
        break;
      case 'answer':
        if (node.kind === 'webhook' && doing === 'asking') {
          const { branch } = event;
          const known = branch !== undefined && Object.hasOwn(node.branches, branch);
          this.#enter((known && node.branches[branch]) || node.otherwise);
        }
        break;
      case 'refused':
        if (node.kind === 'refuse' && doing === 'refusing') {
          // What is not on the list is not said to be.
          if (event.ok) this.#say(node.say);
          else this.#close();
        }
        break;
    }
  }

  #enter(name: string): void {
    const node = nodeOf(this.#flow, name);
    const before = this.state.visits.get(name) ?? 0;
    const steps = this.state.steps + 1;
    this.state = { ...this.state, steps };
    if (node === undefined || steps > LIMITS.steps) {
      this.#close();
      return;
    }
    if (node.visits !== undefined && before >= node.visits.most) {
      this.#enter(node.visits.after);
      return;
    }
    const visits = new Map(this.state.visits).set(name, before + 1);
    this.state = { ...this.state, node: name, tries: 0, digits: '', agreed: false, visits };
    const { result } = this.state;
    if (result.visits.length < LIMITS.visitsKept) {
      this.#note({ visits: [...result.visits, { node: name, at: this.#at, keys: '' }] });
    }
    this.#do({ do: 'enter', node: name });
    this.#begin(name, node);
  }

  #begin(name: string, node: FlowNode<Say>): void {
    switch (node.kind) {
      case 'record':
        this.#say(node.ask);
        break;
      case 'webhook': {
        const { url, timeoutSeconds } = node;
        this.state = { ...this.state, doing: 'asking' };
        this.#do({ do: 'ask', node: name, url, timeoutSeconds });
        break;
      }
      case 'refuse':
        this.state = { ...this.state, doing: 'refusing' };
        this.#note({ refused: true });
        this.#do({ do: 'refuse' });
        break;
      case 'transfer':
      case 'hangup':
        if (node.say === undefined) this.#played(node);
        else this.#say(node.say);
        break;
      default:
        this.#say(node.say);
    }
  }

  #played(node: FlowNode<Say>): void {
    switch (node.kind) {
      case 'play':
        this.#enter(node.next);
        break;
      case 'transfer': {
        const { number, ringSeconds, maxSeconds } = node;
        this.state = { ...this.state, doing: 'dialling' };
        this.#do({ do: 'transfer', node: this.state.node, number, ringSeconds, maxSeconds });
        break;
      }
      case 'refuse':
      case 'hangup':
        this.#close();
        break;
      case 'webhook':
        break;
      default:
        this.state = { ...this.state, doing: 'listening' };
        this.#wait(node.timeoutSeconds);
    }
  }

  #key(node: FlowNode<Say>, key: string): void {
    const { doing, digits } = this.state;
    if (node.kind === 'record') {
      // A yes to a question that was not heard to its end is none.
      if (doing === 'listening') {
        this.#pressed(key);
        this.#consent(node, key === node.key);
      } else if (doing === 'recording' && key === '#') {
        this.#pressed(key);
        this.#stopRecording();
      }
      return;
    }
    if (doing !== 'saying' && doing !== 'listening') return;
    switch (node.kind) {
      case 'menu':
        this.#pressed(key);
        this.#quiet();
        if (Object.hasOwn(node.keys, key)) this.#enter(node.keys[key] as string);
        else this.#again(node);
        break;
      case 'confirm':
        this.#pressed(key);
        this.#quiet();
        if (key === '1') this.#enter(node.yes);
        else if (key === '2') this.#enter(node.no);
        else this.#again(node);
        break;
      case 'collect': {
        if (!/^[0-9#]$/.test(key)) return;
        this.#pressed(key);
        this.#quiet();
        const now = key === '#' ? digits : digits + key;
        this.state = { ...this.state, doing: 'listening', digits: now };
        if (key === '#' || now.length >= node.max) this.#collected(node);
        else this.#wait(node.timeoutSeconds);
        break;
      }
    }
  }

  #timeout(node: FlowNode<Say>): void {
    const { doing } = this.state;
    if (doing === 'recording') this.#stopRecording();
    else if (doing !== 'listening') return;
    else if (node.kind === 'collect') this.#collected(node);
    else if (node.kind === 'record') this.#consent(node, false);
    else if (node.kind === 'menu' || node.kind === 'confirm') this.#again(node);
  }

  /** The digits are complete, or too few. */
  #collected(node: Extract<FlowNode<Say>, { kind: 'collect' }>): void {
    const { node: name, digits, result } = this.state;
    if (digits.length < node.min) {
      this.#again(node);
      return;
    }
    const others = result.collected.filter((one) => one.node !== name);
    this.#note({ collected: [...others, { node: name, digits }] });
    this.#enter(node.next);
  }

  /** Once more from the prompt, or on without an answer. */
  #again(node: Extract<FlowNode<Say>, { repeats: number }>): void {
    const { tries } = this.state;
    if (tries >= node.repeats) {
      this.#enter(node.otherwise);
      return;
    }
    this.state = { ...this.state, tries: tries + 1, digits: '' };
    this.#say(node.say);
  }

  #consent(node: Extract<FlowNode<Say>, { kind: 'record' }>, given: boolean): void {
    const { node: name, agreed, result } = this.state;
    const kind = agreed ? 'improvement' : 'recording';
    this.#note({ consents: [...result.consents, { node: name, kind, given, at: this.#at }] });
    this.#quiet();
    if (!agreed && !given) {
      this.#enter(node.declined);
    } else if (!agreed && node.improve !== undefined) {
      this.state = { ...this.state, agreed: true };
      this.#say(node.improve);
    } else {
      this.state = { ...this.state, doing: 'recording' };
      this.#do({ do: 'record', node: name, maxSeconds: node.maxSeconds }, { do: 'play', say: node.say });
    }
  }

  #stopRecording(): void {
    this.state = { ...this.state, doing: 'storing' };
    this.#quiet();
    this.#do({ do: 'stop-recording' });
  }

  #recorded({ file, ms }: { file?: string; ms: number }): void {
    const { node, result } = this.state;
    if (file !== undefined) this.#note({ recordings: [...result.recordings, { node, file, ms }] });
  }

  #transferred(node: Extract<FlowNode<Say>, { kind: 'transfer' }>, outcome: TransferOutcome): void {
    const { node: name, result } = this.state;
    this.#note({ transfers: [...result.transfers, { node: name, outcome, at: this.#at }] });
    switch (outcome) {
      case 'connected':
        this.state = { ...this.state, doing: 'connected' };
        break;
      case 'busy':
        this.#enter(node.busy);
        break;
      case 'no-answer':
        this.#enter(node.noAnswer);
        break;
      case 'failed':
        this.#enter(node.failed);
        break;
    }
  }

  #say(say: Say): void {
    const node = nodeOf(this.#flow, this.state.node);
    const of = node?.kind === 'confirm' ? node.of : undefined;
    const digits = this.state.result.collected.find((one) => one.node === of)?.digits;
    this.state = { ...this.state, doing: 'saying' };
    this.#do(digits === undefined ? { do: 'play', say } : { do: 'play', say, digits });
  }

  #wait(seconds: number): void {
    this.#do({ do: 'wait', ms: seconds * 1000 });
  }

  #quiet(): void {
    this.#do({ do: 'stop-playing' }, { do: 'stop-waiting' });
  }

  #pressed(key: string): void {
    const { visits } = this.state.result;
    const last = visits.at(-1);
    if (last === undefined || last.node !== this.state.node || last.keys.length >= LIMITS.digits.most) return;
    this.#note({ visits: [...visits.slice(0, -1), { ...last, keys: last.keys + key }] });
  }

  #close(): void {
    this.#note({ completed: true });
    this.state = { ...this.state, doing: 'closing' };
    this.#do({ do: 'hang-up' });
  }

  #over(): void {
    const { doing } = this.state;
    if (doing === 'recording') this.#do({ do: 'stop-recording' });
    this.#quiet();
    this.state = { ...this.state, doing: 'over' };
  }

  #note(known: Partial<FlowResult>): void {
    this.state = { ...this.state, result: { ...this.state.result, ...known } };
  }

  #do(...effects: FlowEffect<Say>[]): void {
    this.effects.push(...effects);
  }
}
