import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Scope } from './scope.ts';

export interface SipSink {
  port: number;
  /** When the first INVITE to a number (E.164) arrived, by performance.now(). */
  readonly arrivals: ReadonlyMap<string, number>;
}

/** A carrier that is always busy: notes when an INVITE arrives, answers it with 486, and nothing else. */
export async function startSipSink(scope: Scope): Promise<SipSink> {
  const arrivals = new Map<string, number>();
  const socket = createSocket('udp4');
  socket.on('message', (data, from) => {
    const at = performance.now();
    const text = data.toString('latin1');
    const callee = /^INVITE sips?:(\+?\d+)@/.exec(text)?.[1];
    if (callee === undefined) return;
    if (!arrivals.has(callee)) arrivals.set(callee, at);
    // RFC 3261 8.2.6.2: Via, From, Call-ID and CSeq as they came, To with a tag.
    const copied = text.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
    const to = text.split('\r\n').find((line) => /^To:/i.test(line));
    const answer = ['SIP/2.0 486 Busy Here', ...copied, `${to};tag=bench`, 'Content-Length: 0', '', ''];
    socket.send(answer.join('\r\n'), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  scope.defer(() => socket.close());
  return { port: socket.address().port, arrivals };
}
