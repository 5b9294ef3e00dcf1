export type MediaErrorCode =
  /** As many sessions as the engine allows are open: try again when one is closed. */
  | 'sessions-exhausted'
  /** Every port of the range is taken, by us or by others: widen the range. */
  | 'ports-exhausted'
  /** The system refused a socket for another reason than a taken port. */
  | 'socket'
  /** The other side's address is of the other IP version than the engine's. */
  | 'address-family'
  /** More sounds or digits queued than a session keeps. */
  | 'queue-full'
  /** The engine or session is closed. */
  | 'closed';

export class MediaError extends Error {
  readonly code: MediaErrorCode;
  constructor(code: MediaErrorCode, message: string) {
    super(message);
    this.name = 'MediaError';
    this.code = code;
  }
}
