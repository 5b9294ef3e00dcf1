import type { CallScript, FlowScript } from '../../calling/index.ts';
import { accountNames } from '../../modules/accounts/index.ts';
import { isFlowId } from '../../modules/callflows/index.ts';
import { insertSample, type Sample } from '../../modules/compliance/index.ts';
import { type SpokenMessage, sendersBetween, spokenFrom } from '../../modules/messages/index.ts';
import type { Sql } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Random } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { setFlowBlock } from '../callflows/block-flow.ts';
import type { NotifyDeps } from '../notices/notify.ts';
import { blockTemplate } from '../templates/block-template.ts';
import type { TemplatePreviewer } from '../templates/preview-template.ts';
import { compareSpoken, promptsOf, type SpokenText, scriptOf, spokenMessage } from './spoken.ts';

const DAY_MS = 86_400_000;
/** Customers of whom one is drawn; more than these have their turn at another draw. */
const MOST_SENDERS = 1000;
/** Messages behind a moment of which one is taken: the first alone would nearly always be one that came after a pause. */
const NEAR = 20;
/** Draws for each message that is wanted: some hit one that was drawn, or nobody answered after. */
const DRAWS_EACH = 4;

export type Drawn = SpokenMessage & SpokenText & { readonly accountName: string };

/**
 * Draws answered messages at random: a customer first, each as likely as another, then a moment, then one of the messages
 * from there on. So who sends little is looked at as much as who sends much.
 */
export async function sampleMessages(
  deps: NotifyDeps & { readonly sql: Sql; readonly vault: Vault; readonly random: Random },
  asked: { readonly accountId: string | undefined; readonly days: number; readonly count: number },
): Promise<Drawn[]> {
  const { sql, vault, clock, random } = deps;
  const now = clock.now();
  const since = now - asked.days * DAY_MS;
  const until = uuidFloor(now + 1);
  const senders =
    asked.accountId === undefined
      ? await sendersBetween(sql, { from: uuidFloor(since), until, limit: MOST_SENDERS })
      : [asked.accountId];
  const drawn = new Map<string, SpokenMessage>();
  for (
    let draw = 0;
    senders.length > 0 && draw < asked.count * DRAWS_EACH && drawn.size < asked.count;
    draw++
  ) {
    const accountId = senders[Math.floor(fraction(random) * senders.length)] ?? '';
    const moment = since + fraction(random) * (now - since);
    const from = (start: number) =>
      spokenFrom(sql, { accountId, from: uuidFloor(start), until, limit: NEAR });
    const near = await from(moment);
    const choice = (near.length > 0 ? near : await from(since)).filter(
      ({ sessionNo }) => !drawn.has(sessionNo),
    );
    const message = choice[Math.floor(fraction(random) * choice.length)];
    if (message) drawn.set(message.sessionNo, message);
  }
  const names = await accountNames(sql, [...new Set([...drawn.values()].map(({ accountId }) => accountId))]);
  return Promise.all(
    [...drawn.values()].map(async (message) => ({
      ...message,
      ...(await compareSpoken(sql, vault, message)),
      accountName: names.get(message.accountId) ?? '',
    })),
  );
}

/** From 0 up to 1. */
const fraction = (random: Random) => Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;

/**
 * What a message said, made anew from its script: a WAV file. Of a flow, the prompt of one node. A code is said as zeros:
 * it may be good still, and is nobody’s but the callee’s.
 * @throws HeraldError MESSAGE_NOT_FOUND, PREVIEW_BUSY
 */
export async function hearMessage(
  deps: { readonly sql: Sql; readonly vault: Vault; readonly previewer: TemplatePreviewer },
  message: { readonly accountId: string; readonly sessionNo: string; readonly node: string | undefined },
): Promise<Uint8Array> {
  const spoken = await spokenMessage(deps.sql, message);
  return deps.previewer.say(
    spoken.accountId,
    oneOf(withoutCodes(scriptOf(deps.vault, spoken)), message.node),
  );
}

/** A code has the shape that it had, and no value. */
function withoutCodes<Script extends CallScript | FlowScript>(script: Script): Script {
  if ('flow' in script) return script;
  const pieces = script.pieces.map((piece) =>
    piece.kind === 'code' ? { ...piece, text: '0'.repeat(piece.text.length) } : piece,
  );
  return { ...script, pieces };
}

function oneOf(script: CallScript | FlowScript, node: string | undefined): CallScript {
  if (!('flow' in script)) return { ...script, plays: 1 };
  const { nodes, start } = script.flow;
  const asked = nodes[node ?? start] ?? nodes[start];
  const [said = []] = asked ? promptsOf({ ...script.flow, nodes: { asked } }) : [];
  return { language: script.language, pieces: said, plays: 1, pauseMs: 0 };
}

/**
 * Keeps a verdict; where it is told to, a template or flow that is deviated from is disabled in the same transaction.
 * @throws HeraldError MESSAGE_NOT_FOUND, those of the template's states
 */
export async function judgeSample(
  deps: NotifyDeps & { readonly sql: Sql },
  sample: Omit<Sample, 'sampleId' | 'judgedAt'>,
  block: boolean,
): Promise<void> {
  const { accountId, sessionNo, operatorId, reason } = sample;
  const { templateId } = await spokenMessage(deps.sql, sample);
  await inTransaction(deps.sql, async (tx) => {
    const judgedAt = new Date(deps.clock.now());
    await insertSample(tx, {
      ...sample,
      sampleId: deps.newId(),
      sessionNo: sessionNo.toLowerCase(),
      judgedAt,
    });
    if (!block) return;
    if (isFlowId(templateId)) {
      await setFlowBlock(tx, deps, { accountId, flowId: templateId }, { blocked: true, reason, operatorId });
    } else {
      await blockTemplate(tx, deps, { accountId, templateId, operatorId, reason }, 'block');
    }
  });
}
