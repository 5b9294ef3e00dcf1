/** The languages in which Herald speaks to people. */
export type Language = 'zh' | 'en';

/** One text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Values for the `{name}` places of a message. */
export type Details = Readonly<Record<string, string | number>>;

/** The names of the `{name}` places in a literal text: `'{a} of {b}'` → `'a' | 'b'`. */
export type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

/** A place and what is counted by it, as one and as several: `{count} (day|days)`. */
const COUNTED = /(\{(\w+)\}[^{}()]*)\(([^{}()|]+)\|([^{}()|]+)\)/g;

/** Puts `details` into the `{name}` places of `text`. A place without a value stays readable as `name`. */
export function fill(text: string, details: Details): string {
  const counted = text.replace(
    COUNTED,
    (_all, place: string, name: string, one: string, several: string) =>
      `${place}${String(details[name]) === '1' ? one : several}`,
  );
  return counted.replace(/\{(\w+)\}/g, (_place, name: string) => String(details[name] ?? name));
}
