import { SipParseError } from './errors.ts';
import type { SipMessage } from './message.ts';

const encoder = new TextEncoder();

/** Holds about a hundred messages: an array of its own for each would cost more than to write it. */
const SLAB_BYTES = 64 * 1024;
/** Above it a message gets its own, so that the rest of a slab is not thrown away for it. */
const LARGE_BYTES = 8 * 1024;
/** UTF-8 of one UTF-16 unit. */
const MOST_BYTES_A_UNIT = 3;

let slab = new Uint8Array(SLAB_BYTES);
let used = 0;

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
  const room = takeRoom(head.length * MOST_BYTES_A_UNIT + body.length);
  const { written } = encoder.encodeInto(head, room);
  room.set(body, written);
  const bytes = room.subarray(0, written + body.length);
  if (room.buffer === slab.buffer) used += bytes.length;
  return bytes;
}

/** At least so many bytes that nobody else has; what of the slab is not written to is given out again. */
function takeRoom(most: number): Uint8Array {
  if (most > LARGE_BYTES) return new Uint8Array(most);
  if (most > SLAB_BYTES - used) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  return slab.subarray(used);
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
