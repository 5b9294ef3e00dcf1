/**
 * One part of what is to be said. A prompt is a list of pieces, spoken in order.
 *
 * - `text`: fixed words of a template, the same for every call.
 * - `value`: a variable's value (a name, an amount, a date), different from call to call.
 * - `code`: letters and digits read one by one from single-character clips: A3F9 → "A 三 F 九".
 * - `pause`: silence, in milliseconds.
 */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'value'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'pause'; ms: number };
