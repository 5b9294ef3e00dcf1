import type { Flow } from '@herald/callflow';
import type { MediaLine, MediaLines, Track } from '@herald/media';
import type { CallEnd, OutgoingCall, TracedMessage, UserAgent } from '@herald/sip';
import type { Clock, Timer } from '../platform/clock.ts';
import {
  type CallEffect,
  type CallInput,
  type CallState,
  type CallTerms,
  type CallTimer,
  DIALLING,
  stepCall,
} from './call-machine.ts';
import { describeCause } from './cause.ts';
import { Conversation, type ConversationParts } from './conversation.ts';
import { closed, DescribedSession, whyUnusable } from './described-session.ts';
import { saidOnce, soundsOf } from './flow-sounds.ts';
import { invitationOf } from './invitation.ts';
import { createKeys } from './keys.ts';
import { ladderStep, MAX_LADDER_STEPS } from './ladder.ts';
import { failedOutcome, outcomeOf } from './outcome.ts';
import type { SoundLibrary } from './sound-library.ts';
import {
  type AskCaller,
  type CallCause,
  CallEngineError,
  type CallEvent,
  type CallOutcome,
  type CallPlan,
  type LadderStep,
} from './types.ts';

/** setTimeout takes no more; a day and more is no bound of a call anyway. */
const MAX_WAIT_MS = 86_400_000;

export interface CallParts {
  readonly agent: UserAgent;
  readonly media: MediaLines;
  readonly sounds: SoundLibrary;
  readonly clock: Clock;
  /** Digits, different for each call (RFC 4566 5.2). */
  readonly sdpSessionId: string;
  /** Whether to listen for who answered. */
  readonly answerDetection: boolean;
  /** What a flow needs beside; of the call by its Call-ID. */
  readonly flows: Pick<ConversationParts, 'openLine' | 'lineOver'> & {
    recordingPath(callId: string, nth: number): string | undefined;
  };
}

/**
 * Carries out one plan: the sound, then a port, then the INVITE; from there on the machine of call-machine.ts
 * decides, and this does what it says. Whatever happens, the port is given back and `place` resolves.
 */
export class Call {
  readonly #parts: CallParts;
  readonly #plan: CallPlan;
  readonly #terms: CallTerms;
  readonly #onEvent: (event: CallEvent) => void;
  readonly #ask: AskCaller;
  readonly #startedAt: number;
  readonly #done = Promise.withResolvers<CallOutcome>();
  readonly #timers = new Map<CallTimer, Timer>();
  #state: CallState = DIALLING;
  #over = false;
  #track: Track | undefined;
  #flow: Flow<Track> | undefined;
  #conversation: Conversation | undefined;
  #described: DescribedSession | undefined;
  #sip: OutgoingCall | undefined;
  readonly #ladder: LadderStep[] = [];

  constructor(parts: CallParts, plan: CallPlan, onEvent: (event: CallEvent) => void, ask: AskCaller) {
    this.#parts = parts;
    this.#plan = plan;
    const { script } = plan;
    const { plays, pauseMs } = 'flow' in script ? { plays: 1, pauseMs: 0 } : script;
    this.#terms = { flow: 'flow' in script, plays, pauseMs, maxTalkMs: wait(plan.maxTalkMs) };
    this.#onEvent = onEvent;
    this.#ask = ask;
    this.#startedAt = parts.clock.now();
  }

  place(): Promise<CallOutcome> {
    this.#prepare().catch((error: unknown) => this.#giveUp(causeOfRefusal(error)));
    return this.#done.promise;
  }

  /** A SIP message of this call has left or come. */
  trace(message: TracedMessage): void {
    if (this.#ladder.length < MAX_LADDER_STEPS) this.#ladder.push(ladderStep(message));
  }

  /** Resolves with its outcome, once it was placed. */
  get done(): Promise<CallOutcome> {
    return this.#done.promise;
  }

  get ladder(): readonly LadderStep[] {
    return this.#ladder;
  }

  hangup(): void {
    if (this.#sip === undefined) this.#giveUp({ kind: 'cancelled' });
    else this.#apply({ type: 'hangup' });
  }

  async #prepare(): Promise<void> {
    const { sounds, media, agent, sdpSessionId } = this.#parts;
    const { script, trunk } = this.#plan;
    if ('flow' in script) this.#flow = await soundsOf(sounds, script);
    else this.#track = await sounds.track(script);
    if (this.#over) return;
    const session = await media.open();
    if (this.#over) {
      await closed(session);
      return;
    }
    // Its thread is gone, and the sound with it: a silent call is of no use.
    session.onLost = () => this.hangup();
    const own = { host: agent.address.host, sdpSessionId, terms: trunk.terms };
    this.#described = new DescribedSession(session, own);
    this.#dial(this.#described);
  }

  #dial(described: DescribedSession): void {
    const { agent } = this.#parts;
    const { host } = agent.address;
    const { session } = described;
    const body = described.offer();
    const keys = createKeys((digit) => {
      this.#apply({ type: 'digit', digit });
      this.#conversation?.key(digit);
    });
    session.onDigit = keys.inSound;
    this.#tell('dialling');
    this.#sip = agent.invite({
      ...invitationOf({ ...this.#plan, ringTimeoutMs: wait(this.#plan.ringTimeoutMs) }, host),
      body,
      handlers: {
        onProgress: ({ status }) => this.#apply({ type: 'progress', status }),
        onAnswer: (answer) => this.#answered(described, answer.body),
        onReoffer: (offer) => described.reoffered(offer),
        onOfferWanted: () => described.nextOffer(),
        onReanswer: (sdp) => described.reanswered(sdp),
        onDigit: keys.inSignalling,
        onEnd: (end) => void this.#ended(session, end),
      },
    });
  }

  /** A key that is down is told by the closing, and belongs to the call. */
  async #ended(session: MediaLine, end: CallEnd): Promise<void> {
    const at = this.#parts.clock.now();
    await closed(session);
    this.#apply({ type: 'ended', end }, at);
  }

