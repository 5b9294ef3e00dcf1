/** Purpose of a template and of every message sent with it (语音类型). */
export const CODE = 1;
export const NOTICE = 2;
export type Purpose = typeof CODE | typeof NOTICE;

export const APPROVED = 2;

/** What is said at the end of a notice: nothing, how to refuse further calls, or also how to complain (4.2.8). */
export type SpokenTail = 'none' | 'refuse' | 'refuse-complain';

export interface Template {
  templateId: string;
  name: string;
  purpose: Purpose;
  language: 'zh' | 'en';
  content: string;
  allDay: boolean;
  /** 0 to review, 1 in review, 2 approved, 3 rejected, 4 disabled, 5 draft */
  status: 0 | 1 | 2 | 3 | 4 | 5;
  /** Recorded sound, which is played in the place of the content; that is its transcript then. */
  sound?: RecordedSound | undefined;
  /** What is said behind a notice that is not recorded: how to refuse further calls, or also how to complain (4.2.8). */
  tail?: Exclude<SpokenTail, 'none'> | undefined;
}

export interface RecordedSound {
  /** SHA-256 of its A-law, hex. */
  soundId: string;
  ms: number;
}

/** What is heard, in order. `code` is read character by character, `sound` is played as it was recorded. */
export type ScriptPiece =
  | { kind: 'text' | 'value' | 'code'; text: string }
  | { kind: 'sound'; sound: string; ms: number };
export interface Script {
  language: 'zh' | 'en';
  pieces: ScriptPiece[];
  /** How often the whole is spoken: a code twice, a notice once. */
  plays: number;
  pauseMs: number;
}

export type ValuesVerdict =
  | { ok: true }
  | { ok: false; error: 'TEMPLATE_PARAMS_COUNT'; expected: number; given: number }
  | { ok: false; error: 'CODE_VALUE_INVALID'; index: number }
  | { ok: false; error: 'VALUE_INVALID'; index: number; why: 'empty' | 'link' | 'symbol' | 'length' };

/** Longest spoken text, variables filled in. */
export const MAX_SPOKEN_CHARACTERS = 1000;

