import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { putUint32, uint16, uint32 } from '../packet/bytes.ts';
import { RTP_HEADER_BYTES } from '../packet/rtp.ts';
import { createReplayWindow, estimateIndex, type ReplayWindow } from '../packet/srtp-index.ts';
import type { SrtpSuite } from '../sdp/crypto.ts';
import { createAes, keyDerivation, keystream, LABELS } from './keys.ts';

/**
 * SRTP and SRTCP of one direction (RFC 3711): payloads are encrypted with AES in counter mode, then the whole
 * is authenticated with HMAC-SHA1.
 *
 *   SRTP:   | RTP header | payload, encrypted | tag |                       tag over all of it and the ROC
 *   SRTCP:  | RTCP header, SSRC | rest, encrypted | E, index | tag |        always 10 bytes of tag (RFC 4568 6.2)
 *
 * What is not authentic, was seen before or is too old gives undefined, and changes nothing.
 */
export interface SrtpSender {
  /** @param packet RTP with the fixed header alone; numbers have to go up by one */
  protect(packet: Uint8Array): Uint8Array;
  protectRtcp(packet: Uint8Array): Uint8Array;
}

export interface SrtpReceiver {
  unprotect(packet: Uint8Array): Uint8Array | undefined;
  unprotectRtcp(packet: Uint8Array): Uint8Array | undefined;
}

const TAG_BYTES: Readonly<Record<SrtpSuite, number>> = {
  AES_CM_128_HMAC_SHA1_80: 10,
  AES_CM_128_HMAC_SHA1_32: 4,
};
const RTCP_TAG_BYTES = 10;
const RTCP_HEAD_BYTES = 8;
const ENCRYPTED = 0x8000_0000;
const ROC = 0x1_0000;
/** Sources of one call that are remembered: a peer that restarts takes a new one. */
const MAX_SOURCES = 4;

type Derivation = ReturnType<typeof keyDerivation>;

/** The session keys of RTP or of RTCP. */
function createTransform(derive: Derivation, cipherLabel: number, authLabel: number, saltLabel: number) {
  const aes = createAes(derive(cipherLabel, 16));
  // As an object of the system a key is prepared once: 3 instead of 14 µs a packet.
  const authKey = createSecretKey(derive(authLabel, 20));
  const salt = derive(saltLabel, 14);
  const iv = new Uint8Array(16);
  return {
    /** Encrypts or decrypts in place from `from` on (RFC 3711 4.1.1). */
    crypt(data: Uint8Array, from: number, ssrc: number, index: number): void {
      iv.fill(0);
      iv.set(salt);
      const high = Math.floor(index / ROC);
      for (let byte = 0; byte < 4; byte++) {
        iv[4 + byte] = (iv[4 + byte] as number) ^ (ssrc >>> (24 - byte * 8));
        iv[8 + byte] = (iv[8 + byte] as number) ^ (high >>> (24 - byte * 8));
      }
      iv[12] = (iv[12] as number) ^ (index >>> 8);
      iv[13] = (iv[13] as number) ^ index;
      const stream = keystream(aes, iv, data.length - from);
      for (let at = from; at < data.length; at++)
        data[at] = (data[at] as number) ^ (stream[at - from] as number);
    },
    tag(data: Uint8Array, trailer: Uint8Array): Uint8Array {
      return createHmac('sha1', authKey).update(data).update(trailer).digest();
    },
  };
}

const rtpTransform = (derive: Derivation) =>
  createTransform(derive, LABELS.srtpCipher, LABELS.srtpAuth, LABELS.srtpSalt);
const rtcpTransform = (derive: Derivation) =>
  createTransform(derive, LABELS.srtcpCipher, LABELS.srtcpAuth, LABELS.srtcpSalt);

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  putUint32(bytes, 0, value);
  return bytes;
}

