import { type Flow, mapPrompts } from '@herald/callflow';
import { listVersions } from '../../modules/callflows/index.ts';
import { wordsOf } from '../../modules/compliance/index.ts';
import { findSpoken } from '../../modules/messages/index.ts';
import type { Consent } from '../../modules/privacy/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { scriptOf } from '../audit/spoken.ts';

/** A consent with the question that it answers. */
export type AskedConsent = Consent & { readonly question: string };

/**
 * 4.3.9: adds to each consent its question as it was spoken, out of the script that its message keeps; once that is
 * erased, as it was filed.
 */
export function withQuestions(
  { sql, vault }: { sql: Db; vault: Vault },
  consents: readonly Consent[],
): Promise<AskedConsent[]> {
  const scripts = new Map<string, Promise<Partial<Flow>>>();
  const onceFor = (key: string, make: () => Promise<Partial<Flow>>) => {
    const made = scripts.get(key) ?? make();
    scripts.set(key, made);
    return made;
  };
  const spoken = async ({ accountId, sessionNo }: Consent): Promise<Partial<Flow>> => {
    const message = await findSpoken(sql, { accountId, sessionNo });
    const script = message && scriptOf(vault, message);
    return script && 'flow' in script ? mapPrompts(script.flow, wordsOf) : {};
  };
  const filed = async ({ accountId, flowId, flowVersion }: Consent): Promise<Partial<Flow>> => {
    const [version] = await listVersions(sql, { accountId, flowId }, { version: flowVersion, limit: 1 });
    return version ? (JSON.parse(version.graph) as Flow) : {};
  };
  return Promise.all(
    consents.map(async (consent) => {
      const { accountId, sessionNo, flowId, flowVersion } = consent;
      const question =
        questionIn(await onceFor(`${accountId}/${sessionNo}`, () => spoken(consent)), consent) ||
        questionIn(await onceFor(`${accountId}/${flowId}/${flowVersion}`, () => filed(consent)), consent);
      return { ...consent, question };
    }),
  );
}

function questionIn({ nodes = {} }: Partial<Flow>, { node, kind }: Consent): string {
  const asked = Object.hasOwn(nodes, node) ? nodes[node] : undefined;
  if (asked?.kind !== 'record') return '';
  return (kind === 'recording' ? asked.ask : asked.improve) ?? '';
}
