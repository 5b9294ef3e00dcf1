import type { Endpoint, Transport } from '../ports.ts';

/** A peer that does just what a test says: it keeps what it gets and sends the text it is handed. */
export interface ScriptedPeer {
  /** Every message received, oldest first. */
  readonly received: string[];
  /** First lines of `received`. */
  firstLines(): string[];
  /** The latest message whose first line contains `text`; throws when there is none. */
  latest(text: string): string;
  /** Sends a message; LF is made CRLF, and an empty line is added when the text has none. */
  send(text: string, to: Endpoint): void;
  /** Answers a received request: its Via, From, To (with `tag`), Call-ID and CSeq are copied. */
  respond(request: string, status: string, more?: { tag?: string; headers?: string[]; body?: string }): void;
}

export function createScriptedPeer(transport: Transport): ScriptedPeer {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const received: string[] = [];
  const sources = new Map<string, Endpoint>();
  transport.onPacket = (data, from) => {
    const text = decoder.decode(data);
    received.push(text);
    sources.set(text, from);
  };
  const send = (text: string, to: Endpoint): void => {
    const lines = text.replaceAll('\r\n', '\n');
    const whole = lines.includes('\n\n') ? lines : `${lines.trimEnd()}\n\n`;
    transport.send(encoder.encode(whole.replaceAll('\n', '\r\n')), to, () => {});
  };
  return {
    received,
    firstLines: () => received.map((text) => text.split('\r\n', 1)[0] ?? ''),
    latest(text) {
      const found = received.findLast((each) => each.split('\r\n', 1)[0]?.includes(text));
      if (found === undefined)
        throw new Error(`nothing with ${text} among: ${this.firstLines().join(' | ')}`);
      return found;
    },
    send,
    respond(request, status, { tag, headers = [], body = '' } = {}) {
      const copied = request
        .split('\r\n')
        .filter((line) => /^(Via|From|To|Call-ID|CSeq|Record-Route):/.test(line));
      const tagged = copied.map((line) =>
        tag !== undefined && line.startsWith('To:') && !line.includes(';tag=') ? `${line};tag=${tag}` : line,
      );
      const source = sources.get(request);
      if (source === undefined) throw new Error('not a message this peer received');
      const head = [
        `SIP/2.0 ${status}`,
        ...tagged,
        ...headers,
        `Content-Length: ${encoder.encode(body).length}`,
      ];
      transport.send(encoder.encode(`${head.join('\r\n')}\r\n\r\n${body}`), source, () => {});
    },
  };
}
