import {
  beginFlow,
  type Flow,
  type FlowEffect,
  type FlowEvent,
  type FlowState,
  resultOf,
  stepFlow,
} from '@herald/callflow';
import type { MediaLine, Playback, Track } from '@herald/media';
import type { Clock, Timer } from '../platform/clock.ts';
import { SecondLeg, type SecondLineParts } from './second-line.ts';
import type { AskCaller, CallEvent, FlowOutcome, LineOutcome } from './types.ts';

export interface ConversationParts {
  readonly session: MediaLine;
  readonly clock: Clock;
  readonly flow: Flow<Track>;
  readonly ask: AskCaller;
  /** Digits, read out one by one. */
  spell(digits: string): Promise<Track>;
  /** Where a recording of this call is written to; undefined where nothing is recorded. */
  recordingPath(nth: number): string | undefined;
  /** What a second line needs of the engine; undefined where it has no room. */
  openLine(): Pick<SecondLineParts, 'agent' | 'media' | 'sdpSessionId'> | undefined;
  lineOver(): void;
  tell(state: CallEvent['state'], detail: string): void;
  hangup(): void;
}

/** The last packets still lie in the callee's jitter buffer when they have been sent: a BYE would cut them off. */
const TAIL_MS = 200;
/** What the answer to a question takes at most, beside the time that it names itself. */
const ANSWER_WITHIN_MS = 5000;
/** Sound of the prompt that is spoken into a recording, beside what its node allows. */
const PROMPT_SECONDS = 60;

