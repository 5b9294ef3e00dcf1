import { type MediaLine, write } from 'sdp-transform';
import { type Codec, type CodecName, STATIC_PAYLOAD_TYPE } from '../codec/codec.ts';
import { ipVersion } from './address.ts';
import { SdpError } from './errors.ts';
import { type Direction, isPlainAudio, parseDescription, type RemoteMedia, readAudio } from './read.ts';

/** Both laws of G.711; A-law, the law of China and Europe, is liked better. */
const DEFAULT_CODECS: readonly CodecName[] = ['PCMA', 'PCMU'];
/** The payload type under which we ask for RFC 4733 events; 101 is what everybody uses. */
export const DTMF_PAYLOAD_TYPE = 101;
const PTIME_MS = 20;

/** What we write of ourselves. */
interface LocalMedia {
  /** IP address literal of the RTP socket. */
  readonly address: string;
  readonly port: number;
  /** Decimal digits, the same for the whole call (RFC 4566 5.2). */
  readonly sessionId: string;
  /** Goes up by one with each changed description of the call (RFC 3264 8); default 1. */
  readonly sessionVersion?: number;
  readonly codecs?: readonly CodecName[];
}

export interface OfferOptions extends LocalMedia {
  /** Ask for RFC 4733 events; default true. */
  readonly dtmf?: boolean;
  readonly direction?: Direction;
}

export type AnswerOptions = LocalMedia;

function checked(o: LocalMedia): { version: 4 | 6; codecs: readonly CodecName[] } {
  const version = ipVersion(o.address);
  if (version === undefined) throw new SdpError('options', `${o.address} is no IP address`);
  if (!Number.isInteger(o.port) || o.port < 1 || o.port > 65_535) {
    throw new SdpError('options', `${o.port} is no port`);
  }
  if (!/^\d{1,20}$/.test(o.sessionId)) throw new SdpError('options', 'a session id is 1 to 20 digits');
  const codecs = o.codecs ?? DEFAULT_CODECS;
  if (codecs.length === 0) throw new SdpError('options', 'no codec to offer');
  return { version, codecs };
}

function describe(o: LocalMedia, version: 4 | 6, media: MediaLine[]): string {
  return write({
    version: 0,
    origin: {
      username: '-',
      sessionId: o.sessionId,
      sessionVersion: o.sessionVersion ?? 1,
      netType: 'IN',
      ipVer: version,
      address: o.address,
    },
    name: '-',
    connection: { version, ip: o.address },
    timing: { start: 0, stop: 0 },
    media,
  });
}

function audio(
  port: number,
  codecs: readonly Codec[],
  dtmf: number | undefined,
  direction: Direction,
): MediaLine {
  const rtp = codecs.map(({ name, payloadType }) => ({ payload: payloadType, codec: name, rate: 8_000 }));
  if (dtmf !== undefined) rtp.push({ payload: dtmf, codec: 'telephone-event' as CodecName, rate: 8_000 });
  return {
    type: 'audio',
    port,
    protocol: 'RTP/AVP',
    payloads: rtp.map((entry) => entry.payload).join(' '),
    rtp,
    fmtp: dtmf === undefined ? [] : [{ payload: dtmf, config: '0-15' }],
    ptime: PTIME_MS,
    direction,
  };
}

/**
 * One audio stream (RFC 3264 5).
 * @throws SdpError options
 */
export function createOffer(o: OfferOptions): string {
  const { version, codecs } = checked(o);
  const offered = codecs.map((name) => ({ name, payloadType: STATIC_PAYLOAD_TYPE[name] }));
  const dtmf = o.dtmf === false ? undefined : DTMF_PAYLOAD_TYPE;
  return describe(o, version, [audio(o.port, offered, dtmf, o.direction ?? 'sendrecv')]);
}

/** RFC 3264 6.1: what the other side sends we receive, and the other way round. */
const MIRRORED: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/**
 * Accepts the first audio stream that can be used and refuses every other stream with port 0, line by line
 * (RFC 3264 6).
 * @throws SdpError when no stream can be used (488), or the offer cannot be read (400)
 */
export function answerOffer(offer: string, o: AnswerOptions): { sdp: string; remote: RemoteMedia } {
  const { version, codecs } = checked(o);
  const description = parseDescription(offer);
  let remote: RemoteMedia | undefined;
  let refusal = new SdpError('no-audio', 'no audio stream over RTP/AVP is offered');
  const media = description.media.map((line): MediaLine => {
    if (remote === undefined && isPlainAudio(line) && Number(line.port) !== 0) {
      try {
        remote = readAudio(description, line, codecs);
        return audio(o.port, [remote.codec], remote.dtmfPayloadType, MIRRORED[remote.direction]);
      } catch (error) {
        if (!(error instanceof SdpError)) throw error;
        refusal = error;
      }
    }
    return { ...refused(line), port: 0 };
  });
  if (remote === undefined) throw refusal;
  return { sdp: describe(o, version, media), remote };
}

function refused(line: MediaLine): MediaLine {
  const { type, protocol, payloads } = line;
  return {
    ...(type === undefined ? {} : { type }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(payloads === undefined ? {} : { payloads: String(payloads) }),
  };
}

/**
 * Reads the answer to an offer of one audio stream. Lenient where peers are odd: further streams are not
 * looked at, and several codecs may be left in the answer (the first one is sent).
 * @param offered what the offer had, when it was not the default
 * @throws SdpError
 */
export function readAnswer(
  answer: string,
  offered: { readonly codecs?: readonly CodecName[] } = {},
): RemoteMedia {
  const description = parseDescription(answer);
  const lines = description.media.filter(isPlainAudio);
  if (lines.length === 0) throw new SdpError('no-audio', 'the answer has no audio stream over RTP/AVP');
  const line = lines.find((candidate) => Number(candidate.port) !== 0);
  if (line === undefined) throw new SdpError('media-rejected', 'the audio stream was refused (port 0)');
  return readAudio(description, line, offered.codecs ?? DEFAULT_CODECS);
}
