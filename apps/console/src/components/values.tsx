import type { Language } from '@herald/contract';
import { useLanguage } from '../words/language.ts';

const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const;

/** The zone of the viewer's clock, e.g. `Asia/Shanghai`, with its distance from UTC: `UTC+8`. */
export function viewerZone(): { name: string; offset: string } {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const part = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' })
    .formatToParts(Date.now())
    .find(({ type }) => type === 'timeZoneName');
  return { name, offset: (part?.value ?? 'UTC').replace('GMT', 'UTC') };
}

type Precision = 'day' | 'minute' | 'second' | 'milli';

/** A moment (Unix ms) in the viewer's zone; empty for 0. */
export function formatMoment(at: number, language: Language, precision: Precision = 'second'): string {
  if (at === 0) return '';
  return new Intl.DateTimeFormat(LOCALES[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(precision === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ...(precision === 'second' || precision === 'milli' ? { second: '2-digit' } : {}),
    ...(precision === 'milli' ? { fractionalSecondDigits: 3 } : {}),
  }).format(at);
}

/** A moment as people read it; the machine's form is in `datetime`. */
export function Moment({ at, precision }: { at: number; precision?: Precision }) {
  const language = useLanguage();
  if (at === 0) return <span>–</span>;
  return (
    <time dateTime={new Date(at).toISOString()} className="number">
      {formatMoment(at, language, precision)}
    </time>
  );
}

/** Yuan, a decimal text as the ledger gives it: `249.8800` → `¥249.88`; a part below a fen stays. */
export function formatYuan(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const cents = fraction.padEnd(2, '0').replace(/^(\d\d\d*?)0*$/, '$1');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '−' : ''}¥${grouped}.${cents}`;
}

export function Yuan({ amount }: { amount: string }) {
  return <span className="number">{formatYuan(amount)}</span>;
}

/** A size of a file: in kB while it is small, in MB beyond. */
export function formatBytes(bytes: number, language: Language): string {
  const [unit, value] =
    bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'kilobyte' ? 0 : 1,
  }).format(value);
}
