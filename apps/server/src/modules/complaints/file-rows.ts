import { dayStart } from '../../platform/beijing-time.ts';
import type { ComplaintKind } from './complaint-rules.ts';

/** A row of a regulator's file: number, time and kind, in this order. */
export interface FileComplaint {
  number: string;
  /** ms */
  at: number;
  kind: ComplaintKind;
}

export type FileRowFault = 'cells' | 'number' | 'time' | 'future' | 'kind';

export const FILE_ROW_FAULTS: Readonly<Record<FileRowFault, { zh: string; en: string }>> = {
  cells: { zh: '应有三列：号码、时间、类别', en: 'three columns are wanted: number, time, kind' },
  number: { zh: '号码不正确', en: 'it is no telephone number' },
  time: { zh: '时间应形如 2026-03-10 09:30:00', en: 'a time is like 2026-03-10 09:30:00' },
  future: { zh: '时间在将来', en: 'the time is still to come' },
  kind: { zh: '类别未知', en: 'the kind is not known' },
};

/** As the files of the 12321 centre and ours name them. */
const KINDS: Readonly<Record<string, ComplaintKind>> = {
  骚扰: 'harassment',
  骚扰电话: 'harassment',
  营销: 'marketing',
  商业营销: 'marketing',
  诈骗: 'fraud',
  诈骗电话: 'fraud',
  违法内容: 'content',
  违规内容: 'content',
  频繁呼叫: 'frequency',
  拒绝后仍来电: 'called-after-refusal',
  其他: 'other',
  harassment: 'harassment',
  marketing: 'marketing',
  fraud: 'fraud',
  content: 'content',
  frequency: 'frequency',
  'called-after-refusal': 'called-after-refusal',
  other: 'other',
};

const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/;
/** Clocks of two offices are not one. */
const AHEAD_MS = 10 * 60_000;

/** Whether a first row names the columns. */
export function isFileHeader(cells: readonly string[]): boolean {
  return /^(?:\uFEFF)?(?:号码|被叫|投诉号码|number|phone)/i.test(cells[0]?.trim() ?? '');
}

/** @param now ms. Times of the file are Beijing's. */
export function readFileRow(cells: readonly string[], now: number): FileComplaint | FileRowFault {
  if (cells.length < 3) return 'cells';
  const [written = '', time = '', kindName = ''] = cells.map((cell) => cell.trim());
  const number = e164(written.replace(/[\s-]/g, ''));
  if (number === undefined) return 'number';
  const at = momentOf(time);
  if (at === undefined) return 'time';
  if (at > now + AHEAD_MS) return 'future';
  const kind = Object.hasOwn(KINDS, kindName) ? KINDS[kindName] : undefined;
  return kind === undefined ? 'kind' : { number, at, kind };
}

/** Numbers of the mainland are often written without the country. */
function e164(number: string): string | undefined {
  if (/^\+[1-9]\d{6,14}$/.test(number)) return number;
  if (/^1[3-9]\d{9}$/.test(number)) return `+86${number}`;
  if (/^0[1-9]\d{8,10}$/.test(number)) return `+86${number.slice(1)}`;
  return /^861[3-9]\d{9}$/.test(number) ? `+${number}` : undefined;
}

function momentOf(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (year < 2000 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const month0 = year * 12 + month - 1;
  const midnight = dayStart({ month: month0, day });
  if (day < 1 || midnight >= dayStart({ month: month0 + 1, day: 1 })) return undefined;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000;
}
