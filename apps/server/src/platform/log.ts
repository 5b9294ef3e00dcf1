import { maskNumber } from './mask-number.ts';

/** One line a fact, JSON where it is read by machines, plain where a person watches a terminal. */
export interface Log {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

/**
 * Never put a phone number, a spoken text or a secret here: logs outlive erasure (4.2.9). A number that gets in all the
 * same, in an error's text say, is masked.
 */
export type Facts = Record<string, unknown>;

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;

export function createLog(options: {
  level: keyof typeof LEVELS;
  name: string;
  now(): number;
  write?(line: string): void;
}): Log {
  const write = options.write ?? ((line: string) => process.stderr.write(line));
  const human = options.write === undefined && process.stderr.isTTY === true;
  const at = (level: keyof typeof LEVELS) => {
    if (LEVELS[level] < LEVELS[options.level]) return () => {};
    return (message: string, facts: Facts = {}) => {
      const time = new Date(options.now()).toISOString();
      const words = masked(message);
      const plain = Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, printable(value)]),
      );
      if (human) {
        const tail = Object.entries(plain).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
        write(`${time.slice(11, 23)} ${level.padEnd(5)} ${options.name}: ${words}${tail.join('')}\n`);
      } else {
        write(`${JSON.stringify({ time, level, name: options.name, message: words, ...plain })}\n`);
      }
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function printable(value: unknown): unknown {
  if (value instanceof Error) return masked(value.stack ?? value.message);
  if (typeof value === 'string') return masked(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  try {
    const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
    return JSON.parse(masked(text)) as unknown;
  } catch {
    return String(value); // a ring, say: a log line must not be what fails
  }
}

/** E.164, or a mainland mobile number as people write it; not the digits inside an id. */
const PHONE = /\+[1-9]\d{6,14}(?!\d)|(?<![\w-])(?:86)?1[3-9]\d{9}(?![\w-])/g;

function masked(text: string): string {
  return text.replace(PHONE, maskNumber);
}
