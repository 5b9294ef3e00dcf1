/**
 * Why a description cannot be used. In answer to an INVITE all but `options` are 488 (Not Acceptable Here)
 * or, when the text itself is broken, 400.
 */
export type SdpErrorCode =
  /** No body at all: a late offer (RFC 3261 13.2.1), to be answered with an offer of our own. */
  | 'empty'
  | 'too-large'
  | 'malformed'
  /** No audio stream over RTP/AVP (or RTP/SAVP, where SRTP is not off). */
  | 'no-audio'
  /** SRTP without a key that can be used, or no SRTP where it is required. */
  | 'no-srtp'
  /** The answer refused the stream (port 0, RFC 3264 6). */
  | 'media-rejected'
  | 'no-common-codec'
  /** A host name, multicast, or no c= line. */
  | 'bad-address'
  /** Our own side asked for something that cannot be written. */
  | 'options';

export class SdpError extends Error {
  readonly code: SdpErrorCode;
  constructor(code: SdpErrorCode, message: string) {
    super(message);
    this.name = 'SdpError';
    this.code = code;
  }
}
