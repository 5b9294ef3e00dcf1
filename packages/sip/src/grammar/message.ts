import type { Header } from './headers.ts';

/** A request as it stands in the datagram: parts of the first line, header fields in order, the body's bytes. */
export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Request-URI as written, not yet looked into. */
  readonly uri: string;
  /** 'SIP/2.0' of every message this user agent accepts. */
  readonly version: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export type SipMessage = SipRequest | SipResponse;

export const EMPTY_BODY: Uint8Array = new Uint8Array(0);

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The body as UTF-8 text; broken bytes become U+FFFD. */
export function bodyText(message: SipMessage): string {
  return message.body.length === 0 ? '' : decoder.decode(message.body);
}
