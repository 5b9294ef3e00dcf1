import type { Flow, FlowResult } from '@herald/callflow';
import type { CodecName } from '@herald/media';
import type { Piece } from '@herald/speech';

export type { Piece };

/** Sound that was recorded before, by the SHA-256 (hex) of its A-law: a file of that name in the engine's folder. */
export interface SoundPiece {
  readonly kind: 'sound';
  readonly sound: string;
}

/** What a call says. */
export interface CallScript {
  readonly language: 'zh' | 'en';
  readonly pieces: readonly (Piece | SoundPiece)[];
  /** How often the whole is said. */
  readonly plays: number;
  /** Silence between two plays. */
  readonly pauseMs: number;
}

/** What a call does by keys. A prompt is the pieces that it says. */
export interface FlowScript {
  readonly language: 'zh' | 'en';
  /** Of nodes, by name, that speak another one. */
  readonly languageOf?: Readonly<Record<string, 'zh' | 'en'>>;
  readonly flow: Flow<readonly (Piece | SoundPiece)[]>;
}

/** What a call asks whoever placed it. */
export interface CallQuestions {
  /** Which branch the server at the URL names; null where it does not, in whatever way. */
  readonly webhook: {
    readonly asked: {
      readonly node: string;
      readonly url: string;
      readonly timeoutSeconds: number;
      readonly result: FlowResult;
    };
    readonly answer: string | null;
  };
  /** Whether the callee is on the list of those who refuse. */
  readonly refuse: { readonly asked: { readonly node: string }; readonly answer: boolean };
  /** How somebody else is called now; null where there is no room. */
  readonly 'second-line': {
    readonly asked: { readonly node: string; readonly number: string; readonly maxSeconds: number };
    readonly answer: SecondLine | null;
  };
  /** The second line is over: there is room again. */
  readonly 'line-over': { readonly asked: { readonly callId: string }; readonly answer: null };
}

export type CallQuestion = keyof CallQuestions;

/** Answers a call's questions. Never rejects; what takes too long is not waited for. */
export type AskCaller = <Kind extends CallQuestion>(
  kind: Kind,
  asked: CallQuestions[Kind]['asked'],
) => Promise<CallQuestions[Kind]['answer']>;

/** A call to somebody else within a call. */
export interface SecondLine {
  readonly callId: string;
  readonly trunk: CallTrunk;
  readonly caller: string;
}

/** What a flow came to. */
export interface FlowOutcome extends FlowResult {
  /** Second lines that an INVITE left for, in their order. */
  readonly lines: readonly LineOutcome[];
}

export interface LineOutcome {
  readonly node: string;
  readonly callId: string;
  readonly trunkId: string;
  readonly cause: CallCause;
  /** Milliseconds since the epoch, as the two below. */
  readonly startedAt: number;
  readonly answeredAt?: number;
  readonly endedAt: number;
  /** From the answer to the end, 0 when not answered. */
  readonly talkMs: number;
}

