import {
  type AnswerOptions,
  answerOffer,
  createOffer,
  type MediaLine,
  type RtpReport,
  readAnswer,
} from '@herald/media';
import type { CallTrunkTerms } from './types.ts';

/**
 * A media session and the descriptions of it that go back and forth, under a trunk's terms (RFC 3264). An offer or
 * answer that cannot be used leaves the session as it was.
 */
export class DescribedSession {
  readonly session: MediaLine;
  readonly #host: string;
  /** Digits, different for each call (RFC 4566 5.2). */
  readonly #sessionId: string;
  readonly #agreed: NonNullable<Parameters<typeof readAnswer>[1]>;
  #version = 1;

  constructor(
    session: MediaLine,
    own: { host: string; sdpSessionId: string; terms: CallTrunkTerms | undefined },
  ) {
    this.session = session;
    this.#host = own.host;
    this.#sessionId = own.sdpSessionId;
    const { codecs, srtp = 'off' } = own.terms ?? {};
    this.#agreed = { ...(codecs && { codecs }), ...(srtp === 'off' ? {} : { srtp: { mode: srtp } }) };
  }

  /** Our first offer. */
  offer(): string {
    return createOffer(this.#local());
  }

  /** One that was asked for later. */
  nextOffer(): string {
    return createOffer({ ...this.#local(), sessionVersion: ++this.#version });
  }

  /** The answer to our offer. @throws SdpError, MediaError when it cannot be used */
  connect(sdp: string): void {
    this.session.connect(readAnswer(sdp, this.#agreed));
  }

  /** Answers their first offer. @throws SdpError, MediaError when it cannot be used */
  answer(offer: string): string {
    const { sdp, remote } = answerOffer(offer, this.#local());
    this.session.connect(remote);
    return sdp;
  }

  /** RFC 3261 14.2, RFC 3264 8: undefined is a 488, and the session goes on as it was. */
  reoffered(offer: string): string | undefined {
    try {
      const sessionVersion = this.#version + 1;
      const { sdp, remote } = answerOffer(offer, { ...this.#local(), sessionVersion });
      this.session.connect(remote);
      this.#version = sessionVersion;
      return sdp;
    } catch {
      return undefined;
    }
  }

  /** One that cannot be used leaves the session as it was: the other side may mend it with its next re-INVITE. */
  reanswered(sdp: string): void {
    try {
      this.connect(sdp);
    } catch {}
  }

  #local(): AnswerOptions {
    const { srtp, ...agreed } = this.#agreed;
    return {
      address: this.#host,
      port: this.session.port,
      sessionId: this.#sessionId,
      ...agreed,
      ...(srtp && { srtp: { ...srtp, keys: this.session.srtpKeys } }),
    };
  }
}

/** Why a session description cannot be used. Odd ones have odd ways to fail, and none of them may keep a call open. */
export function whyUnusable(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Closes a session; undefined when its thread was gone before and there is no report. Never rejects. */
export function closed(session: MediaLine): Promise<RtpReport | undefined> {
  return session.close().catch(() => undefined);
}
