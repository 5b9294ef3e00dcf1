/** What a message or one of its parts got wrong. Stable: counters and tests hang on these. */
export type SipParseCode =
  | 'empty'
  | 'too-long'
  | 'truncated'
  | 'line-break'
  | 'start-line'
  | 'version'
  | 'method'
  | 'request-uri'
  | 'scheme'
  | 'status'
  | 'header'
  | 'too-many-headers'
  | 'missing-header'
  | 'repeated-header'
  | 'uri'
  | 'name-addr'
  | 'parameter'
  | 'via'
  | 'cseq'
  | 'call-id'
  | 'max-forwards'
  | 'content-length'
  | 'challenge';

/** The only error this folder throws. `message` is fit for the reason phrase of a 400. */
export class SipParseError extends Error {
  override readonly name = 'SipParseError';
  readonly code: SipParseCode;

  constructor(code: SipParseCode, message: string) {
    super(message);
    this.code = code;
  }
}
