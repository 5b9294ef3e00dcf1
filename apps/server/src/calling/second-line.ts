import type { TransferOutcome } from '@herald/callflow';
import type { MediaLine, MediaLines, Playback } from '@herald/media';
import type { CallEnd, HangupReason, OutgoingCall, UserAgent } from '@herald/sip';
import type { Clock, Timer } from '../platform/clock.ts';
import { causeOfEnd } from './cause.ts';
import { closed, DescribedSession, whyUnusable } from './described-session.ts';
import { invitationOf } from './invitation.ts';
import { ringBack } from './ring-back.ts';
import type { CallCause, LineOutcome, SecondLine } from './types.ts';

const CLEARED: HangupReason = { text: 'Normal call clearing', q850: 16 };

export interface SecondLineParts {
  readonly agent: UserAgent;
  readonly media: MediaLines;
  readonly clock: Clock;
  readonly sdpSessionId: string;
  /** Who waits for the second line. */
  readonly first: MediaLine;
  readonly line: SecondLine;
  readonly node: string;
  /** E.164. */
  readonly number: string;
  readonly ringMs: number;
  /** From the answer to the BYE. */
  readonly maxTalkMs: number;
  /** Once, unless it is hung up before. */
  onOutcome(outcome: TransferOutcome): void;
  /** After `connected`: it is over. */
  onOver(): void;
}

/**
 * Calls somebody and connects him with the one on the first line, who hears it ring meanwhile. Early media stays
 * unheard: it is no answer, and what carriers say in it is for whoever called.
 */
export class SecondLeg {
  /** Resolves when all is over; undefined when no INVITE has left. */
  readonly done: Promise<LineOutcome | undefined>;
  readonly #parts: SecondLineParts;
  readonly #finish: (outcome: LineOutcome | undefined) => void;
  readonly #startedAt: number;
  #session: MediaLine | undefined;
  #call: OutgoingCall | undefined;
  #tone: Playback | undefined;
  #joint: { stop(): void } | undefined;
  #limit: Timer | undefined;
  #answeredAt: number | undefined;
  #verdict: CallCause | undefined;
  #hungUp = false;

  constructor(parts: SecondLineParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    const { promise, resolve } = Promise.withResolvers<LineOutcome | undefined>();
    this.done = promise;
    this.#finish = resolve;
    this.#ring();
    void this.#open();
  }

  hangup(): void {
    this.#hungUp = true;
    this.#quiet();
    this.#call?.hangup(CLEARED);
  }

  async #open(): Promise<void> {
    const { media, agent, first, line, number, ringMs, sdpSessionId } = this.#parts;
    const { host } = agent.address;
    const session = await media.open({ beside: first }).catch(() => undefined);
    if (session === undefined || this.#hungUp) {
      if (session !== undefined) void closed(session);
      this.#quiet();
      if (!this.#hungUp) this.#parts.onOutcome('failed');
      this.#finish(undefined);
      return;
    }
    this.#session = session;
    session.onLost = () => this.#call?.hangup(CLEARED);
    const described = new DescribedSession(session, { host, sdpSessionId, terms: line.trunk.terms });
    this.#call = agent.invite({
      ...invitationOf(
        {
          callId: line.callId,
          trunk: line.trunk,
          caller: line.caller,
          callee: number,
          ringTimeoutMs: ringMs,
        },
        host,
      ),
      body: described.offer(),
      handlers: {
        onAnswer: ({ body }) => this.#answered(described, body),
        onReoffer: (offer) => described.reoffered(offer),
        onOfferWanted: () => described.nextOffer(),
        onReanswer: (sdp) => described.reanswered(sdp),
        onEnd: (end) => this.#ended(end),
      },
    });
  }

  #answered(described: DescribedSession, sdp: string): void {
    const { clock, media, first, maxTalkMs, onOutcome } = this.#parts;
    this.#quiet();
    try {
      described.connect(sdp);
    } catch (error) {
      this.#verdict = { kind: 'bad-media', detail: whyUnusable(error) };
      this.#call?.hangup({ text: 'Session description not usable', sip: 488 });
      return;
    }
    this.#answeredAt = clock.now();
    this.#limit = clock.setTimer(maxTalkMs, () => this.#call?.hangup(CLEARED));
    this.#joint = media.bridge(first, described.session);
    onOutcome('connected');
  }

  #ended(end: CallEnd): void {
    const { clock, line, node, onOutcome, onOver } = this.#parts;
    this.#quiet();
    this.#limit?.cancel();
    this.#joint?.stop();
    if (this.#session !== undefined) void closed(this.#session);
    const cause = this.#verdict ?? causeOfEnd(end);
    const endedAt = clock.now();
    const answeredAt = this.#answeredAt;
    this.#finish({
      node,
      callId: line.callId,
      trunkId: line.trunk.trunkId,
      cause,
      startedAt: this.#startedAt,
      ...(answeredAt === undefined ? {} : { answeredAt }),
      endedAt,
      talkMs: answeredAt === undefined ? 0 : endedAt - answeredAt,
    });
    if (this.#hungUp) return;
    if (answeredAt === undefined) onOutcome(outcomeOfCause(cause));
    else onOver();
  }

  #ring(): void {
    try {
      this.#tone = this.#parts.first.play(ringBack(), { onEnd: () => this.#ring() });
    } catch {
      // The first line was closed: its end is on its way here.
    }
  }

  #quiet(): void {
    this.#tone?.stop();
    this.#tone = undefined;
  }
}

/** Why nobody came to the second line, for the flow. */
export function outcomeOfCause(cause: CallCause): Exclude<TransferOutcome, 'connected'> {
  if (cause.kind === 'no-answer') return 'no-answer';
  if (cause.kind !== 'sip') return 'failed';
  const { status, q850 } = cause;
  if (q850 === 17 || status === 486 || status === 600) return 'busy';
  // Q.850 18, 19: no user responding, no answer from user; 20: subscriber absent.
  if (q850 === 18 || q850 === 19 || q850 === 20) return 'no-answer';
  return status === 408 || status === 480 || status === 487 ? 'no-answer' : 'failed';
}
