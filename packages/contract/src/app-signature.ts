/** The headers of a request that an app signs, in lower case as servers see them. */
export const APP_HEADERS = {
  key: 'x-herald-app-key',
  timestamp: 'x-herald-timestamp',
  nonce: 'x-herald-nonce',
  signature: 'x-herald-signature',
} as const;

/** What an app signs of a request. */
export interface AppSigned {
  readonly method: string;
  /** Path and query as they go over the wire: `/` or `/?Action=GetBalance`. */
  readonly target: string;
  /** Unix milliseconds, as in the header. */
  readonly timestamp: string;
  /** 16 to 64 letters, digits, `-` or `_`, new for each request. */
  readonly nonce: string;
  /** SHA-256 of the body's bytes in lower case hex; of no bytes where there is no body. */
  readonly bodySha256: string;
}

/**
 * The text whose HMAC-SHA-256 under the AppSecret (its bytes in UTF-8), in lower case hex, is `X-Herald-Signature`:
 * five lines, joined by a line feed.
 */
export function appStringToSign({ method, target, timestamp, nonce, bodySha256 }: AppSigned): string {
  return [method, target, timestamp, nonce, bodySha256].join('\n');
}
