import type { CallEnd, Clock, Random, UserAgentOptions, UserAgentStats } from '@herald/sip';
import type { SandboxCarrierLimits } from './limits.ts';
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
  /** Default: the system's. */
  readonly clocks?: {
    /** How long lines ring, wait and last. */
    readonly steps?: Clock;
    /** Timers of RFC 3261. */
    readonly sip?: Clock;
    /** When RTP packets leave. */
    readonly media?: Clock;
  };
  /** Tags of SIP, first numbers of RTP; default: the system's. */
  readonly random?: Random;
  /** RFC 3261 17.1.1.1, milliseconds. */
  readonly timers?: UserAgentOptions['timers'];
  readonly limits?: Partial<SandboxCarrierLimits>;
  /** Told of every call as it goes on; an exception is logged. */
  onEvent?(event: CarrierEvent): void;
  /** Where errors are told; default: standard error. */
  log?(line: string): void;
}

/** A call as the carrier has seen it so far. */
export interface SeenCall {
  readonly callId: string;
  /** The number dialled, for example +8613800000200. */
  readonly called: string;
  /** URI in From; empty for a call that was not heard. */
  readonly from: string;
  /** Of the INVITE's topmost Via: one that is sent again has the same, a new one has not (RFC 3261 17.2.3). */
  readonly branch: string;
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
