import { type Flow, mapPrompts } from '@herald/callflow';
import { HeraldError } from '@herald/contract';
import type { CallScript, FlowScript } from '../../calling/index.ts';
import { isFlowId, listVersions } from '../../modules/callflows/index.ts';
import { fitsFiled, type SaidPiece, wordsOf } from '../../modules/compliance/index.ts';
import { findSpoken, type SpokenMessage, scriptContext } from '../../modules/messages/index.ts';
import { findTemplates } from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Vault } from '../../platform/vault.ts';
import { noticeOf } from '../messages/spoken-tail.ts';

/** What a message said beside what was filed for it. */
export interface SpokenText {
  /** The template's words, or those of the flow's nodes; empty where it is gone. */
  readonly filed: string;
  readonly spoken: string;
  readonly fits: boolean;
  /** A recording was played, whose words are only said to be the filed ones. */
  readonly recorded: boolean;
}

type Key = { readonly accountId: string; readonly sessionNo: string };

/** @throws HeraldError MESSAGE_NOT_FOUND */
export async function spokenMessage(db: Db, { accountId, sessionNo }: Key) {
  const key = { accountId, sessionNo: sessionNo.toLowerCase() };
  const found = isUuid(sessionNo) ? await findSpoken(db, key) : undefined;
  if (!found) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
  return found;
}

/** 4.2.7 b: the script that a message was called with, as it is kept. */
export function scriptOf(
  vault: Vault,
  { sessionNo, scriptSealed }: Pick<SpokenMessage, 'sessionNo' | 'scriptSealed'>,
): CallScript | FlowScript {
  return JSON.parse(vault.open(scriptSealed, scriptContext(sessionNo))) as CallScript | FlowScript;
}

/** Holds what a message said against what was filed, word by word but for its variables (4.3.8). */
export async function compareSpoken(
  db: Db,
  vault: Vault,
  message: Omit<SpokenMessage, 'answeredAt'>,
): Promise<SpokenText> {
  const { accountId, templateId, flowVersion } = message;
  const script = scriptOf(vault, message);
  if ('flow' in script && isFlowId(templateId)) {
    const said = promptsOf(script.flow);
    const [version] = await listVersions(
      db,
      { accountId, flowId: templateId },
      { version: flowVersion ?? undefined, limit: 1 },
    );
    const filed = version ? promptsOf(JSON.parse(version.graph) as Flow) : [];
    return {
      filed: filed.join('\n'),
      spoken: said.map(wordsOf).join('\n'),
      fits: filed.length === said.length && filed.every((words, nth) => fitsFiled(words, said[nth] ?? [])),
      recorded: false,
    };
  }
  const pieces: readonly SaidPiece[] = 'flow' in script ? noticeOf(script) : script.pieces;
  const [template] = await findTemplates(db, [{ accountId, templateId }]);
  const recorded = pieces.some(({ kind }) => kind === 'sound');
  const filed = template?.content ?? '';
  return {
    filed,
    spoken: recorded ? filed : wordsOf(pieces),
    fits: recorded || fitsFiled(filed, pieces),
    recorded,
  };
}

/** Prompts of all nodes, in the graph's order. */
export function promptsOf<Say>(flow: Flow<Say>): Say[] {
  const prompts: Say[] = [];
  mapPrompts(flow, (say) => prompts.push(say));
  return prompts;
}
