import type { Transport } from '@herald/sip';

/** An INVITE that nobody answers, as far as it can be told without reading it as SIP. */
export interface Unheard {
  readonly requestUri: string;
  /** Empty when it has none. */
  readonly callId: string;
}

/** The longest head that is looked at. */
const HEAD_BYTES = 2_048;
const REQUEST_LINE = /^[A-Z]+ (\S{1,512}) SIP\/2\.0\r?\n/;
const CALL_ID = /^(?:Call-ID|i)[ \t]*:[ \t]*(\S{1,512})[ \t]*\r?$/im;

/**
 * A transport on which requests to some numbers fall on deaf ears: a user agent answers every INVITE with 100 by
 * itself (RFC 3261 17.2.1), so a line that never says anything has to lie before it. Nor does an exception that
 * a packet causes leave it.
 * @param isDeaf by request URI
 */
export function deafTransport(
  transport: Transport,
  o: { isDeaf(requestUri: string): boolean; onUnheard(request: Unheard): void; log(line: string): void },
): Transport {
  const { protocol, reliable, family, address } = transport;
  const outer: Transport = {
    protocol,
    reliable,
    family,
    address,
    send: (data, to, failed) => transport.send(data, to, failed),
    close: () => transport.close(),
  };
  transport.onPacket = (data, from) => {
    try {
      const unheard = unheardRequest(data, o.isDeaf);
      if (unheard === undefined) outer.onPacket?.(data, from);
      else o.onUnheard(unheard);
    } catch (error) {
      o.log(`a packet from ${from.address}:${from.port}: ${error instanceof Error ? error.stack : error}`);
    }
  };
  return outer;
}

function unheardRequest(data: Uint8Array, isDeaf: (uri: string) => boolean): Unheard | undefined {
  const head = Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, HEAD_BYTES)).toString(
    'latin1',
  );
  const requestUri = REQUEST_LINE.exec(head)?.[1];
  if (requestUri === undefined || !isDeaf(requestUri)) return undefined;
  return { requestUri, callId: CALL_ID.exec(head)?.[1] ?? '' };
}
