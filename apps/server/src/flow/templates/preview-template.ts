import { HeraldError } from '@herald/contract';
import type { CallScript, Studio } from '../../calling/index.ts';
import {
  CODE,
  checkDraft,
  checkValues,
  type Draft,
  findSound,
  MARKETING,
  type SoundKey,
  type SpokenTail,
  speak,
  variableCount,
} from '../../modules/templates/index.ts';
import type { Sql } from '../../platform/db.ts';
import { refuseValues } from '../messages/admission.ts';
import { callEngineErrorOf } from '../messages/engine-error.ts';
import { refusalError } from '../messages/refusal-error.ts';
import { heardWithTail } from '../messages/spoken-tail.ts';
import { refuseFaults } from './check-template.ts';

export type { Studio };

/** Previews of one account that are made at one time: a voice is shared by all accounts. */
const MOST_AT_ONCE = 2;

/** Says drafts and templates to their authors. */
export interface TemplatePreviewer {
  /**
   * What a callee would hear of it, said once: a WAV file of 8 kHz, mono.
   * @param values absent: examples
   * @param tail what is said behind it, where it is a notice (4.2.8)
   * @throws HeraldError TEMPLATE_INVALID for content that cannot be read, those of the values, PREVIEW_BUSY
   */
  preview(
    accountId: string,
    draft: Draft,
    values: readonly string[] | undefined,
    tail: SpokenTail | undefined,
  ): Promise<Uint8Array>;
  /** A script that is known to be one, said once. @throws HeraldError PREVIEW_BUSY */
  say(accountId: string, script: CallScript): Promise<Uint8Array>;
  /** What was recorded, as it is played: a WAV file of 8 kHz, mono. @throws Error when there is no such sound */
  play(key: SoundKey): Promise<Uint8Array>;
}

export function createTemplatePreviewer(sql: Sql, studio: Studio): TemplatePreviewer {
  const making = new Map<string, number>();

  async function said(accountId: string, script: CallScript): Promise<Uint8Array> {
    const before = making.get(accountId) ?? 0;
    if (before >= MOST_AT_ONCE) throw new HeraldError('PREVIEW_BUSY');
    making.set(accountId, before + 1);
    try {
      return await studio.record(script);
    } catch (failure) {
      const error = callEngineErrorOf(failure);
      if (!error || error.code === 'bad-script') throw failure;
      throw new HeraldError('PREVIEW_BUSY');
    } finally {
      const left = (making.get(accountId) ?? 1) - 1;
      if (left === 0) making.delete(accountId);
      else making.set(accountId, left);
    }
  }

  async function play(key: SoundKey): Promise<Uint8Array> {
    const alaw = await findSound(sql, key);
    if (!alaw) throw new Error(`there is no recorded sound ${key.soundId}`);
    return studio.wavOf(alaw);
  }

  return {
    async preview(accountId, draft, values, tail = 'none') {
      const { purpose, language, content, allDay, name } = draft;
      refuseFaults(checkDraft(draft, { appApproved: true }).filter(({ field }) => field === 'Content'));
      if (purpose === MARKETING) throw new HeraldError('MARKETING_REFUSED');
      const template = { templateId: '', name, purpose, language, content, allDay, status: 5 } as const;
      const given = values ?? examples(draft);
      const verdict = checkValues(template, given);
      if (!verdict.ok) throw refusalError(refuseValues(verdict));
      try {
        const spoken = tail === 'none' ? template : { ...template, tail };
        return await said(accountId, heardWithTail(spoken, speak(template, given)));
      } catch (failure) {
        const error = callEngineErrorOf(failure);
        if (error?.code !== 'bad-script') throw failure;
        throw new HeraldError('TEMPLATE_INVALID', {
          problemZh: `Content 无法播报（${error.message}）`,
          problemEn: `Content cannot be said (${error.message})`,
        });
      }
    },

    say(accountId, script) {
      const [piece] = script.pieces;
      return piece?.kind === 'sound' ? play({ accountId, soundId: piece.sound }) : said(accountId, script);
    },

    play,
  };
}

/** Values to hear where none are given. */
function examples({ purpose, language, content }: Draft): string[] {
  if (purpose === CODE) return Array.from({ length: variableCount(content) }, () => '3A90F1');
  const word = language === 'zh' ? '示例' : 'example';
  return Array.from({ length: variableCount(content) }, (_, index) => `${word} ${index + 1}`);
}
