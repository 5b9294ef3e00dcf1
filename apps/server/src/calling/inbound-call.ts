import type { Flow } from '@herald/callflow';
import type { RtpReport, Track } from '@herald/media';
import { type CallEnd, type HangupReason, type IncomingCall, readIdentity } from '@herald/sip';
import type { Timer } from '../platform/clock.ts';
import type { CallParts } from './call.ts';
import { causeOfEnd } from './cause.ts';
import { Conversation } from './conversation.ts';
import { closed, DescribedSession } from './described-session.ts';
import { saidOnce, soundsOf } from './flow-sounds.ts';
import { createKeys } from './keys.ts';
import { failedOutcome, mediaReport } from './outcome.ts';
import type {
  CallOutcome,
  CallTrunk,
  CallTrunkTerms,
  FlowOutcome,
  IncomingFacts,
  Receptionist,
} from './types.ts';

/** Signs of a number that are told on. */
const MAX_NUMBER = 64;
/** A receptionist who takes longer has no answer. */
const RECEIVED_WITHIN_MS = 5000;
const MAX_DIGITS = 64;
const CLEARED: HangupReason = { text: 'Normal call clearing', q850: 16 };

/**
 * A call that comes in: asks the receptionist, then refuses it, or answers and has its flow run. Resolves when all of
 * it is over, and never rejects.
 */
export class InboundCall {
  readonly facts: IncomingFacts;
  readonly #parts: CallParts;
  readonly #sip: IncomingCall;
  readonly #receptionist: Receptionist;
  readonly #terms: CallTrunkTerms | undefined;
  readonly #ended = Promise.withResolvers<CallEnd>();
  #isOver = false;
  #described: DescribedSession | undefined;
  #conversation: Conversation | undefined;
  #answeredAt: number | undefined;
  #digits = '';
  readonly #keys = createKeys((digit) => {
    if (this.#conversation === undefined) return;
    if (this.#digits.length < MAX_DIGITS) this.#digits += digit;
    this.#conversation.key(digit);
  });

  /** @param trunks those of the address that it came from; on the terms of the first it is spoken to */
  constructor(parts: CallParts, sip: IncomingCall, trunks: readonly CallTrunk[], receptionist: Receptionist) {
    this.#parts = parts;
    this.#sip = sip;
    this.#receptionist = receptionist;
    this.facts = { ...factsOf(sip, parts.clock.now()), trunkIds: trunks.map(({ trunkId }) => trunkId) };
    this.#terms = trunks[0]?.terms;
    sip.handlers = {
      onEnd: (end) => {
        this.#isOver = true;
        this.#ended.resolve(end);
      },
    };
  }

  hangup(): void {
    this.#sip.hangup(CLEARED);
  }

