import type {
  IncomingCall,
  IncomingCallHandlers,
  InviteOptions,
  OutgoingCall,
  OutgoingCallHandlers,
  UserAgent,
  UserAgentOptions,
} from '../src/index.ts';
import { ANSWER, type CallLog, createWorld, listen, type World } from './world.ts';

/** Two user agents of ours, and every message between them. */
export interface Pair {
  readonly world: World;
  readonly caller: UserAgent;
  readonly callee: UserAgent;
  /** 'caller INVITE', 'callee 200 INVITE', … oldest first. */
  readonly crossed: string[];
  /** The same messages, whole. */
  readonly texts: string[];
  /** Loses messages whose line in `crossed` it is true for. Assignable. */
  lose: ((line: string) => boolean) | undefined;
  place(
    options?: Partial<InviteOptions>,
    handlers?: Partial<OutgoingCallHandlers>,
  ): { call: OutgoingCall; log: CallLog };
  /** Calls, is answered and acknowledged. */
  connect(
    options?: Partial<InviteOptions>,
    handlers?: { caller?: Partial<OutgoingCallHandlers>; callee?: IncomingCallHandlers },
  ): { call: OutgoingCall; called: IncomingCall; log: CallLog; calledLog: CallLog };
  /** The latest message whose line in `crossed` is this. */
  latest(line: string): string;
}

export function createPair(
  options: { caller?: Partial<UserAgentOptions>; callee?: Partial<UserAgentOptions> } = {},
): Pair {
  const world = createWorld();
  const calls: IncomingCall[] = [];
  const caller = world.agent('192.0.2.1', options.caller);
  const callee = world.agent('192.0.2.2', { onInvite: (call) => calls.push(call), ...options.callee });
  const crossed: string[] = [];
  const texts: string[] = [];
  const pair: Pair = {
    world,
    caller,
    callee,
    crossed,
    texts,
    lose: undefined,
    place: (more = {}, handlers = {}) =>
      world.call(caller, 'sip:callee@192.0.2.2', { ...more, handlers: handlers as OutgoingCallHandlers }),
    connect(more = {}, handlers = {}) {
      const { call, log } = pair.place(more, handlers.caller);
      world.settle();
      const called = calls.at(-1) as IncomingCall;
      const calledLog = listen(called);
      called.handlers = { ...called.handlers, ...handlers.callee };
      called.answer(ANSWER);
      world.settle();
      crossed.length = 0;
      texts.length = 0;
      return { call, called, log, calledLog };
    },
    latest(line) {
      const at = crossed.lastIndexOf(line);
      if (at < 0) throw new Error(`no ${line} among ${crossed.join(', ')}`);
      return texts[at] as string;
    },
  };
  world.network.pass = (text, from) => {
    const [first = '', second = ''] = text.split(' ', 2);
    const method = /^CSeq: [0-9]+ (.*)\r$/m.exec(text)?.[1] ?? '';
    const what = first === 'SIP/2.0' ? `${second} ${method}` : first;
    const line = `${from.address === '192.0.2.1' ? 'caller' : 'callee'} ${what}`;
    crossed.push(line);
    texts.push(text);
    return pair.lose?.(line) !== true;
  };
  return pair;
}

/** Value of the first header field of that name in a message. */
export function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\\r$`, 'm').exec(text)?.[1];
}
