const BEIJING_MS = 8 * 3_600_000;

/** '2026-03-10 10:00' in Beijing, with words that say so. */
export function beijingTime(ms: number, language: 'zh' | 'en'): string {
  const text = new Date(ms + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ');
  return language === 'zh' ? `北京时间 ${text}` : `${text} (Beijing time)`;
}