  #answered(described: DescribedSession, sdp: string): void {
    try {
      described.connect(sdp);
    } catch (error) {
      this.#apply({ type: 'unusable-answer', detail: whyUnusable(error) });
      return;
    }
    this.#apply({ type: 'answer' });
    if (!this.#over && this.#parts.answerDetection) this.#tellWhoAnswered(described.session);
  }

  /** Listens while the message plays: nobody waits for the verdict, and nothing is decided by it. */
  #tellWhoAnswered(session: MediaLine): void {
    const listening = session.detectAnswer((event) => {
      if (event.kind !== 'verdict') return;
      const { by } = event.verdict;
      this.#tell('answered-by', by === 'voicemail' ? 'machine' : by);
      // The beep of a machine is nothing to us, and listening for it costs.
      listening.stop();
    });
  }

  #apply(input: CallInput, at = this.#parts.clock.now()): void {
    const step = stepCall(this.#state, input, this.#terms, at);
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: CallEffect): void {
    switch (effect.do) {
      case 'tell':
        this.#tell(effect.state, effect.detail);
        break;
      case 'play':
        if (this.#track) {
          const onEnd = () => this.#apply({ type: 'play-over' });
          this.#described?.session.play(this.#track, { onEnd });
        }
        break;
      case 'converse':
        this.#converse();
        break;
      case 'start': {
        const { timer, afterMs } = effect;
        const fire = () => this.#apply({ type: 'timer', timer });
        this.#timers.set(timer, this.#parts.clock.setTimer(afterMs, fire));
        break;
      }
      case 'hang-up':
        this.#sip?.hangup(effect.reason);
        break;
      case 'finish':
        void this.#conclude();
        break;
    }
  }

  #converse(): void {
    const { clock, sounds, flows } = this.#parts;
    const { callId, script } = this.#plan;
    const session = this.#described?.session;
    if (session === undefined || this.#flow === undefined) return;
    this.#conversation = new Conversation({
      session,
      clock,
      flow: this.#flow,
      ask: this.#ask,
      spell: (digits) => sounds.track(saidOnce(script.language, [{ kind: 'code', text: digits }])),
      recordingPath: (nth) => flows.recordingPath(callId, nth),
      openLine: () => flows.openLine(),
      lineOver: () => flows.lineOver(),
      tell: (state, detail) => this.#tell(state, detail),
      hangup: () => this.#apply({ type: 'hangup' }),
    });
    this.#conversation.begin();
  }

  async #conclude(): Promise<void> {
    if (this.#described === undefined) return;
    const report = await closed(this.#described.session);
    const outcome = outcomeOf(this.#state, this.#startedAt, report);
    // A recording is on disk, and a second line hung up, before anybody counts on it.
    const flow = await this.#conversation?.end();
    this.#finish(flow && outcome.result === 'answered' ? { ...outcome, flow } : outcome);
  }

  /** Ends a call whose INVITE has not left. */
  #giveUp(cause: CallCause): void {
    if (this.#over) return;
    if (this.#described) void closed(this.#described.session);
    this.#finish(failedOutcome(cause, this.#startedAt, this.#parts.clock.now()));
  }

  #finish(outcome: CallOutcome): void {
    for (const timer of this.#timers.values()) timer.cancel();
    // Of a call that was never begun there is nothing to watch.
    if (outcome.cause.kind !== 'engine-busy') this.#tell('ended', describeCause(outcome.cause));
    this.#over = true;
    this.#done.resolve(outcome);
  }

  #tell(state: CallEvent['state'], detail?: string): void {
    if (this.#over) return;
    const at = this.#parts.clock.now();
    try {
      this.#onEvent(detail === undefined ? { at, state } : { at, state, detail });
    } catch {
      // Whoever watches decides nothing, not even by failing.
    }
  }
}

const wait = (ms: number): number => Math.min(Math.max(Number(ms) || 0, 0), MAX_WAIT_MS);

/** What kept the INVITE from leaving. All but a script that can never be said may be better in a moment. */
function causeOfRefusal(error: unknown): CallCause {
  if (error instanceof CallEngineError && error.code === 'bad-script') {
    return { kind: 'bad-media', detail: error.message };
  }
  return { kind: 'engine-busy' };
}
