import { type CryptoLine, type MediaLine, write } from 'sdp-transform';
import { CODECS, type Codec, type CodecName } from '../codec/codec.ts';
import { ipVersion } from './address.ts';
import { cryptoLine, offeredCrypto, readCrypto, SRTP_SUITES, type SrtpOptions } from './crypto.ts';
import { SdpError } from './errors.ts';
import {
  type Direction,
  isAudio,
  parseDescription,
  type ReadTerms,
  type RemoteMedia,
  readAudio,
} from './read.ts';

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
  /** In the order of preference; default PCMA, PCMU. */
  readonly codecs?: readonly CodecName[];
  /** Absent: SRTP is off. */
  readonly srtp?: SrtpOptions;
  /** RTCP on the RTP port, where the other side agrees (RFC 5761); default true. */
  readonly rtcpMux?: boolean;
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

interface Stream {
  readonly port: number;
  readonly protocol: string;
  readonly codecs: readonly Codec[];
  readonly dtmf: number | undefined;
  readonly direction: Direction;
  readonly crypto: CryptoLine[];
  readonly rtcpMux: boolean;
}

/** The clock rate of every rtpmap is 8,000, that of G.722 too (RFC 3551 4.5.2). */
function audio({ port, protocol, codecs, dtmf, direction, crypto, rtcpMux }: Stream): MediaLine {
  const rtp = codecs.map(({ name, payloadType }) => ({
    payload: payloadType,
    codec: name as string,
    rate: 8_000,
  }));
  if (dtmf !== undefined) rtp.push({ payload: dtmf, codec: 'telephone-event', rate: 8_000 });
  return {
    type: 'audio',
    port,
    protocol,
    payloads: rtp.map((entry) => entry.payload).join(' '),
    rtp,
    fmtp: dtmf === undefined ? [] : [{ payload: dtmf, config: '0-15' }],
    ptime: PTIME_MS,
    direction,
    ...(crypto.length === 0 ? {} : { crypto }),
    ...(rtcpMux ? { rtcpMux: 'rtcp-mux' } : {}),
  };
}

function termsOf(
  o: Pick<LocalMedia, 'codecs' | 'rtcpMux'> & { srtp?: { mode: 'allowed' | 'required' } },
): ReadTerms {
  return { codecs: o.codecs ?? DEFAULT_CODECS, srtp: o.srtp?.mode ?? 'off', rtcpMux: o.rtcpMux ?? true };
}

/**
 * One audio stream (RFC 3264 5).
 * @throws SdpError options
 */
export function createOffer(o: OfferOptions): string {
  const { version, codecs } = checked(o);
  const stream = audio({
    port: o.port,
    protocol: o.srtp?.mode === 'required' ? 'RTP/SAVP' : 'RTP/AVP',
    codecs: codecs.map((name) => ({ name, payloadType: CODECS[name].staticPayloadType })),
    dtmf: o.dtmf === false ? undefined : DTMF_PAYLOAD_TYPE,
    direction: o.direction ?? 'sendrecv',
    crypto: o.srtp === undefined ? [] : offeredCrypto(o.srtp.keys),
    rtcpMux: o.rtcpMux ?? true,
  });
  return describe(o, version, [stream]);
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
  const { version } = checked(o);
  const terms = termsOf(o);
  const description = parseDescription(offer);
  let remote: RemoteMedia | undefined;
  let refusal = new SdpError('no-audio', 'no audio stream that can be used is offered');
  const media = description.media.map((line): MediaLine => {
    if (remote === undefined && isAudio(line, terms.srtp) && Number(line.port) !== 0) {
      try {
        remote = readAudio(description, line, terms);
        return audio({
          port: o.port,
          protocol: String(line.protocol),
          codecs: [remote.codec],
          dtmf: remote.dtmfPayloadType,
          direction: MIRRORED[remote.direction],
          crypto: remote.srtp === undefined ? [] : answeredCrypto(line, o.srtp),
          rtcpMux: remote.rtcpMux === true,
        });
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

/** The line that was taken, under its own tag, with the key that we send under (RFC 4568 5.1.2). */
function answeredCrypto(line: MediaLine, srtp: SrtpOptions | undefined): CryptoLine[] {
  const taken = readCrypto(line);
  if (taken === undefined || srtp === undefined) return [];
  return [cryptoLine(taken.tag, taken.suite, srtp.keys[taken.suite])];
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
  offered: {
    readonly codecs?: readonly CodecName[];
    readonly srtp?: { readonly mode: 'allowed' | 'required' };
    readonly rtcpMux?: boolean;
  } = {},
): RemoteMedia {
  const terms = termsOf(offered);
  const description = parseDescription(answer);
  const lines = description.media.filter((line) => isAudio(line, terms.srtp));
  if (lines.length === 0) throw new SdpError('no-audio', 'the answer has no audio stream that can be used');
  const line = lines.find((candidate) => Number(candidate.port) !== 0);
  if (line === undefined) throw new SdpError('media-rejected', 'the audio stream was refused (port 0)');
  const remote = readAudio(description, line, terms);
  const taken = readCrypto(line);
  // RFC 4568 5.1.3: the answer has a tag of the offer, with its suite
  if (remote.srtp !== undefined && SRTP_SUITES[(taken?.tag ?? 0) - 1] !== remote.srtp.suite) {
    throw new SdpError('no-srtp', 'the answer takes an a=crypto line that was not offered');
  }
  return remote;
}
