import { SipParseError } from './errors.ts';
import { MAX_MESSAGE_BYTES } from './parse.ts';
import { readDigits } from './scan.ts';

/** What a stream brought. */
export type Frame =
  /** One whole message, to be read by `parseMessage`. */
  | { readonly kind: 'message'; readonly data: Uint8Array }
  /** RFC 5626 4.4.1: CRLF CRLF between messages, to be answered by one CRLF. */
  | { readonly kind: 'ping' }
  /**
   * The stream cannot be cut any further: the head that does not say how long its body is, or undefined when there
   * is none. Whoever sent it may be answered, then the connection has to be closed.
   */
  | { readonly kind: 'broken'; readonly data: Uint8Array | undefined; readonly error: SipParseError };

const CR = 13;
const LF = 10;
/** Where most messages fit. */
const FIRST_BYTES = 4_096;

const LONE_CR = new Uint8Array([CR]);
const EMPTY = new Uint8Array(0);
const decoder = new TextDecoder('latin1');

/**
 * Cuts a byte stream into messages by Content-Length (RFC 3261 18.3). Each byte is looked at once, however the
 * stream is cut into pieces; at most one message of `MAX_MESSAGE_BYTES` is kept.
 */
export class Framer {
  #buffer: Uint8Array = EMPTY;
  #filled = 0;
  /** Up to where the end of the head has been looked for. */
  #looked = 0;
  /** Length of the whole message, once its head is there. */
  #wanted: number | undefined;
  /** How much of CR LF CR LF has come between two messages. */
  #breaks = 0;
  #broken = false;

  /** Bytes of a message that is not complete yet are waiting. */
  get partial(): boolean {
    return this.#filled > 0;
  }

  /** Takes what arrived. After 'broken' nothing is taken any more. The frames' bytes are theirs to keep. */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    while (rest.length > 0 && !this.#broken) rest = this.#take(rest, frames);
    return frames;
  }

  /** Takes up to the end of one message; gives what is behind it. */
  #take(chunk: Uint8Array, frames: Frame[]): Uint8Array {
    if (this.#filled === 0) {
      const skipped = this.#skipLineBreaks(chunk, frames);
      if (skipped === chunk.length) return EMPTY;
      return this.#takeHead(chunk.subarray(skipped), frames);
    }
    if (this.#wanted !== undefined) return this.#complete(chunk, this.#wanted, frames);
    return this.#takeHead(chunk, frames);
  }

  #takeHead(chunk: Uint8Array, frames: Frame[]): Uint8Array {
    // The end of the head may lie across two pieces, so it is looked for in what is kept.
    const before = this.#filled;
    const room = Math.min(chunk.length, MAX_MESSAGE_BYTES - before);
    this.#append(chunk.subarray(0, room));
    const end = this.#findHeadEnd();
    if (end === undefined) {
      if (this.#filled === MAX_MESSAGE_BYTES)
        this.#break(frames, undefined, new SipParseError('too-long', 'Message over 64 KiB'));
      return chunk.subarray(room);
    }
    const used = end - before;
    this.#filled = end;
    const head = this.#buffer.subarray(0, end);
    const length = bodyLength(head);
    if (length === undefined) {
      this.#break(
        frames,
        head.slice(),
        new SipParseError('content-length', 'Content-Length missing or not a number'),
      );
    } else if (end + length > MAX_MESSAGE_BYTES) {
      this.#break(frames, undefined, new SipParseError('too-long', 'Message over 64 KiB'));
    } else if (length === 0) {
      this.#deliver(frames);
    } else {
      this.#wanted = end + length;
    }
    return chunk.subarray(used);
  }

  #complete(chunk: Uint8Array, wanted: number, frames: Frame[]): Uint8Array {
    const used = Math.min(chunk.length, wanted - this.#filled);
    this.#append(chunk.subarray(0, used));
    if (this.#filled === wanted) this.#deliver(frames);
    return chunk.subarray(used);
  }

  /** Empty lines in front of a message (RFC 3261 7.5), two of which are a ping. Gives the bytes they take. */
  #skipLineBreaks(chunk: Uint8Array, frames: Frame[]): number {
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] !== (this.#breaks % 2 === 0 ? CR : LF)) {
        // A lone CR belongs to what follows, which the parser will refuse.
        if (this.#breaks % 2 === 1) this.#append(LONE_CR);
        this.#breaks = 0;
        return at;
      }
      this.#breaks++;
      if (this.#breaks < 4) continue;
      frames.push({ kind: 'ping' });
      this.#breaks = 0;
    }
    return chunk.length;
  }

  #append(piece: Uint8Array): void {
    const needed = this.#filled + piece.length;
    if (needed > this.#buffer.length) {
      const size = Math.min(MAX_MESSAGE_BYTES, Math.max(FIRST_BYTES, needed, this.#buffer.length * 2));
      const larger = new Uint8Array(size);
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.#filled);
    this.#filled = needed;
  }

  /** Index just behind the CRLF CRLF of the head, or undefined while it is not there. */
  #findHeadEnd(): number | undefined {
    const buffer = this.#buffer;
    for (let i = Math.max(this.#looked, 3); i < this.#filled; i++) {
      if (buffer[i] === LF && buffer[i - 1] === CR && buffer[i - 2] === LF && buffer[i - 3] === CR)
        return i + 1;
    }
    this.#looked = this.#filled;
    return undefined;
  }

  #deliver(frames: Frame[]): void {
    frames.push({ kind: 'message', data: this.#buffer.slice(0, this.#filled) });
    this.#reset();
  }

  #break(frames: Frame[], data: Uint8Array | undefined, error: SipParseError): void {
    frames.push({ kind: 'broken', data, error });
    this.#broken = true;
    this.#buffer = EMPTY;
    this.#reset();
  }

  #reset(): void {
    // What one long message needed is not kept for all the short ones after it.
    if (this.#buffer.length > FIRST_BYTES) this.#buffer = EMPTY;
    this.#filled = 0;
    this.#looked = 0;
    this.#wanted = undefined;
  }
}

/** The body's length by the first Content-Length of a head, long or compact; undefined when there is none to read. */
function bodyLength(head: Uint8Array): number | undefined {
  const text = decoder.decode(head);
  let at = text.indexOf('\r\n');
  while (at >= 0 && at + 2 < text.length) {
    const start = at + 2;
    at = text.indexOf('\r\n', start);
    const first = text.charCodeAt(start) | 32;
    // c or l
    if (first !== 99 && first !== 108) continue;
    const line = text.slice(start, at < 0 ? undefined : at);
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name === 'content-length' || name === 'l') return readDigits(line.slice(colon + 1).trim());
  }
  return undefined;
}
