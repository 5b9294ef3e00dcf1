import { CAPABILITIES, type Words } from '@herald/contract';
import type { SanctionKind } from '../../modules/sanctions/index.ts';

export const SANCTION_WORDS: Readonly<Record<SanctionKind, Words>> = {
  warning: { zh: '警告', en: 'warning' },
  restriction: { zh: '限制通信能力', en: 'capabilities restricted' },
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
