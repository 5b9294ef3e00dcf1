import { SipParseError } from './errors.ts';
import type { SipMessage } from './message.ts';

const encoder = new TextEncoder();

/**
 * The bytes of a message. Content-Length is computed and written last; one among `headers` is a mistake of the
 * caller and would stand twice.
 */
export function serialise(message: SipMessage): Uint8Array {
  let head =
    message.kind === 'request'
      ? `${message.method} ${message.uri} ${message.version}\r\n`
      : `${message.version} ${message.status} ${message.reason}\r\n`;
  for (const [name, value] of message.headers) head += `${name}: ${value}\r\n`;
  const body = message.body;
  head += `Content-Length: ${body.length}\r\n\r\n`;
  const encoded = encoder.encode(head);
  if (body.length === 0) return encoded;
  const whole = new Uint8Array(encoded.length + body.length);
  whole.set(encoded);
  whole.set(body, encoded.length);
  return whole;
}

/**
 * Refuses text that would end the header field or first line it is put into: what a caller hands us must not
 * be able to add header fields.
 *
 * @throws SipParseError 'line-break'
 */
export function checkSingleLine(text: string, what: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || code === 0) {
      throw new SipParseError('line-break', `Line break or NUL in ${what}`);
    }
  }
}
