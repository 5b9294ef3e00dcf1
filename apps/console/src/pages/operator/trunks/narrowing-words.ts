import type { Table } from '../../../words/language.ts';

export const NARROWINGS = {
  title: { zh: '紧急管控', en: 'Narrowings' },
  intro: {
    zh: '依法或紧急情况下立即收窄时段、地区或号码（5.4、8.2）；排队中的消息同样受限。',
    en: 'By law or in an emergency, hours, regions or numbers are narrowed at once (5.4, 8.2), for waiting messages too.',
  },
  add: { zh: '立即管控', en: 'Narrow at once' },
  addIntro: {
    zh: '不填时段即全部停止。不填范围即对所有消息。',
    en: 'Without hours nothing is called at all. Without a scope it holds for every message.',
  },
  none: {
    zh: '没有管控：需要时用右上角的按钮立即下达',
    en: 'Nothing is narrowed; the button above does it at once',
  },
  stands: { zh: '生效中', en: 'in force' },
  over: { zh: '已解除', en: 'lifted' },
  what: { zh: '内容', en: 'What' },
  stopped: { zh: '停止呼叫', en: 'no calls' },
  hours: { zh: '只在 {opens}–{closes} 呼叫', en: 'calls from {opens} to {closes} only' },
  opens: { zh: '允许呼叫从（HH:MM，被叫当地）', en: 'Calls from (HH:MM, at the callee)' },
  closes: { zh: '到（HH:MM）', en: 'until (HH:MM)' },
  purposes: { zh: '只对语音类型', en: 'Only of the purposes' },
  countries: { zh: '只对国家或地区（每行一个）', en: 'Only to countries (one a line)' },
  cities: { zh: '只对城市区号（每行一个）', en: 'Only to area codes (one a line)' },
  prefixes: {
    zh: '只对被叫号码或号段（带 +，每行一个）',
    en: 'Only to called numbers or beginnings (with +, one a line)',
  },
  shown: {
    zh: '禁止外显的号码（每行一个，不与其他条件同用）',
    en: 'Numbers that may not be shown (one a line, alone)',
  },
  clause: { zh: '依据条款', en: 'Clause' },
  until: { zh: '自动解除（可不填）', en: 'Ends by itself (may be empty)' },
  ordered: { zh: '下达', en: 'Ordered' },
  ends: { zh: '解除', en: 'Ends' },
  openEnd: { zh: '直到解除', en: 'when lifted' },
  lift: { zh: '解除', en: 'Lift' },
  liftSure: { zh: '解除后立即恢复呼叫。解除吗？', en: 'Calls go on at once. Lift it?' },
} as const satisfies Table;
