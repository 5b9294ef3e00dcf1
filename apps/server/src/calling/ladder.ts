import type { TracedMessage } from '@herald/sip';
import type { LadderStep } from './types.ts';

/** SIP messages kept of one call, retransmissions included: ten are usual, and more than these say nothing new. */
export const MAX_LADDER_STEPS = 64;

const STATUS_LINE = 'SIP/2.0 ';

/**
 * What is kept of a message. Of its text nothing is read but the first line and CSeq, and of the first line neither
 * the URI nor the reason phrase: both may name a person.
 */
export function ladderStep({ at, direction, bytes }: TracedMessage): LadderStep {
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = message.toString('latin1', 0, 24);
  if (!start.startsWith(STATUS_LINE)) {
    const [method = ''] = start.split(' ', 1);
    return { at, direction, message: method, method };
  }
  return { at, direction, message: start.slice(8, 11), method: methodOf(message) };
}

/** Of a response: the second half of CSeq, '' where there is none. */
function methodOf(message: Buffer): string {
  const from = message.indexOf('CSeq:');
  const text = from < 0 ? message.toString('latin1') : message.toString('latin1', from, from + 64);
  return /(?:^|\n)cseq[ \t]*:\s*\d+\s+([A-Z]{1,16})/i.exec(text)?.[1] ?? '';
}