/** @param master key and salt, 30 bytes */
export function createSrtpSender(suite: SrtpSuite, master: Uint8Array): SrtpSender {
  const derive = keyDerivation(master);
  const rtp = rtpTransform(derive);
  const rtcp = rtcpTransform(derive);
  const tagBytes = TAG_BYTES[suite];
  let highest: number | undefined;
  let rtcpIndex = 0;
  return {
    protect(packet) {
      const index = estimateIndex(uint16(packet, 2), highest);
      highest = Math.max(highest ?? 0, index);
      const out = new Uint8Array(packet.length + tagBytes);
      out.set(packet);
      const body = out.subarray(0, packet.length);
      rtp.crypt(body, RTP_HEADER_BYTES, uint32(packet, 8), index);
      out.set(rtp.tag(body, word(Math.floor(index / ROC))).subarray(0, tagBytes), packet.length);
      return out;
    },
    protectRtcp(packet) {
      rtcpIndex = (rtcpIndex + 1) % ENCRYPTED;
      const out = new Uint8Array(packet.length + 4 + RTCP_TAG_BYTES);
      out.set(packet);
      rtcp.crypt(out.subarray(0, packet.length), RTCP_HEAD_BYTES, uint32(packet, 4), rtcpIndex);
      const trailer = word(rtcpIndex + ENCRYPTED);
      out.set(trailer, packet.length);
      const tag = rtcp.tag(out.subarray(0, packet.length), trailer);
      out.set(tag.subarray(0, RTCP_TAG_BYTES), packet.length + 4);
      return out;
    },
  };
}

/** Where the payload begins; undefined when the header does not fit. */
function payloadStart(packet: Uint8Array): number | undefined {
  const first = packet[0] as number;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (packet.length < start + 4) return undefined;
    start += 4 + uint16(packet, start + 2) * 4;
  }
  return start <= packet.length ? start : undefined;
}

/** A window for each source; one is made for a source only when a packet of it was authentic. */
function createWindows() {
  const windows = new Map<number, ReplayWindow>();
  return {
    of: (ssrc: number): ReplayWindow => windows.get(ssrc) ?? createReplayWindow(),
    keep(ssrc: number, window: ReplayWindow): void {
      if (windows.has(ssrc)) return;
      const [oldest] = windows.keys();
      if (windows.size >= MAX_SOURCES && oldest !== undefined) windows.delete(oldest);
      windows.set(ssrc, window);
    },
  };
}

/** @param master key and salt, 30 bytes */
export function createSrtpReceiver(suite: SrtpSuite, master: Uint8Array): SrtpReceiver {
  const derive = keyDerivation(master);
  const rtp = rtpTransform(derive);
  const rtcp = rtcpTransform(derive);
  const tagBytes = TAG_BYTES[suite];
  const windows = createWindows();
  const rtcpWindows = createWindows();

  return {
    unprotect(packet) {
      if (packet.length < RTP_HEADER_BYTES + tagBytes) return undefined;
      const body = packet.slice(0, packet.length - tagBytes);
      const start = payloadStart(body);
      if (start === undefined) return undefined;
      const ssrc = uint32(body, 8);
      const window = windows.of(ssrc);
      const index = estimateIndex(uint16(body, 2), window.highest);
      if (!window.isNew(index)) return undefined;
      const tag = rtp.tag(body, word(Math.floor(index / ROC))).subarray(0, tagBytes);
      if (!timingSafeEqual(tag, packet.subarray(body.length))) return undefined;
      window.note(index);
      windows.keep(ssrc, window);
      rtp.crypt(body, start, ssrc, index);
      return body;
    },
    unprotectRtcp(packet) {
      const end = packet.length - RTCP_TAG_BYTES - 4;
      if (end < RTCP_HEAD_BYTES) return undefined;
      const body = packet.slice(0, end);
      const trailer = packet.subarray(end, end + 4);
      const ssrc = uint32(body, 4);
      const window = rtcpWindows.of(ssrc);
      const index = uint32(trailer, 0) % ENCRYPTED;
      if (!window.isNew(index)) return undefined;
      const tag = rtcp.tag(body, trailer).subarray(0, RTCP_TAG_BYTES);
      if (!timingSafeEqual(tag, packet.subarray(end + 4))) return undefined;
      window.note(index);
      rtcpWindows.keep(ssrc, window);
      if (uint32(trailer, 0) >= ENCRYPTED) rtcp.crypt(body, RTCP_HEAD_BYTES, ssrc, index);
      return body;
    },
  };
}
