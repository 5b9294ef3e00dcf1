import type { RegisterOptions, Registration, RegistrationStatus } from '../api.ts';
import { Authenticator } from '../auth/authenticator.ts';
import { routeTo } from '../dialog/dialog.ts';
import { SipParseError } from '../grammar/errors.ts';
import { type Header, header, headerList } from '../grammar/headers.ts';
import { EMPTY_BODY, type SipResponse } from '../grammar/message.ts';
import { parseNameAddr } from '../grammar/name-addr.ts';
import { param } from '../grammar/params.ts';
import { readDigits } from '../grammar/scan.ts';
import { parseSipUri } from '../grammar/uri.ts';
import {
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  type RegistrationTerms,
  type RegistrationTimer,
  startRegistration,
  stepRegistration,
} from '../registration/machine.ts';
import type { Step } from '../transaction/timers.ts';
import type { Core } from './core.ts';
import { retryAfterMs } from './live-dialog.ts';
import { TimerSet } from './timer-set.ts';

const DEFAULT_EXPIRES = 3_600;

/** Drives one registration: REGISTERs under one Call-ID, CSeq going up (RFC 3261 10.2), credentials as asked for. */
export class RegistrationClient implements Registration {
  readonly #core: Core;
  readonly #options: RegisterOptions;
  readonly #terms: RegistrationTerms;
  readonly #timers: TimerSet<RegistrationTimer>;
  readonly #callId: string;
  readonly #tag: string;
  readonly #user: string | undefined;
  readonly #stopped = Promise.withResolvers<void>();
  /** Anew after a failure: credentials that were refused once may be right later. */
  #authenticator: Authenticator | undefined;
  #sequence = 0;
  #state: RegistrationState;
  #status: RegistrationStatus = { state: 'registering' };
  #latest = { status: 0, reason: '', expires: 0 };

  /** @throws TypeError for URIs that cannot be read */
  constructor(core: Core, options: RegisterOptions) {
    this.#core = core;
    this.#options = options;
    this.#user = checkOptions(options);
    this.#terms = {
      expires: Math.max(1, Math.trunc(options.expires ?? DEFAULT_EXPIRES)),
      baseMs: options.retry?.baseMs ?? 30_000,
      maxMs: options.retry?.maxMs ?? 1_800_000,
    };
    this.#timers = new TimerSet(core.clock, (timer) => this.#input({ type: 'timer', timer }));
    this.#callId = core.token(16);
    this.#tag = core.token(8);
    const first = startRegistration(this.#terms);
    this.#state = first.state;
    core.registrations.add(this);
    this.#apply(first);
  }

  get status(): RegistrationStatus {
    return this.#status;
  }

  stop(): Promise<void> {
    this.#input({ type: 'stop' });
    return this.#stopped.promise;
  }

  /** Ends it without a word to the registrar. */
  abandon(): void {
    this.#timers.cancelAll();
    this.#state = { name: 'Stopped' };
    this.#tell('stopped');
  }

  #input(input: RegistrationInput): void {
    this.#apply(stepRegistration(this.#state, input, this.#terms));
  }

  #apply(step: Step<RegistrationState, RegistrationEffect>): void {
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: RegistrationEffect): void {
    switch (effect.do) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'register':
        this.#register(effect.expires);
        break;
      case 'tell':
        this.#tell(effect.state);
        break;
    }
  }

  #register(expires: number): void {
    const { registrar, aor, route = [], credentials } = this.#options;
    this.#authenticator ??=
      credentials && new Authenticator(credentials, this.#core.hash, () => this.#core.token(8));
    const { uri, routes, nextHop } = routeTo(registrar, route);
    const sequence = ++this.#sequence;
    const fail = (status: number, reason: string): void => {
      if (sequence === this.#sequence) this.#onFinal(status, reason, []);
    };
    this.#core.request(
      {
        method: 'REGISTER',
        uri,
        nextHop,
        callId: this.#callId,
        contact: true,
        contactUser: this.#user,
        headers: [
          ...routes.map((value): Header => ['Route', value]),
          ['From', `<${aor}>;tag=${this.#tag}`],
          ['To', `<${aor}>`],
          ['Call-ID', this.#callId],
          ['CSeq', `${sequence} REGISTER`],
          ['Expires', `${expires}`],
          ...(this.#authenticator?.headers('REGISTER', uri, EMPTY_BODY) ?? []),
        ],
      },
      {
        onResponse: (response) => {
          if (response.status < 200 || sequence !== this.#sequence) return;
          const challenged = response.status === 401 || response.status === 407;
          if (challenged && this.#authenticator?.learn(response)) this.#register(expires);
          else this.#onResponse(response, expires);
        },
        onTimeout: () => fail(408, 'Request Timeout'),
        onTransportError: (message) => fail(503, message),
      },
    );
  }

  #onResponse(response: SipResponse, asked: number): void {
    const { status, reason, headers } = response;
    if (status >= 300) {
      this.#onFinal(status, reason, headers);
      return;
    }
    this.#authenticator?.accepted();
    const granted = grantedSeconds(headers, this.#core, this.#user) ?? asked;
    if (granted === 0 && asked > 0) {
      // A binding that is over at once is none, and asking again at once would go on for ever.
      this.#onFinal(status, 'registered for 0 s', headers);
      return;
    }
    this.#latest = { status, reason, expires: granted };
    this.#input({ type: 'granted', granted });
  }

  #onFinal(status: number, reason: string, headers: readonly Header[]): void {
    this.#latest = { status, reason, expires: 0 };
    if (status === 401 || status === 403 || status === 407) this.#authenticator = undefined;
    this.#input({
      type: 'refused',
      status,
      minExpires: readDigits(header(headers, 'Min-Expires') ?? ''),
      retryAfterMs: retryAfterMs(headers),
      draw: this.#core.draw(),
    });
  }

  #tell(state: 'registered' | 'failed' | 'stopped'): void {
    const { status, reason, expires } = this.#latest;
    this.#status =
      state === 'registered'
        ? { state, expires }
        : state === 'failed'
          ? { state, status, reason }
          : { state };
    if (state === 'stopped') {
      this.#core.registrations.delete(this);
      this.#stopped.resolve();
    }
    this.#core.wire.guard(() => this.#options.onChange?.(this.#status));
  }
}

/** Expires of our own binding among those the registrar lists (10.2.4), else of the whole response. */
function grantedSeconds(
  headers: readonly Header[],
  core: Core,
  user: string | undefined,
): number | undefined {
  const all = readDigits(header(headers, 'Expires') ?? '');
  try {
    for (const value of headerList(headers, 'Contact')) {
      const contact = parseNameAddr(value);
      const { host, port, user: theirs } = parseSipUri(contact.uri);
      if (theirs === user && core.isOurs(host, port)) {
        return readDigits(param(contact.params, 'expires') ?? '') ?? all;
      }
    }
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
  }
  return all;
}

/** The user part of our Contact: the one given, else that of the address of record. */
function checkOptions({ registrar, aor, contactUser, route = [] }: RegisterOptions): string | undefined {
  try {
    parseSipUri(registrar);
    for (const value of route) parseSipUri(parseNameAddr(value).uri);
    const user = contactUser ?? parseSipUri(aor).user;
    if (user !== undefined) parseSipUri(`sip:${user}@host`);
    return user;
  } catch (error) {
    if (error instanceof SipParseError) throw new TypeError(`cannot register: ${error.message}`);
    throw error;
  }
}
