/** What can be told of a call in a carrier's file. */
export const CDR_FIELDS = ['callId', 'callee', 'start', 'answer', 'seconds', 'result'] as const;
export type CdrField = (typeof CDR_FIELDS)[number];
/** In which column each is. */
export type CdrColumns = Partial<Record<CdrField, number>>;

/** Headers that are understood as they are, in small letters and without spaces, `_` and `-`. */
const HEADERS: Record<CdrField, readonly string[]> = {
  callId: ['callid', 'sipcallid', '呼叫标识', '呼叫id'],
  callee: ['callee', 'called', 'callednumber', 'calleenumber', 'destination', '被叫', '被叫号码'],
  start: ['start', 'starttime', 'callstarttime', '开始时间', '呼叫时间', '呼叫开始时间'],
  answer: ['answer', 'answertime', '应答时间', '接听时间'],
  seconds: ['seconds', 'duration', 'billsec', 'billseconds', '时长', '通话时长', '计费时长', '通话秒数'],
  result: ['result', 'resultcode', 'code', 'sipcode', 'disposition', '结果', '结果码'],
};

/** Why a header cannot be used: a field twice, a name that is not there, or too little to find calls by. */
export interface HeaderFault {
  kind: 'twice' | 'absent' | 'too-little';
  name: string;
}

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');

/**
 * Finds the columns in a header.
 * @param named `field=header` for what is not understood by itself
 */
export function readHeader(header: readonly string[], named: readonly string[]): CdrColumns | HeaderFault {
  const names = header.map(plain);
  const wanted = new Map(named.map((text) => [text.slice(0, text.indexOf('=')), text]));
  const columns: CdrColumns = {};
  for (const field of CDR_FIELDS) {
    const asked = wanted.get(field);
    const fits = asked === undefined ? HEADERS[field] : [plain(asked.slice(asked.indexOf('=') + 1))];
    const found = names.flatMap((name, index) => (fits.includes(name) ? [index] : []));
    if (found.length > 1) return { kind: 'twice', name: field };
    if (found[0] !== undefined) columns[field] = found[0];
    else if (asked !== undefined) return { kind: 'absent', name: asked };
  }
  const findable =
    columns.callId !== undefined || (columns.callee !== undefined && columns.start !== undefined);
  if (columns.seconds === undefined) return { kind: 'too-little', name: 'seconds' };
  return findable ? columns : { kind: 'too-little', name: 'callId | callee + start' };
}

/** A call as the carrier has it. Times in ms. */
export interface CarrierRow {
  callId: string;
  /** E.164; undefined where the file does not say. */
  callee: string | undefined;
  startedAt: number | undefined;
  answered: boolean;
  answeredAt: number | undefined;
  seconds: number;
  result: string;
}

/** Why a row cannot be used. */
export type RowFault = 'no-key' | 'callee' | 'start' | 'other-day' | 'answer' | 'seconds' | 'too-long';

const MOST_SECONDS = 86_400;

/** Reads one row. @param day its first millisecond. @param prefix digits that the trunk puts before called numbers */
export function readRow(
  cells: readonly string[],
  columns: CdrColumns,
  { day, prefix }: { day: number; prefix: string },
): CarrierRow | RowFault {
  const of = (field: CdrField) => {
    const index = columns[field];
    return index === undefined ? '' : (cells[index] ?? '').trim();
  };
  const callId = of('callId');
  const result = of('result');
  if (callId.length > 256 || result.length > 64) return 'too-long';
  const callee = of('callee') === '' ? undefined : calleeOf(of('callee'), prefix);
  if (of('callee') !== '' && callee === undefined) return 'callee';
  const startedAt = of('start') === '' ? undefined : parseTime(of('start'));
  if (of('start') !== '' && startedAt === undefined) return 'start';
  if (startedAt !== undefined && (startedAt < day || startedAt >= day + DAY_MS)) return 'other-day';
  if (callId === '' && (callee === undefined || startedAt === undefined)) return 'no-key';
  const answeredAt = NEVER.test(of('answer')) ? undefined : parseTime(of('answer'));
  if (!NEVER.test(of('answer')) && answeredAt === undefined) return 'answer';
  const told = /^\d{1,6}(?:\.\d{1,6})?$/.test(of('seconds')) ? Math.ceil(Number(of('seconds'))) : undefined;
  if (told === undefined || told > MOST_SECONDS) return 'seconds';
  const answered = told > 0 || answeredAt !== undefined || result === '200';
  return { callId, callee, startedAt, answered, answeredAt, seconds: told, result };
}

/** How carriers write that there was no answer. */
const NEVER = /^(?:|0|-|0000-00-00 00:00:00)$/;

/** A called number as carriers write it, as E.164: with the trunk's prefix, +, 00, country code or none of them. */
export function calleeOf(text: string, prefix: string): string | undefined {
  const written = text.replace(/[\s()-]/g, '');
  const digits = prefix !== '' && written.startsWith(prefix) ? written.slice(prefix.length) : written;
  const number = digits.startsWith('+')
    ? digits
    : digits.startsWith('00')
      ? `+${digits.slice(2)}`
      : /^86\d{9,11}$/.test(digits)
        ? `+${digits}`
        : `+86${digits.replace(/^0/, '')}`;
  return /^\+[1-9]\d{5,14}$/.test(number) ? number : undefined;
}

export const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
const TIME =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Unix seconds or milliseconds, or a date and time: in Beijing where no offset is written. ms. */
export function parseTime(text: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    ...[number, number, number],
    ...[number, number, number],
  ];
  const days = daysSinceEpoch(year, month, day);
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Number((match[7] ?? '').padEnd(3, '0'));
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetOf(match[8]);
}

/** First millisecond of `2026-03-10` in Beijing; undefined where there is no such day. */
export const dayStart = (day: string): number | undefined => parseTime(`${day} 00:00:00`);

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return BEIJING_MS;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Of the Gregorian calendar; undefined where there is no such day. */
function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day < 1 || day > (lengths[month - 1] ?? 0)) return undefined;
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const ofYear = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0);
  return before * 365 + leaps + ofYear + day - 1 - 719_162;
}
