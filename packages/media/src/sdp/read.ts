import { type MediaLine, parse, type SessionText } from 'sdp-transform';
import { CODECS, type Codec, type CodecName } from '../codec/codec.ts';
import { ipVersion, isMulticast, isUnspecified } from './address.ts';
import { type RemoteSrtp, readCrypto } from './crypto.ts';
import { SdpError } from './errors.ts';

/** Which way sound flows, told from the side of whoever wrote the description. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What the other side said about its audio. */
export interface RemoteMedia {
  /** IP address literal. */
  readonly address: string;
  readonly port: number;
  /** The codec to send. */
  readonly codec: Codec;
  /** For RFC 4733 events to the other side; absent when it takes none. */
  readonly dtmfPayloadType?: number;
  /** Milliseconds of sound in a packet that the other side likes to get: a multiple of 10, from 10 to 60. */
  readonly ptimeMs: number;
  readonly direction: Direction;
  /** RTCP goes and comes on the RTP port (RFC 5761). */
  readonly rtcpMux?: boolean;
  /** Where RTCP goes otherwise (RFC 3605); absent: the port above. */
  readonly rtcpPort?: number;
  /** SRTP was agreed on, and the other side sends under this key. */
  readonly srtp?: RemoteSrtp;
}

/** What we can and want; a description is read by it. */
export interface ReadTerms {
  readonly codecs: readonly CodecName[];
  readonly srtp: 'off' | 'allowed' | 'required';
  readonly rtcpMux: boolean;
}

/** The largest body that is read; a SIP datagram could not carry more. */
export const MAX_SDP_BYTES = 16_384;
const MAX_MEDIA = 32;
const DEFAULT_PTIME = 20;
const MAX_PTIME = 60;

/** @throws SdpError empty, too-large or malformed */
export function parseDescription(text: string): SessionText {
  if (text.trim() === '') throw new SdpError('empty', 'there is no session description');
  if (text.length > MAX_SDP_BYTES) {
    throw new SdpError('too-large', `the session description is longer than ${MAX_SDP_BYTES} bytes`);
  }
  if (!/^v=0\s/.test(text)) throw new SdpError('malformed', 'a session description starts with v=0');
  let description: SessionText;
  try {
    description = parse(text);
  } catch {
    throw new SdpError('malformed', 'the session description cannot be read');
  }
  if (description.media.length > MAX_MEDIA) {
    throw new SdpError('malformed', `more than ${MAX_MEDIA} media lines`);
  }
  for (const media of description.media) {
    if (media.type === undefined || media.port === undefined || media.protocol === undefined) {
      throw new SdpError('malformed', 'a media line has no type, port or protocol');
    }
  }
  return description;
}

/** Audio over RTP, or SRTP where that is not off: the only streams that are understood. */
export function isAudio(media: MediaLine, srtp: ReadTerms['srtp']): boolean {
  if (media.type !== 'audio') return false;
  return media.protocol === 'RTP/AVP' || (srtp !== 'off' && media.protocol === 'RTP/SAVP');
}

/** Payload types in the order of the m= line; what is no number from 0 to 127 is left out. */
function payloadTypes(media: MediaLine): number[] {
  return String(media.payloads ?? '')
    .split(/\s+/)
    .filter((token) => /^\d{1,3}$/.test(token))
    .map(Number)
    .filter((type) => type <= 127);
}

/** An rtpmap wins over the static table (RFC 3551 6: static types need none). */
function codecOf(
  media: MediaLine,
  payloadType: number,
  allowed: readonly CodecName[],
): CodecName | undefined {
  const map = media.rtp?.find((entry) => Number(entry.payload) === payloadType);
  return allowed.find((name) =>
    map === undefined
      ? CODECS[name].staticPayloadType === payloadType
      : String(map.codec).toUpperCase() === name && Number(map.rate ?? 8_000) === 8_000,
  );
}

/** The payload type of telephone-event at the codecs' clock rate (RFC 4733 2.1: it has to be the same). */
function dtmfTypeOf(media: MediaLine): number | undefined {
  return payloadTypes(media).find((type) =>
    media.rtp?.some(
      (entry) =>
        Number(entry.payload) === type &&
        String(entry.codec).toLowerCase() === 'telephone-event' &&
        Number(entry.rate ?? 8_000) === 8_000,
    ),
  );
}

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** Media level, then session level, then sendrecv (RFC 4566 6); address 0.0.0.0 takes the receiving away. */
function directionOf(description: SessionText, media: MediaLine, held: boolean): Direction {
  const named = media.direction ?? description.direction ?? 'sendrecv';
  const direction = DIRECTIONS.find((known) => known === named) ?? 'sendrecv';
  if (!held) return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}

function ptimeOf(media: MediaLine): number {
  const asked = Number(media.ptime ?? DEFAULT_PTIME);
  const most = Number(media.maxptime ?? MAX_PTIME);
  const ptime = asked >= 10 && asked <= MAX_PTIME && asked % 10 === 0 ? asked : DEFAULT_PTIME;
  return most >= 10 && most < ptime ? Math.floor(most / 10) * 10 : ptime;
}

function addressOf(description: SessionText, media: MediaLine): string {
  // sdp-transform turns what looks like a number into one
  const address = String(media.connection?.ip ?? description.connection?.ip ?? '');
  if (ipVersion(address) === undefined || isMulticast(address)) {
    throw new SdpError('bad-address', 'the c= line has no unicast IP address');
  }
  return address;
}

/** RFC 4568 7.1.4, RFC 8643 4: keys in RTP/SAVP are needed, in RTP/AVP they are an offer. */
function srtpOf(media: MediaLine, srtp: ReadTerms['srtp']): RemoteSrtp | undefined {
  if (srtp === 'off') return undefined;
  const found = readCrypto(media);
  if (found !== undefined) return { suite: found.suite, key: found.key };
  if (srtp === 'required' || media.protocol === 'RTP/SAVP') {
    throw new SdpError('no-srtp', 'the stream has no a=crypto line that can be used');
  }
  return undefined;
}

function rtcpPortOf(media: MediaLine): number | undefined {
  const port = Number(media.rtcp?.port);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

/**
 * One audio stream, with the first of its codecs that is allowed: the order of the m= line is the other
 * side's preference (RFC 3264 5.1, 6.1).
 * @throws SdpError malformed, no-common-codec, no-srtp or bad-address
 */
export function readAudio(description: SessionText, media: MediaLine, terms: ReadTerms): RemoteMedia {
  const port = Number(media.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SdpError('malformed', `${port} is no port`);
  }
  let codec: Codec | undefined;
  for (const payloadType of payloadTypes(media)) {
    const name = codecOf(media, payloadType, terms.codecs);
    if (name === undefined) continue;
    codec = { name, payloadType };
    break;
  }
  if (codec === undefined) {
    throw new SdpError('no-common-codec', `none of ${terms.codecs.join(', ')} is offered`);
  }
  const srtp = srtpOf(media, terms.srtp);
  const address = addressOf(description, media);
  const dtmfPayloadType = dtmfTypeOf(media);
  const rtcpPort = rtcpPortOf(media);
  return {
    address,
    port,
    codec,
    ...(dtmfPayloadType === undefined ? {} : { dtmfPayloadType }),
    ptimeMs: ptimeOf(media),
    direction: directionOf(description, media, isUnspecified(address)),
    ...(terms.rtcpMux && media.rtcpMux !== undefined ? { rtcpMux: true } : {}),
    ...(rtcpPort === undefined ? {} : { rtcpPort }),
    ...(srtp === undefined ? {} : { srtp }),
  };
}