  async run(): Promise<void> {
    const { clock } = this.#parts;
    let late: Timer | undefined;
    const patience = new Promise<undefined>((resolve) => {
      late = clock.setTimer(RECEIVED_WITHIN_MS, () => resolve(undefined));
    });
    const asked = this.#receptionist.receive(this.facts);
    const reception = await Promise.race([asked, patience]);
    late?.cancel();
    if (reception === undefined) {
      this.#sip.reject(503, 'Service Unavailable');
      // Whoever takes it after all must hear that it is over.
      void asked.then((answer) => 'take' in answer && this.#tellOver(undefined, undefined));
      return;
    }
    if ('refuse' in reception) {
      this.#sip.reject(reception.refuse.status, reception.refuse.reason);
      return;
    }
    try {
      const flow = await soundsOf(this.#parts.sounds, reception.take.script);
      await this.#answer(flow, reception.take.script.language, reception.take.maxTalkMs);
    } catch {
      // No sound, no port, or a description that cannot be used.
      this.#sip.reject(488);
      this.#sip.hangup({ text: 'Session description not usable', sip: 488 });
    }
    if (!this.#isOver) await this.#ended.promise;
    const report = this.#described && (await closed(this.#described.session));
    this.#tellOver(report, await this.#conversation?.end());
  }

  async #answer(flow: Flow<Track>, language: 'zh' | 'en', maxTalkMs: number): Promise<void> {
    const { media, agent, clock, sdpSessionId } = this.#parts;
    if (this.#isOver) return;
    const session = await media.open();
    session.onLost = () => this.hangup();
    this.#described = new DescribedSession(session, {
      host: agent.address.host,
      sdpSessionId,
      terms: this.#terms,
    });
    if (this.#isOver) return;
    const described = this.#described;
    const sip = this.#sip;
    const lateOffer = sip.body === '';
    let limit: Timer | undefined;
    const begin = () => {
      this.#answeredAt = clock.now();
      limit = clock.setTimer(maxTalkMs, () => this.hangup());
      this.#converse(described, flow, language);
    };
    sip.handlers = {
      onAck: ({ body }) => {
        if (this.#answeredAt !== undefined) return;
        try {
          if (lateOffer) described.connect(body);
        } catch {
          this.hangup();
          return;
        }
        begin();
      },
      onReoffer: (offer) => described.reoffered(offer),
      onOfferWanted: () => described.nextOffer(),
      onReanswer: (sdp) => described.reanswered(sdp),
      onDigit: this.#keys.inSignalling,
      onEnd: (end) => {
        this.#isOver = true;
        limit?.cancel();
        this.#ended.resolve(end);
      },
    };
    sip.answer(lateOffer ? described.offer() : described.answer(sip.body));
  }

  #converse(described: DescribedSession, flow: Flow<Track>, language: 'zh' | 'en'): void {
    const { clock, sounds, flows } = this.#parts;
    const { callId } = this.facts;
    const { session } = described;
    this.#conversation = new Conversation({
      ...{ session, clock, flow },
      ask: (kind, asked) => this.#receptionist.ask(callId, kind, asked),
      spell: (digits) => sounds.track(saidOnce(language, [{ kind: 'code', text: digits }])),
      recordingPath: (nth) => flows.recordingPath(callId, nth),
      openLine: () => flows.openLine(),
      lineOver: () => flows.lineOver(),
      tell: () => {},
      hangup: () => this.hangup(),
    });
    session.onDigit = this.#keys.inSound;
    this.#conversation.begin();
  }

  #tellOver(report: RtpReport | undefined, flow: FlowOutcome | undefined): void {
    const endedAt = this.#parts.clock.now();
    const { callId, at: startedAt } = this.facts;
    const answeredAt = this.#answeredAt;
    if (answeredAt === undefined || flow === undefined) {
      this.#receptionist.over(callId, failedOutcome({ kind: 'cancelled' }, startedAt, endedAt));
      return;
    }
    void this.#ended.promise.then((end) => {
      const by = end.kind === 'hung-up' ? end.by : 'peer';
      this.#receptionist.over(callId, {
        ...failedOutcome(causeOfEnd(end), startedAt, endedAt),
        ...{ result: 'answered', cause: { kind: 'answered' }, answeredAt, flow },
        talkMs: endedAt - answeredAt,
        endedBy: by === 'us' ? 'us' : 'callee',
        digits: this.#digits,
        ...(report && { rtp: mediaReport(report) }),
      } satisfies CallOutcome);
    });
  }
}

function factsOf(sip: IncomingCall, at: number): Omit<IncomingFacts, 'trunkIds'> {
  const asserted = readIdentity(sip.headers).asserted[0]?.uri;
  return {
    callId: sip.callId,
    called: userOf(sip.requestUri),
    caller: userOf(asserted ?? sip.from),
    address: sip.peer.address,
    port: sip.peer.port,
    at,
  };
}

/** The user part of a SIP or tel URI without its parameters and separators (RFC 3261 19.1.1, RFC 3966 5.1.1). */
export function userOf(uri: string): string {
  const user = /^(?:sips?:([^@]*)@|tel:([^;]*))/i.exec(uri);
  const text = (user?.[1] ?? user?.[2] ?? '').split(/[;:]/, 1)[0] ?? '';
  const bare = text.replace(/%[0-9A-Fa-f]{2}/g, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
  return bare.replace(/[-.()\s]/g, '').slice(0, MAX_NUMBER);
}
