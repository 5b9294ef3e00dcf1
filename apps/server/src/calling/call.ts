import {
  type AnswerOptions,
  answerOffer,
  createOffer,
  type MediaEngine,
  type MediaSession,
  readAnswer,
  type Track,
} from '@herald/media';
import type { OutgoingCall, TracedMessage, UserAgent } from '@herald/sip';
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
import { invitationOf } from './invitation.ts';
import { ladderStep, MAX_LADDER_STEPS } from './ladder.ts';
import { failedOutcome, outcomeOf } from './outcome.ts';
import type { SoundLibrary } from './sound-library.ts';
import {
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
  readonly media: MediaEngine;
  readonly sounds: SoundLibrary;
  readonly clock: Clock;
  /** Digits, different for each call (RFC 4566 5.2). */
  readonly sdpSessionId: string;
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
  readonly #startedAt: number;
  readonly #done = Promise.withResolvers<CallOutcome>();
  readonly #timers = new Map<CallTimer, Timer>();
  #state: CallState = DIALLING;
  #over = false;
  #track: Track | undefined;
  #session: MediaSession | undefined;
  #sip: OutgoingCall | undefined;
  #sdpVersion = 1;
  readonly #ladder: LadderStep[] = [];

  constructor(parts: CallParts, plan: CallPlan, onEvent: (event: CallEvent) => void) {
    this.#parts = parts;
    this.#plan = plan;
    const { plays, pauseMs } = plan.script;
    this.#terms = { plays, pauseMs, maxTalkMs: wait(plan.maxTalkMs) };
    this.#onEvent = onEvent;
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

  get ladder(): readonly LadderStep[] {
    return this.#ladder;
  }

  hangup(): void {
    if (this.#sip === undefined) this.#giveUp({ kind: 'cancelled' });
    else this.#apply({ type: 'hangup' });
  }

  async #prepare(): Promise<void> {
    const { sounds, media } = this.#parts;
    this.#track = await sounds.track(this.#plan.script);
    if (this.#over) return;
    const session = await media.open();
    if (this.#over) {
      session.close();
      return;
    }
    this.#session = session;
    this.#dial(session);
  }

  #dial(session: MediaSession): void {
    const { agent } = this.#parts;
    const { host } = agent.address;
    const body = createOffer(this.#local(session));
    session.onDigit = (digit) => this.#apply({ type: 'digit', digit });
    this.#tell('dialling');
    this.#sip = agent.invite({
      ...invitationOf({ ...this.#plan, ringTimeoutMs: wait(this.#plan.ringTimeoutMs) }, host),
      body,
      handlers: {
        onProgress: ({ status }) => this.#apply({ type: 'progress', status }),
        onAnswer: (answer) => this.#answered(session, answer.body),
        onReoffer: (offer) => this.#reoffered(session, offer),
        onOfferWanted: () => createOffer({ ...this.#local(session), sessionVersion: ++this.#sdpVersion }),
        onReanswer: (sdp) => this.#reanswered(session, sdp),
        onEnd: (end) => {
          // A key that is down is told by the closing, and belongs to the call.
          session.close();
          this.#apply({ type: 'ended', end });
        },
      },
    });
  }

  #local(session: MediaSession): AnswerOptions {
    const { srtp, ...agreed } = this.#agreed;
    return {
      address: this.#parts.agent.address.host,
      port: session.port,
      sessionId: this.#parts.sdpSessionId,
      ...agreed,
      ...(srtp && { srtp: { ...srtp, keys: session.srtpKeys } }),
    };
  }

  /** What the trunk's terms let us offer and take. */
  get #agreed(): NonNullable<Parameters<typeof readAnswer>[1]> {
    const { codecs, srtp = 'off' } = this.#plan.trunk.terms ?? {};
    return { ...(codecs && { codecs }), ...(srtp === 'off' ? {} : { srtp: { mode: srtp } }) };
  }

  #answered(session: MediaSession, sdp: string): void {
    try {
      session.connect(readAnswer(sdp, this.#agreed));
    } catch (error) {
      this.#apply({ type: 'unusable-answer', detail: whyUnusable(error) });
      return;
    }
    this.#apply({ type: 'answer' });
    if (!this.#over) this.#tellWhoAnswered(session);
  }

  /** Listens while the message plays: nobody waits for the verdict, and nothing is decided by it. */
  #tellWhoAnswered(session: MediaSession): void {
    const listening = session.detectAnswer((event) => {
      if (event.kind !== 'verdict') return;
      const { by } = event.verdict;
      this.#tell('answered-by', by === 'voicemail' ? 'machine' : by);
      // The beep of a machine is nothing to us, and listening for it costs.
      listening.stop();
    });
  }

  /** RFC 3261 14.2, RFC 3264 8: undefined is a 488, and the session goes on as it was. */
  #reoffered(session: MediaSession, offer: string): string | undefined {
    try {
      const sessionVersion = this.#sdpVersion + 1;
      const { sdp, remote } = answerOffer(offer, { ...this.#local(session), sessionVersion });
      session.connect(remote);
      this.#sdpVersion = sessionVersion;
      return sdp;
    } catch {
      return undefined;
    }
  }

  /** One that cannot be used leaves the session as it was: the callee may mend it with its next re-INVITE. */
  #reanswered(session: MediaSession, sdp: string): void {
    try {
      session.connect(readAnswer(sdp, this.#agreed));
    } catch {}
  }

  #apply(input: CallInput): void {
    const step = stepCall(this.#state, input, this.#terms, this.#parts.clock.now());
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: CallEffect): void {
    switch (effect.do) {
      case 'tell':
        this.#tell(effect.state, effect.detail);
        break;
      case 'play':
        if (this.#track)
          this.#session?.play(this.#track, { onEnd: () => this.#apply({ type: 'play-over' }) });
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
        if (this.#session) this.#finish(outcomeOf(this.#state, this.#startedAt, this.#session.close()));
        break;
    }
  }

  /** Ends a call whose INVITE has not left. */
  #giveUp(cause: CallCause): void {
    if (this.#over) return;
    this.#session?.close();
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

/** Why a session description cannot be used. Odd ones have odd ways to fail, and none of them may keep a call open. */
function whyUnusable(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
