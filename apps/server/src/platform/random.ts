import { randomBytes } from 'node:crypto';

/** Source of randomness, injected so that ids and choices replay in tests. */
export interface Random {
  bytes(count: number): Uint8Array;
}

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits of about 5.17 bits each; 20 of them are unguessable. */
export function randomText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length * 2)) {
      if (byte < 252 && text.length < length) text += ALPHABET[byte % 36];
    }
  }
  return text;
}

/** Decimal digits, each as likely as another. */
export function randomDigits(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length * 2)) {
      if (byte < 250 && text.length < length) text += byte % 10;
    }
  }
  return text;
}
