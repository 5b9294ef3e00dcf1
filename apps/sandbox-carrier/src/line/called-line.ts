import { type MediaEngine, MediaError, SdpError } from '@herald/media';
import type { CallEnd, Clock, HeaderList, IncomingCall, Timer } from '@herald/sip';
import type { Ear } from '../heard/ear.ts';
import { type Cause, needsSound, type Step } from '../plan/steps.ts';
import type { Sounds } from '../sound/sounds.ts';
import { openSoundPath, type Quality, type SoundPath } from './sound-path.ts';

export interface CalledLineOptions {
  readonly call: IncomingCall;
  readonly steps: readonly Step[];
  /** The call is answered when the caller cancels it. */
  readonly answersCancel: boolean;
  readonly quality: Quality;
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly sounds: Sounds;
  /** IP address that callers are told. */
  readonly host: string;
  readonly sessionId: string;
  /** A call ends by itself after so long, lest a caller that is gone holds its port for ever. */
  readonly maxCallMs: number;
  /** A step is about to be taken. */
  onStep(step: Step): void;
  /** Answers who listens from now on. */
  onAnswer(): Ear;
  /** Called once. */
  onEnd(end: CallEnd): void;
  log(line: string): void;
}

const NORMAL_CLEARING: Cause = { q850: 16, text: 'Normal call clearing' };

/**
 * One call at the called line: takes the steps of its number, one after the other.
 *
 *   arriving ──port open──▶ stepping ──last step──▶ as it is ──caller, or maxCallMs──▶ ended
 *
 * Whatever goes wrong here ends this call (500, or BYE) and no other.
 */
export function ringLine(o: CalledLineOptions): void {
  const { call, clock } = o;
  let path: SoundPath | undefined;
  let description: string | undefined;
  let ear: Ear | undefined;
  let timer: Timer | undefined;
  /** The longest a step, and the call, may last. */
  let stepBound: Timer | undefined;
  let callBound: Timer | undefined;
  let onAck: (() => void) | undefined;
  let taken = 0;
  let ended = false;

  /** Every way into this call: an exception ends the call and goes no further. */
  function guarded(act: () => void): void {
    if (ended) return;
    try {
      act();
    } catch (error) {
      o.log(`call ${call.callId}: ${error instanceof Error ? error.stack : error}`);
      call.reject(500);
      call.hangup({ text: 'Internal error', sip: 500 });
    }
  }

  function waitFor(ms: number): void {
    timer = clock.setTimer(ms, () => guarded(next));
  }

  function next(): void {
    const step = o.steps[taken++];
    if (step === undefined || ended) return;
    o.onStep(step);
    take(step);
  }

  function take(step: Step): void {
    switch (step.do) {
      case 'wait':
        waitFor(step.ms);
        return;
      case 'ring':
        call.ring();
        break;
      case 'announce': {
        // An offer of ours in a 183 would need PRACK: a caller without an offer hears nothing.
        if (call.body === '') break;
        call.progress(183, describe());
        const instead = path?.say(o.sounds.announcements[step.sound], () => guarded(next));
        if (instead !== undefined) waitFor(instead);
        return;
      }
      case 'answer':
        answer(next);
        return;
      case 'hear-out':
        hearOut(step.quietMs, step.atMostMs);
        return;
      case 'press':
        path?.press(step.key);
        break;
      case 'hang-up':
        call.hangup(step.reason);
        return;
      case 'refuse':
        call.reject(step.status, undefined, reasonHeader(step.reason));
        return;
    }
    next();
  }

  function hearOut(quietMs: number, atMostMs: number): void {
    const over = (): void => {
      if (ear) ear.onVoice = undefined;
      timer?.cancel();
      stepBound?.cancel();
      next();
    };
    stepBound = clock.setTimer(atMostMs, () => guarded(over));
    if (!ear) return;
    ear.onVoice = () => {
      timer?.cancel();
      timer = clock.setTimer(quietMs, () => guarded(over));
    };
  }

  /** RFC 3261 13.2.1: the description in the 183 and in the 200 is the same. */
  function describe(): string {
    if (path === undefined) throw new Error('a line without a sound path was asked for one');
    description ??= call.body === '' ? path.offer() : path.answerTo(call.body);
    return description;
  }

  function answer(then: () => void): void {
    const sdp = describe();
    ear = o.onAnswer();
    path?.hear(ear.recorder);
    onAck = then;
    call.answer(sdp);
    callBound = clock.setTimer(o.maxCallMs, () => guarded(() => call.hangup(NORMAL_CLEARING)));
  }

  function acknowledged(body: string): void {
    if (call.body === '') path?.connect(body);
    path?.say(o.sounds.hello, () => {});
    onAck?.();
  }

  async function open(): Promise<void> {
    const opened = await openSoundPath({
      engine: o.engine,
      host: o.host,
      quality: o.quality,
      sessionId: o.sessionId,
    });
    if (ended) opened.close();
    else path = opened;
  }

  /** An offer that nothing can be made of is refused before anything rings (RFC 3261 13.3.1.3). */
  function begin(): void {
    try {
      if (path !== undefined && call.body !== '') describe();
    } catch (error) {
      // MediaError: an address of the other IP version.
      if (!(error instanceof SdpError || error instanceof MediaError)) throw error;
      call.reject(error.code === 'malformed' ? 400 : 488);
      return;
    }
    next();
  }

  call.handlers = {
    onCancel: () => {
      if (o.answersCancel && path !== undefined) guarded(() => answer(() => {}));
    },
    onAck: ({ body }) => guarded(() => acknowledged(body)),
    // A description that cannot be followed throws: the user agent answers 488, or the session stays as it was.
    onReoffer: (offer) => path?.answerTo(offer),
    onOfferWanted: () => path?.offer() ?? '',
    onReanswer: (answer) => path?.connect(answer),
    onEnd(end) {
      ended = true;
      timer?.cancel();
      stepBound?.cancel();
      callBound?.cancel();
      path?.close();
      o.onEnd(end);
    },
  };

  if (!needsSound(o.steps) && !o.answersCancel) guarded(begin);
  else {
    open().then(
      () => guarded(begin),
      (error: Error) => {
        o.log(`call ${call.callId}: ${error.message}`);
        call.reject(503, undefined, reasonHeader({ q850: 34, text: 'No circuit available' }));
      },
    );
  }
}

function reasonHeader(cause: Cause | undefined): HeaderList {
  return cause === undefined ? [] : [['Reason', `Q.850;cause=${cause.q850};text="${cause.text}"`]];
}
