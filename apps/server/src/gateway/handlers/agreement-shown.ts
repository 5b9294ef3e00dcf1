import type { Language } from '@herald/contract';
import { stateOfVersion } from '../../flow/agreement/read-agreement.ts';
import { type AgreementVersion, type Clause, labelOf } from '../../modules/agreements/index.ts';

/** A version in the contract's words. */
export function versionShown(
  version: AgreementVersion,
  beside: { current: number; language: Language; now: number },
) {
  return {
    Version: version.version,
    State: stateOfVersion(version, beside.current, beside.now),
    Hash: version.hash,
    AnnounceTime: version.announcedAt?.getTime() ?? 0,
    EffectiveTime: version.effectiveAt?.getTime() ?? 0,
    Immediate: version.immediate,
    Ground: beside.language === 'zh' ? version.groundZh : version.groundEn,
  };
}

export function clauseShown({ number, title, text }: Clause, language: Language) {
  return { Number: number, Label: labelOf(number, language), Title: title, Text: text };
}
