/** Every bound the carrier keeps. */
export interface SandboxCarrierLimits {
  /** Calls not yet ended; one more is refused with 503. Default 1,000. */
  calls: number;
  /** An answered call is hung up after so long. Default 600. */
  callSeconds: number;
  /** Of one recording; what comes later is not kept. Default 120. */
  heardSeconds: number;
  /** Of all recordings that are not on the disk yet, 16 KB of memory each. Default 20,000. */
  heardSecondsInAll: number;
  /** Recordings kept in the folder. Default 500. */
  heardFiles: number;
  /** Recordings that wait for a slow disk. Default 1,000. */
  heardWaiting: number;
  /** Calls remembered for `calls()`. Default 1,000. */
  callsRemembered: number;
  /** Numbers of which is remembered whose turn it is. Default 10,000. */
  numbersRemembered: number;
}

export const DEFAULT_LIMITS: SandboxCarrierLimits = {
  calls: 1_000,
  callSeconds: 600,
  heardSeconds: 120,
  heardSecondsInAll: 20_000,
  heardFiles: 500,
  heardWaiting: 1_000,
  callsRemembered: 1_000,
  numbersRemembered: 10_000,
};
