import type { Clock as MediaClock, Random as MediaRandom } from '@herald/media';
import type { CallEnd, Clock, Random, UserAgentOptions, UserAgentStats } from '@herald/sip';
import type { Step } from './plan/steps.ts';

export interface SandboxCarrierOptions {
  /** IP address that SIP and RTP are bound to; default 127.0.0.1. */
  readonly host?: string;
  /** UDP port of SIP; 0 is any free one. Default 5070. */
  readonly port?: number;
  /** RTP takes the even ports from `min` to `max`. Default 40,000 to 44,999. */
  readonly rtpPorts?: { readonly min: number; readonly max: number };
  /** Folder of the recordings, made when it is not there; absent: nothing is recorded. */
  readonly heardDir?: string;
  /** Time of the steps: rings, waits, the bound on a call. Default: the system's. SIP and RTP keep their own. */
  readonly clock?: Clock;
  /** Tags and the like of SIP, and of RTP; default: the system's. */
  readonly random?: Random & MediaRandom;
  /** RTP's clock; default: the system's. */
  readonly mediaClock?: MediaClock;
  /** RFC 3261 17.1.1.1, milliseconds. */
  readonly timers?: UserAgentOptions['timers'];
  readonly limits?: Partial<SandboxCarrierLimits>;
  /** Told of every call as it goes on; an exception is logged. */
  onEvent?(event: CarrierEvent): void;
  /** Where errors are told; default: standard error. */
  log?(line: string): void;
}

/** Every bound the carrier keeps. */
export interface SandboxCarrierLimits {
  /** Calls not yet ended; one more is refused with 503. Default 1,000. */
  calls: number;
  /** An answered call is hung up after so long. Default 600. */
  callSeconds: number;
  /** Of one recording; what comes later is not kept. Default 120. */
  heardSeconds: number;
  /** Of all recordings under way, 16 KB of memory each. Default 20,000. */
  heardSecondsInAll: number;
  /** Recordings kept in the folder. Default 500. */
  heardFiles: number;
  /** Recordings that wait for a slow disk. Default 200. */
  heardWaiting: number;
  /** Calls remembered for `calls`. Default 1,000. */
  callsRemembered: number;
}

/** A call as the carrier has seen it so far. */
export interface SeenCall {
  readonly callId: string;
  /** The number dialled, for example +8613800000200. */
  readonly called: string;
  /** URI in From; empty for a call that was not heard. */
  readonly from: string;
  /** Name of the number plan's row. */
  readonly line: string;
  readonly answered: boolean;
  /** Absent while it goes on, and for a call that was not heard. */
  readonly end?: CallEnd;
  /** Path of the recording, once it is on the disk. */
  readonly heard?: string;
}

export type CarrierEvent =
  /** An INVITE came. */
  | { readonly type: 'called'; readonly call: SeenCall }
  /** An INVITE came, first or again, to a number that does not respond. */
  | { readonly type: 'unheard'; readonly call: SeenCall }
  /** The called line is about to do this. */
  | { readonly type: 'step'; readonly call: SeenCall; readonly step: Step }
  | { readonly type: 'answered'; readonly call: SeenCall }
  | { readonly type: 'ended'; readonly call: SeenCall }
  /** What was heard is on the disk, or was given up (`call.heard` is absent). After `ended`, if answered. */
  | { readonly type: 'kept'; readonly call: SeenCall };

export interface SandboxCarrier {
  readonly host: string;
  /** UDP port of SIP. */
  readonly port: number;
  /** The latest calls, oldest first, of one number or one Call-ID if given. */
  calls(of?: { readonly called?: string; readonly callId?: string }): readonly SeenCall[];
  stats(): UserAgentStats;
  /** Ends every call, writes what was heard, frees the ports. */
  close(): Promise<void>;
}
