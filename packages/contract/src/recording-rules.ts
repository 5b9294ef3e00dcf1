import type { Words } from './words.ts';

/** Why a recording cannot be a template's, by rule: the problem and how it is mended, in one sentence. */
export const RECORDING_RULES = {
  'not-wav': { zh: '不是 WAV 文件，或文件已损坏', en: 'it is no WAV file, or a damaged one' },
  format: {
    zh: '编码不受支持，请使用 16 位 PCM 或 G.711（A 律、μ 律）',
    en: 'its encoding is not supported; use PCM of 16 bits, or G.711 (A-law, µ-law)',
  },
  rate: {
    zh: '采样率为 {rate} Hz，须为 8000–48000 Hz 的常用采样率',
    en: 'it has {rate} Hz; a usual rate from 8000 to 48000 Hz is expected',
  },
  channels: {
    zh: '有 {channels} 个声道，最多 2 个',
    en: 'it has {channels} channels; at most 2 are allowed',
  },
  length: {
    zh: '时长 {seconds} 秒，须为 {least}–{most} 秒',
    en: 'it lasts {seconds} s; {least} to {most} s are expected',
  },
  quiet: {
    zh: '音量过低（{level} dBFS），语音部分须高于 {least} dBFS',
    en: 'it is too quiet ({level} dBFS); speech must be above {least} dBFS',
  },
  clipped: {
    zh: '音量过高，{share}% 的采样已削波，请降低录音电平',
    en: 'it is too loud: {share} % of it is clipped; record at a lower level',
  },
  silent: {
    zh: '{share}% 是静音，请剪去首尾和过长的停顿',
    en: '{share} % of it is silence; cut it off at both ends, and long pauses',
  },
} as const satisfies Record<string, Words>;

export type RecordingRule = keyof typeof RECORDING_RULES;
