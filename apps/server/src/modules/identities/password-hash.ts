import { argon2, timingSafeEqual } from 'node:crypto';
import { HeraldError } from '@herald/contract';
import type { Random } from '../../platform/random.ts';

/** RFC 9106, at the least that OWASP recommends for argon2id: 19 MiB, two passes. Raised here, and nowhere else. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes its memory and a thread of Node's four; others, which wait, hold neither. */
const AT_ONCE = 2;
const MOST_WAITING = 100;

/** Makes and checks password hashes, a bounded number at a time. */
export interface PasswordHasher {
  /** @returns a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
  hash(password: string): Promise<string>;
  /** False where there is no hash, after the same work: the time does not tell who exists. */
  verify(password: string, hash: string | null | undefined): Promise<boolean>;
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
}

export function createPasswordHasher(random: Random): PasswordHasher {
  const limited = createLimit(AT_ONCE, MOST_WAITING);
  // For those who do not exist: its password is not known to anybody.
  const nobody = phc(PARAMETERS, random.bytes(SALT_BYTES), random.bytes(HASH_BYTES));

  return {
    async hash(password) {
      const salt = random.bytes(SALT_BYTES);
      return phc(PARAMETERS, salt, await limited(() => derive(password, salt, PARAMETERS, HASH_BYTES)));
    },
    async verify(password, hash) {
      const { parameters, salt, tag } = parsePhc(hash ?? nobody);
      const derived = await limited(() => derive(password, salt, parameters, tag.length));
      return timingSafeEqual(derived, tag) && hash !== null && hash !== undefined;
    },
    isOutdated: (hash) => !hash.startsWith(head(PARAMETERS)),
  };
}

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** One text may be typed in several ways: NFKC makes them one. */
function derive(password: string, salt: Uint8Array, parameters: Parameters, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      { message: password.normalize('NFKC'), nonce: salt, tagLength: bytes, ...parameters },
      (error, derived) => (error ? reject(error) : resolve(derived)),
    );
  });
}

const head = ({ memory, passes, parallelism }: Parameters) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`;

/** PHC strings hold base64 without its padding. */
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

function phc(parameters: Parameters, salt: Uint8Array, tag: Uint8Array): string {
  return `${head(parameters)}${base64(salt)}$${base64(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parsePhc(hash: string): { parameters: Parameters; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash) ?? [];
  if (!salt || !tag) throw new Error('a password hash of an unknown form');
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Runs so many at once, lets so many wait in their order, and turns away the rest (RetCode 150). */
function createLimit(atOnce: number, mostWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function limited<Value>(work: () => Promise<Value>): Promise<Value> {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new HeraldError('SERVICE_UNAVAILABLE');
      // Who leaves hands over the place: `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
