/** RFC 4733 3.2, table 3: the event code of a digit is its place here. */
export const DIGITS = '0123456789*#ABCD';

/** Undefined for what no telephone has as a key. */
export function eventOfDigit(digit: string): number | undefined {
  const event = digit.length === 1 ? DIGITS.indexOf(digit.toUpperCase()) : -1;
  return event < 0 ? undefined : event;
}

/** Undefined for events that are not DTMF digits (flash, tones, …). */
export function digitOfEvent(event: number): string | undefined {
  return DIGITS[event];
}

/** The keypad's rows and columns and their tones, in hertz (ITU-T Q.23). */
const KEYPAD = ['123A', '456B', '789C', '*0#D'];
export const ROW_HZ = [697, 770, 852, 941];
export const COLUMN_HZ = [1_209, 1_336, 1_477, 1_633];

/** Row and column frequency of a key in hertz. */
export function tonesOfDigit(digit: string): readonly [number, number] | undefined {
  for (const [row, keys] of KEYPAD.entries()) {
    const column = keys.indexOf(digit.toUpperCase());
    if (column >= 0 && digit.length === 1) return [ROW_HZ[row] as number, COLUMN_HZ[column] as number];
  }
  return undefined;
}

/** @param row and column, from 0 to 3 */
export function digitOfTones(row: number, column: number): string | undefined {
  return KEYPAD[row]?.[column];
}
