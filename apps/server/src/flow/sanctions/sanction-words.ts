import { CAPABILITIES, type Words } from '@herald/contract';
import type { Caps, SanctionKind } from '../../modules/sanctions/index.ts';

export const SANCTION_WORDS: Readonly<Record<SanctionKind, Words>> = {
  warning: { zh: '警告', en: 'warning' },
  restriction: { zh: '限制通信能力或发送量', en: 'capabilities or sends restricted' },
  'template-block': { zh: '模板停用', en: 'template disabled' },
  'number-pause': { zh: '号码停用', en: 'number taken out of use' },
  'app-offline': { zh: '应用下线', en: 'app taken offline' },
  'app-deletion': { zh: '应用删除', en: 'app deleted' },
  suspension: { zh: '暂停服务', en: 'service suspended' },
  termination: { zh: '终止服务', en: 'service terminated' },
};

/** Of a capability, or the id itself where there are none. */
export function capabilityWords(capability: string): Words {
  const known: Readonly<Record<string, { words: Words }>> = CAPABILITIES;
  return known[capability]?.words ?? { zh: capability, en: capability };
}

/** What a restriction takes away; '' where it is none. */
export function restrictionWords(taken: Caps & { capabilities: readonly string[] }): Words {
  const { capabilities, perMinute, perDay } = taken;
  const parts: Words[] = capabilities.map(capabilityWords);
  if (perMinute !== undefined)
    parts.push({ zh: `每分钟最多 ${perMinute} 条`, en: `at most ${perMinute} sends a minute` });
  if (perDay !== undefined) parts.push({ zh: `每日最多 ${perDay} 条`, en: `at most ${perDay} sends a day` });
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
}