/** A flow in an answered call: does what the machine of `@herald/callflow` says, until the call is over. */
export class Conversation {
  readonly #parts: ConversationParts;
  #state: FlowState = beginFlow();
  #playback: Playback | undefined;
  #timer: Timer | undefined;
  #recording: Promise<void> | undefined;
  #stored: Promise<void> = Promise.resolve();
  #recordings = 0;
  #line: SecondLeg | undefined;
  readonly #lines: LineOutcome[] = [];
  #over = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  begin(): void {
    this.#take({ type: 'begin' });
  }

  key(key: string): void {
    this.#take({ type: 'key', key });
  }

  /** The call is over: resolves with what came of the flow when its recording and its second line are over too. */
  async end(): Promise<FlowOutcome> {
    this.#over = true;
    this.#take({ type: 'ended' });
    this.#line?.hangup();
    await this.#line?.done;
    await this.#stored;
    return { ...resultOf(this.#state), lines: this.#lines };
  }

  #take(event: FlowEvent): void {
    const step = stepFlow(this.#parts.flow, this.#state, event, this.#parts.clock.now());
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  /** For answers that may come late: they are of the step that asked. */
  #later(): (event: FlowEvent) => void {
    const { steps } = this.#state;
    return (event) => {
      if (this.#state.steps === steps) this.#take(event);
    };
  }

  #perform(effect: FlowEffect<Track>): void {
    switch (effect.do) {
      case 'enter':
        this.#parts.tell('node', effect.node);
        break;
      case 'play':
        this.#play(effect.say, effect.digits);
        break;
      case 'stop-playing':
        this.#playback?.stop();
        this.#playback = undefined;
        break;
      case 'wait':
        this.#timer?.cancel();
        this.#timer = this.#parts.clock.setTimer(effect.ms, () => this.#take({ type: 'timeout' }));
        break;
      case 'stop-waiting':
        this.#timer?.cancel();
        break;
      case 'record':
        this.#record(effect.node, effect.maxSeconds);
        break;
      case 'stop-recording':
        this.#stopRecording();
        break;
      case 'transfer':
        void this.#transfer(effect);
        break;
      case 'ask':
        this.#ask(effect);
        break;
      case 'refuse':
        this.#refuse();
        break;
      case 'hang-up':
        this.#parts.clock.setTimer(TAIL_MS, () => this.#parts.hangup());
        break;
    }
  }

  #play(say: Track, digits: string | undefined): void {
    const recording = this.#recording;
    if (recording === undefined) {
      this.#playNow(say, digits);
      return;
    }
    // Who is asked to speak is recorded by then.
    const { steps } = this.#state;
    const ready = () => {
      if (this.#state.steps === steps && this.#state.doing === 'recording') this.#playNow(say, digits);
    };
    recording.then(ready, () => {});
  }

  #playNow(say: Track, digits: string | undefined): void {
    const { session, spell } = this.#parts;
    const done = this.#later();
    const play = (track: Track, onEnd: () => void) => {
      try {
        this.#playback = session.play(track, { onEnd });
      } catch {
        // The session was closed: the call's end is on its way here.
      }
    };
    const played = () => done({ type: 'played' });
    if (digits === undefined) play(say, played);
    else {
      const spelled = spell(digits);
      // Nobody may be listening yet when it fails.
      spelled.catch(() => {});
      const { steps } = this.#state;
      play(say, () => {
        spelled.then((track) => {
          if (this.#state.steps === steps && this.#state.doing === 'saying') play(track, played);
        }, played);
      });
    }
  }

  #record(node: string, maxSeconds: number): void {
    const path = this.#parts.recordingPath(this.#recordings++);
    const done = this.#later();
    if (path === undefined) {
      done({ type: 'recorded', ms: 0 });
      return;
    }
    this.#parts.tell('recording', node);
    const options = { layout: 'stereo', maxSeconds: maxSeconds + PROMPT_SECONDS } as const;
    this.#recording = this.#parts.session.record(path, options);
    this.#recording.catch(() => {
      this.#recording = undefined;
      done({ type: 'recorded', ms: 0 });
    });
  }

  #stopRecording(): void {
    const recording = this.#recording;
    if (recording === undefined) return;
    this.#recording = undefined;
    const nth = this.#recordings - 1;
    this.#stored = this.#store(recording, this.#parts.recordingPath(nth) ?? '');
  }

  /** Never rejects. */
  async #store(opening: Promise<void>, file: string): Promise<void> {
    const done = this.#later();
    try {
      await opening;
      const report = await this.#parts.session.endRecording();
      const ms = Math.round(report.seconds * 1000);
      done(
        report.seconds > 0 && report.error === undefined
          ? { type: 'recorded', file, ms }
          : { type: 'recorded', ms: 0 },
      );
    } catch {
      done({ type: 'recorded', ms: 0 });
    }
  }

  async #transfer(effect: Extract<FlowEffect<Track>, { do: 'transfer' }>): Promise<void> {
    const { ask, clock, session, openLine, lineOver, tell } = this.#parts;
    const { node, number, ringSeconds, maxSeconds } = effect;
    const done = this.#later();
    const given = ask('second-line', { node, number, maxSeconds });
    const line = await this.#inTime(given, ANSWER_WITHIN_MS);
    const opened = line && !this.#over ? openLine() : undefined;
    if (!line || !opened) {
      // One that comes later is given back, too.
      void given.then((late) => late && ask('line-over', { callId: late.callId }));
      tell('transfer', 'failed');
      done({ type: 'transfer', outcome: 'failed' });
      return;
    }
    tell('transfer', 'dialling');
    const leg = new SecondLeg({
      ...opened,
      ...{ clock, first: session, line, node, number },
      ringMs: ringSeconds * 1000,
      maxTalkMs: maxSeconds * 1000,
      onOutcome: (outcome) => {
        tell('transfer', outcome);
        done({ type: 'transfer', outcome });
      },
      onOver: () => {
        tell('transfer', 'over');
        done({ type: 'transfer-over' });
      },
    });
    this.#line = leg;
    const outcome = await leg.done;
    if (outcome) this.#lines.push(outcome);
    lineOver();
    void ask('line-over', { callId: line.callId });
  }

  #ask({ node, url, timeoutSeconds }: Extract<FlowEffect<Track>, { do: 'ask' }>): void {
    const done = this.#later();
    const asked = { node, url, timeoutSeconds, result: resultOf(this.#state) };
    void this.#inTime(this.#parts.ask('webhook', asked), timeoutSeconds * 1000 + 500).then((branch) =>
      done({ type: 'answer', branch: branch ?? undefined }),
    );
  }

  #refuse(): void {
    const done = this.#later();
    const { node } = this.#state;
    void this.#inTime(this.#parts.ask('refuse', { node }), ANSWER_WITHIN_MS).then((ok) =>
      done({ type: 'refused', ok: ok === true }),
    );
  }

  /** The answer, or undefined when it takes too long. */
  #inTime<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const timer = this.#parts.clock.setTimer(ms, () => resolve(undefined));
      answer.then(
        (value) => {
          timer.cancel();
          resolve(value);
        },
        () => {
          timer.cancel();
          resolve(undefined);
        },
      );
    });
  }
}