const PLACEHOLDER = /\{(\d{1,2})\}/g;
const CODE_VALUE = /^[A-Za-z0-9]{1,6}$/;
// A link or an address cannot be spoken usefully and is how phishing arrives: scheme, www, IPv4, or name.tld.
const LINK = /:\/\/|www\.|(?:\d{1,3}\.){3}\d{1,3}|[a-z0-9-]{2,}\.(?:[a-z]{2,}|xn--)/i;
// Letters of any script with marks, digits, spaces and the punctuation of everyday writing.
const SPEAKABLE =
  /^[\p{L}\p{M}\p{N}\p{Zs}.,:;!?'"()\-–—/%¥$€℃°+*~·…，。：；！？、“”‘’（）《》—￥％＋－／]*$/u;

/** Placeholders of a content, in order of appearance: '{1}' twice is two. */
export function variableCount(content: string): number {
  let highest = 0;
  for (const match of content.matchAll(PLACEHOLDER)) highest = Math.max(highest, Number(match[1]));
  return highest;
}

/**
 * Whether these values may be spoken in this template (rules of templates; 4.2.2, 4.2.7 b).
 * @param expected how many it has, where many values are judged and they are counted once
 */
export function checkValues(
  template: Template,
  values: readonly string[],
  expected = variableCount(template.content),
): ValuesVerdict {
  if (values.length !== expected) {
    return { ok: false, error: 'TEMPLATE_PARAMS_COUNT', expected, given: values.length };
  }
  let spoken = template.content.length;
  let index = 0;
  for (const value of values) {
    index++;
    if (template.purpose === CODE) {
      if (!CODE_VALUE.test(value)) return { ok: false, error: 'CODE_VALUE_INVALID', index };
      continue;
    }
    if (value.trim() === '') return { ok: false, error: 'VALUE_INVALID', index, why: 'empty' };
    spoken += value.length;
    if (spoken > MAX_SPOKEN_CHARACTERS) return { ok: false, error: 'VALUE_INVALID', index, why: 'length' };
    if (LINK.test(value)) return { ok: false, error: 'VALUE_INVALID', index, why: 'link' };
    if (!SPEAKABLE.test(value)) return { ok: false, error: 'VALUE_INVALID', index, why: 'symbol' };
  }
  return { ok: true };
}

/**
 * The filed words with the values put in, as pieces: what does not change between messages stays a piece of its
 * own, so that its sound is made once. Call only after checkValues.
 */
export function speak(template: Template, values: readonly string[]): Script {
  const { sound } = template;
  if (sound) {
    const piece = { kind: 'sound', sound: sound.soundId, ms: sound.ms } as const;
    return { language: template.language, pieces: [piece], plays: 1, pauseMs: 0 };
  }
  const pieces: ScriptPiece[] = [];
  const kind = template.purpose === CODE ? 'code' : 'value';
  let from = 0;
  for (const match of template.content.matchAll(PLACEHOLDER)) {
    pieces.push(...textPieces(template.content.slice(from, match.index)));
    pieces.push({ kind, text: values[Number(match[1]) - 1] ?? '' });
    from = match.index + match[0].length;
  }
  pieces.push(...textPieces(template.content.slice(from)));
  const twice = template.purpose === CODE;
  return { language: template.language, pieces, plays: twice ? 2 : 1, pauseMs: twice ? 1000 : 0 };
}

/** A voice is given no more at once, UTF-16 units: a page of words is some sounds, and not one that takes long. */
const LONGEST_PIECE = 300;
/** Where a text is cut, the best first: behind a sentence, a clause, a word. */
const CUTS = [/[。！？；]|[.!?;](?= )/g, /[，、：]|[,:](?= )/g, / /g];

function textPieces(text: string): ScriptPiece[] {
  const pieces: ScriptPiece[] = [];
  let rest = text;
  while (rest.length > LONGEST_PIECE) {
    const head = rest.slice(0, LONGEST_PIECE);
    const ends = CUTS.map((cut) => [...head.matchAll(cut)].at(-1)?.index);
    const end = (ends.find((index) => index !== undefined) ?? LONGEST_PIECE - 1) + 1;
    pieces.push({ kind: 'text', text: rest.slice(0, end) });
    rest = rest.slice(end);
  }
  if (rest !== '') pieces.push({ kind: 'text', text: rest });
  return pieces;
}

/**
 * Longest time this script may be on the line, in seconds: a slow reading with half as much again to spare, so a
 * reservation made from it always covers the call (which ends at this time, 3.6).
 */
export function talkLimitSeconds(script: Script): number {
  let once = 0;
  for (const piece of script.pieces) {
    if (piece.kind === 'sound') {
      once += piece.ms / 1000;
      continue;
    }
    const perCharacter = piece.kind === 'code' ? 0.9 : script.language === 'zh' ? 0.42 : 0.15;
    once += [...piece.text].length * perCharacter;
  }
  return Math.ceil(5 + script.plays * once + ((script.plays - 1) * script.pauseMs) / 1000);
}

const BEIJING: readonly string[] = ['Asia/Shanghai'];
const OPENS = 8 * 60;
const CLOSES = 20 * 60;
/** Every offset of a time zone that is in use is a multiple of it. */
const QUARTER_MS = 15 * 60_000;
const QUARTERS_AHEAD = 3 * 96;

/** Minutes of the day that it is in a time zone, 0–1439. */
export function minuteOfDay(zone: string, now: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const [hours = 0, minutes = 0] = format.format(now).split(':').map(Number);
  return hours * 60 + minutes;
}

/** At most as many as there are time zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether a message may ring at `now` (ms): all-day templates always, others 8:00–20:00 at the callee; where that is in
 * one of several time zones, in all of them.
 */
export function inWindow(allDay: boolean, now: number, zones: readonly string[] = BEIJING): boolean {
  if (allDay) return true;
  return zones.every((zone) => {
    const minute = minuteOfDay(zone, now);
    return minute >= OPENS && minute < CLOSES;
  });
}

/** When the window is next open, in ms: now, or the coming 8:00 at the callee. */
export function windowOpens(allDay: boolean, now: number, zones: readonly string[] = BEIJING): number {
  return nextQuarter(now, (at) => inWindow(allDay, at, zones));
}

/** When the window that is open at `now` closes, in ms. */
export function windowCloses(now: number, zones: readonly string[] = BEIJING): number {
  return nextQuarter(now, (at) => !inWindow(false, at, zones));
}

/** `now`, or the first full quarter of an hour after it at which something is so. */
function nextQuarter(now: number, isSo: (at: number) => boolean): number {
  if (isSo(now)) return now;
  let at = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  for (let quarter = 0; quarter < QUARTERS_AHEAD; quarter++) {
    at += QUARTER_MS;
    if (isSo(at)) return at;
  }
  return at; // in zones so far apart that they have no hour of the day in common: days ahead, where it expires
}
