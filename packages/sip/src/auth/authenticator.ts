import type { Credentials } from '../api.ts';
import { type Header, headerFields } from '../grammar/headers.ts';
import type { SipResponse } from '../grammar/message.ts';
import type { Hash } from '../ports.ts';
import { authorization, type Challenge, readChallenge } from './digest.ts';

/** Challenges remembered for one call: one of the callee and those of proxies on the way. */
const MAX_REALMS = 4;
/** Answers to one realm: the first, and one more when the nonce went stale. */
const MAX_ANSWERS = 2;

interface Realm {
  readonly answerHeader: 'Authorization' | 'Proxy-Authorization';
  challenge: Challenge;
  /** Requests sent with this nonce. */
  nonceCount: number;
  /** Challenges of this realm taken since its credentials were last accepted. */
  answers: number;
}

/** The credentials of one call and what its peers asked to be shown (RFC 3261 22.2, 22.3). */
export class Authenticator {
  readonly #credentials: Credentials;
  readonly #hash: Hash;
  readonly #newCnonce: () => string;
  readonly #realms = new Map<string, Realm>();

  constructor(credentials: Credentials, hash: Hash, newCnonce: () => string) {
    this.#credentials = credentials;
    this.#hash = hash;
    this.#newCnonce = newCnonce;
  }

  /**
   * Takes the challenges of a 401 or 407. False when there is nothing new to answer: the credentials were
   * refused, or no challenge is one we can answer.
   */
  learn(response: SipResponse): boolean {
    const asked = this.#learnFrom(response, 'WWW-Authenticate', 'Authorization');
    return this.#learnFrom(response, 'Proxy-Authenticate', 'Proxy-Authorization') || asked;
  }

  #learnFrom(response: SipResponse, from: string, answerHeader: Realm['answerHeader']): boolean {
    let learned = false;
    const seen = new Set<string>();
    for (const value of headerFields(response.headers, from)) {
      const challenge = readChallenge(value);
      // RFC 7616 3.7: the first challenge of a realm that the client supports is the server's preference.
      if (challenge === undefined || seen.has(challenge.realm)) continue;
      seen.add(challenge.realm);
      const key = `${answerHeader}\n${challenge.realm}`;
      const known = this.#realms.get(key);
      if (known === undefined) {
        if (this.#realms.size === MAX_REALMS) continue;
        this.#realms.set(key, { answerHeader, challenge, nonceCount: 0, answers: 1 });
        learned = true;
        // RFC 3261 22.2: the UAC must not retry with credentials just refused, unless stale says only the nonce was old.
        // Once accepted, a nonce may run out at any time, whether the server says stale or not.
      } else if (known.answers === 0 || (challenge.stale && known.answers < MAX_ANSWERS)) {
        known.challenge = challenge;
        known.nonceCount = 0;
        known.answers++;
        learned = true;
      }
    }
    return learned;
  }

  /** A request with our credentials was accepted: a challenge after it is about the nonce, not about them. */
  accepted(): void {
    for (const realm of this.#realms.values()) realm.answers = 0;
  }

  /** Header fields that answer every challenge learned, for one request; each call counts a use of the nonce. */
  headers(method: string, uri: string, body: Uint8Array): Header[] {
    const headers: Header[] = [];
    for (const realm of this.#realms.values()) {
      realm.nonceCount++;
      const request = {
        method,
        uri,
        body,
        ...this.#credentials,
        cnonce: this.#newCnonce(),
        nonceCount: realm.nonceCount,
      };
      headers.push([realm.answerHeader, authorization(realm.challenge, request, this.#hash)]);
    }
    return headers;
  }
}