/** A call that comes in, before it is answered. */
export interface IncomingFacts {
  readonly callId: string;
  /** User part of the request URI, and of who vouches for the caller or else of From; as they came, 64 signs at most. */
  readonly called: string;
  readonly caller: string;
  /** Where it came from. */
  readonly address: string;
  readonly port: number;
  /** The trunks of that address, of those that `hear` was told. */
  readonly trunkIds: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is done with a call that comes in. */
export type Reception =
  /** A final status of 400 to 699. */
  | { readonly refuse: { readonly status: number; readonly reason: string } }
  | { readonly take: { readonly script: FlowScript; readonly maxTalkMs: number } };

/** Decides about calls that come in. Never rejects. */
export interface Receptionist {
  receive(call: IncomingFacts): Promise<Reception>;
  /** Answers the questions of a call that was taken. */
  readonly ask: <Kind extends CallQuestion>(
    callId: string,
    kind: Kind,
    asked: CallQuestions[Kind]['asked'],
  ) => Promise<CallQuestions[Kind]['answer']>;
  /** A call that was taken is over, whether it came to an answer or not. */
  over(callId: string, outcome: CallOutcome): void;
  /** So many more requests came from addresses of no trunk; nothing was done about them. */
  strangers?(requests: number): void;
}

/** `e164` +8613800000200, `digits` 8613800000200, `national` 13800000200 or 02151860000. */
export type NumberFormat = 'e164' | 'digits' | 'national';

/** How a trunk is spoken to. What is left out is as a carrier that knows us by our address has it. */
export interface CallTrunkTerms {
  /** Default udp; the engine must have it. */
  readonly transport?: 'udp' | 'tcp' | 'tls';
  /** Host, or host:port, that a request takes first, but for those in a call, which go the way that it recorded. */
  readonly outboundProxy?: string | undefined;
  /** Host, or host:port, at which `CallEngine.register` registers us: its domain is then our own. */
  readonly registrar?: string | undefined;
  /** Default e164. */
  readonly calleeFormat?: NumberFormat;
  /** Dialled before the called number. */
  readonly calleePrefix?: string;
  /** Default e164. */
  readonly callerFormat?: NumberFormat;
  /** Header that vouches for the number shown (RFC 3325). Default asserted. */
  readonly identity?: 'asserted' | 'preferred' | 'none';
  /** Asks that the callee sees no number (RFC 3323). */
  readonly privacy?: boolean;
  /** RFC 4028. */
  readonly sessionTimer?: boolean;
  /** Default off. */
  readonly srtp?: 'off' | 'allowed' | 'required';
  /** The one liked best first. Default PCMA, PCMU. */
  readonly codecs?: readonly CodecName[];
  /** Addresses and networks that its own calls come from, beside its hosts. Default none. */
  readonly sources?: readonly string[];
}

export interface CallTrunk {
  readonly trunkId: string;
  /** IP address or host name. */
  readonly host: string;
  readonly port: number;
  /** Digest credentials, for a trunk that asks for them. */
  readonly username?: string;
  readonly password?: string;
  readonly terms?: CallTrunkTerms;
}

/** A trunk that is asked with OPTIONS whether it is there (RFC 3261 11). */
export interface ProbedTrunk {
  readonly trunk: CallTrunk;
  /** From one question to the next. */
  readonly everyMs: number;
}

/** Whether a trunk is heard; `unknown` where the engine that asked it has ended. */
export interface ProbeChange {
  readonly trunkId: string;
  readonly state: 'up' | 'down' | 'unknown';
  /** Status and reason of the last answer. */
  readonly detail: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What became of the registration at a trunk; one that failed is tried again by itself. */
export interface RegistrationChange {
  readonly trunkId: string;
  readonly state: 'registering' | 'registered' | 'failed';
  /** Of a failure: status and reason. */
  readonly detail: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One call, on one trunk. Numbers are E.164 with their plus. */
export interface CallPlan {
  /** SIP Call-ID; no two calls of the service have the same. */
  readonly callId: string;
  readonly trunk: CallTrunk;
  /** The number shown. */
  readonly caller: string;
  readonly callee: string;
  readonly script: CallScript | FlowScript;
  /** From the INVITE to the CANCEL. */
  readonly ringTimeoutMs: number;
  /** From the answer to the BYE, whatever plays. */
  readonly maxTalkMs: number;
}

/** A step of a call, for people who watch; nothing is decided from it. */
export interface CallEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly state:
    | 'dialling'
    | 'ringing'
    | 'early-media'
    | 'answered'
    | 'answered-by'
    | 'playing'
    | 'played'
    | 'digit'
    | 'node'
    | 'recording'
    | 'transfer'
    | 'ended';
  /**
   * `answered-by`: person, machine or unsure; `playing`, `played`: which play; `digit`: the key; `node`, `recording`:
   * which node; `transfer`: dialling, connected, busy, no-answer, failed or over; `ended`: why.
   */
  readonly detail?: string;
}

/** Why a call ended as it did. */
export type CallCause =
  | { readonly kind: 'answered' }
  /** Final status 300–699 of the trunk, with the Q.850 cause of its Reason header (RFC 3326). */
  | { readonly kind: 'sip'; readonly status: number; readonly reason: string; readonly q850?: number }
  /** The trunk took the call and nobody answered in `ringTimeoutMs`. */
  | { readonly kind: 'no-answer' }
  /** The trunk said nothing at all, not even 100 Trying (RFC 3261, timer B). */
  | { readonly kind: 'timeout' }
  /** The INVITE could not be sent. */
  | { readonly kind: 'transport-error'; readonly detail: string }
  /** `hangup` or `close` before the answer. */
  | { readonly kind: 'cancelled' }
  /** Nothing could be said: the answer's SDP is unusable, or the script has no sound. */
  | { readonly kind: 'bad-media'; readonly detail: string }
  /** The engine's process ended while the call was on: what became of it is not known. */
  | { readonly kind: 'engine-lost' }
  /**
   * Not dialled: the engine is full, closed or being restarted, the Call-ID is on already, or the sound could not be made
   * just now. The only cause that says nothing of the callee.
   */
  | { readonly kind: 'engine-busy' };

export interface CallOutcome {
  /** `answered` exactly when `cause.kind` is. */
  readonly result: 'answered' | 'failed';
  readonly cause: CallCause;
  /** Milliseconds since the epoch, as the three below. */
  readonly startedAt: number;
  /** The first of 180 to 183: the far network has the call. */
  readonly ringingAt?: number;
  /** Only of an answered call. */
  readonly answeredAt?: number;
  readonly endedAt: number;
  /** From the answer to the end, 0 when not answered. */
  readonly talkMs: number;
  /** Who hung up; only of an answered call. */
  readonly endedBy?: 'us' | 'callee';
  readonly playsCompleted: number;
  /** Keys pressed, in their order: 0–9 * # A–D. */
  readonly digits: string;
  /** Absent when no media session was opened. */
  readonly rtp?: MediaReport;
  /** SIP messages of the call in their order, at most 64; up to a BYE of ours, and not its 200. Absent: none. */
  readonly ladder?: readonly LadderStep[];
  /** Of an answered call with a flow. */
  readonly flow?: FlowOutcome;
}

/** One SIP message as it left or came, retransmissions included. */
export interface LadderStep {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  /** Method of a request, status of a response. */
  readonly message: string;
  /** Method of the request, or of the one that is answered. */
  readonly method: string;
}

/** How the sound of a call went, by RTP and RTCP. Counts are packets. */
export interface MediaReport {
  readonly sent: number;
  readonly received: number;
  /** Of the callee's sound, on its way here (RFC 3550 A.3, A.8). */
  readonly lost: number;
  readonly jitterMs: number;
  /** There and back; absent when the callee's side sent no reports that tell it. */
  readonly roundTripMs?: number;
  /** What the callee's side said of our sound; absent when it sent no reports. */
  readonly remote?: { readonly lost: number; readonly jitterMs: number };
  /** 1 to 4.5, by the E-model (ITU-T G.107): of what was heard here, and of what the callee heard. */
  readonly mos?: { readonly heard?: number; readonly sent?: number };
}

/** Places calls and says scripts in them. */
export interface CallEngine {
  /**
   * Makes the script's sound, so that `place` has it at once.
   * @throws CallEngineError (as a rejection)
   */
  prepare(script: CallScript | FlowScript): Promise<void>;
  /**
   * Carries out one call. Never rejects; `onEvent` is not called after it resolves.
   * @param ask answers a flow's questions; without it servers do not answer, nobody is put on a list or called
   */
  place(plan: CallPlan, onEvent: (event: CallEvent) => void, ask?: AskCaller): Promise<CallOutcome>;
  /**
   * Registers at these trunks, stays registered, and unregisters at all others; each has a registrar and credentials.
   * What becomes of it is told to `onRegistration` of the engine.
   */
  register(trunks: readonly CallTrunk[]): void;
  /**
   * Asks these trunks with OPTIONS again and again, and no others. Three silences mean down, one answer of whatever
   * kind up; each change is told to `onProbe` of the engine.
   */
  probe(trunks: readonly ProbedTrunk[]): void;
  /**
   * Takes calls from the addresses of these trunks alone, as DNS has them; to be told again and again. Until it is told,
   * whoever calls is heard.
   */
  hear(trunks: readonly CallTrunk[]): void;
  /** Ends a call: CANCEL before the answer, BYE after it. Nothing when there is no such call. */
  hangup(callId: string): void;
  /** Calls on now, and how many there may be. */
  load(): { calls: number; capacity: number };
  /** Hangs up every call, whose outcomes still arrive, and lets go of ports and processes, in bounded time. */
  close(): Promise<void>;
}

/**
 * - `bad-script`: this script can never be said (too long, nothing to say, …).
 * - `busy`: too much is being prepared already; try again later.
 * - `voice`: the voice failed or was too slow.
 * - `lost`: the engine's process is gone or being restarted.
 * - `closed`: the engine has been closed.
 */
export type CallEngineErrorCode = 'bad-script' | 'busy' | 'voice' | 'lost' | 'closed';

export class CallEngineError extends Error {
  readonly code: CallEngineErrorCode;

  constructor(code: CallEngineErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CallEngineError';
    this.code = code;
  }
}
