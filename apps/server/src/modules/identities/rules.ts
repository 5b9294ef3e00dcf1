import type { Words } from '@herald/contract';

/** A member of an account, or one of the operator's staff: two worlds with their own log-ins. */
export type Realm = 'customer' | 'operator';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a session lives unused, and at all. */
export const SESSION_LIVES: Readonly<Record<Realm, { idleMs: number; longestMs: number }>> = {
  customer: { idleMs: 12 * HOUR_MS, longestMs: 7 * DAY_MS },
  operator: { idleMs: HOUR_MS, longestMs: 12 * HOUR_MS },
};
/** Open sessions of one person; the oldest ends for one more. */
export const MOST_SESSIONS = 20;

export interface SessionTimes {
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export function isSessionOpen(realm: Realm, session: SessionTimes, now: number): boolean {
  return (
    session.endedAt === null &&
    now < session.expiresAt.getTime() &&
    now < session.lastUsedAt.getTime() + SESSION_LIVES[realm].idleMs
  );
}

/** The form of an address under which it is looked up. */
export function normalEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** What people may see of an address elsewhere than in their own account: 'o***@example.com'. */
export function maskEmail(email: string): string {
  return email.replace(/^(.)[^@]*/u, '$1***');
}

/** How long what was mailed proves anything, and how many wrong codes it bears. */
export const PROOF_LIVES = {
  registration: 15 * MINUTE_MS,
  'password-reset': 30 * MINUTE_MS,
  invitation: 7 * DAY_MS,
} as const;
export type ProofKind = keyof typeof PROOF_LIVES;
export const MOST_WRONG_CODES = 5;

/**
 * How many failures are free, what each further one costs (doubled from one to the next, up to the longest), and after
 * what time without any they are forgotten.
 */
export interface AttemptPolicy {
  readonly free: number;
  readonly firstBlockMs: number;
  readonly longestBlockMs: number;
  readonly forgetMs: number;
}

/** 4.2.4: one person's guesses, all guesses from one machine, and mails to one address and for one machine. */
export const ATTEMPTS = {
  login: { free: 5, firstBlockMs: 30_000, longestBlockMs: HOUR_MS, forgetMs: DAY_MS },
  source: { free: 30, firstBlockMs: 30_000, longestBlockMs: HOUR_MS, forgetMs: HOUR_MS },
  mail: { free: 5, firstBlockMs: 10 * MINUTE_MS, longestBlockMs: DAY_MS, forgetMs: HOUR_MS },
  /** Log-ins begun at another house, which cost us a row each. */
  oidc: { free: 60, firstBlockMs: 30_000, longestBlockMs: HOUR_MS, forgetMs: 10 * MINUTE_MS },
  /** Codes spoken to one number, which somebody else may ask for, and for one machine. */
  'callee-code': { free: 3, firstBlockMs: 30 * MINUTE_MS, longestBlockMs: DAY_MS, forgetMs: DAY_MS },
  'callee-source': { free: 10, firstBlockMs: 10 * MINUTE_MS, longestBlockMs: DAY_MS, forgetMs: HOUR_MS },
  'mail-source': { free: 20, firstBlockMs: MINUTE_MS, longestBlockMs: DAY_MS, forgetMs: HOUR_MS },
} as const satisfies Record<string, AttemptPolicy>;
export type AttemptKind = keyof typeof ATTEMPTS;

/** How long the `count`-th attempt in a row blocks the next one, should it fail. */
export function blockMs(policy: AttemptPolicy, count: number): number {
  if (count < policy.free) return 0;
  return Math.min(policy.longestBlockMs, policy.firstBlockMs * 2 ** Math.min(40, count - policy.free));
}

const SHORTEST_PASSWORD = 10;

/** Passwords of ten and more characters that are guessed first. */
const COMMONEST = new Set(
  `1234567890 0123456789 0987654321 9876543210 12345678910 123456789a a123456789 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop
   qwerty12345 qwerty123456 asdfghjkl1 qazwsxedcr password12 password123 password1234 passw0rd123 password01
   p@ssw0rd123 p@ssword123 admin12345 admin123456 administrator letmein123 welcome123 welcome1234 iloveyou12
   iloveyou123 woaini1314 woaini520520 woaini1314520 5201314520 1314520520 abcd123456 abc1234567 abc123456789
   a1234567890 qq123456789 zxcvbnm123 asd123456789 123123123123 1122334455 112233445566 1111111111 111111111111
   changeme123 football123 baseball123 sunshine123 princess123 superman123 test123456 root123456 user123456`.split(
    /\s+/,
  ),
);

/** 4.2.4: why a password cannot be used, or undefined. Length and guessability count, not the kinds of characters. */
export function passwordProblem(password: string, email: string): Words | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...password].length < SHORTEST_PASSWORD) {
    return {
      zh: `少于 ${SHORTEST_PASSWORD} 个字符`,
      en: `it has fewer than ${SHORTEST_PASSWORD} characters`,
    };
  }
  const address = normalEmail(email);
  if (plain === address || plain === address.split('@')[0]) {
    return { zh: '与邮箱相同', en: 'it is the e-mail address' };
  }
  if (COMMONEST.has(plain) || new Set(plain).size < 4) {
    return { zh: '过于常见', en: 'it is one of the commonest' };
  }
  return undefined;
}
