import { HeraldError, type Language, RECEIPT_ROWS } from '@herald/contract';
import { type Callee, testsOfCallee } from '../../modules/callees/index.ts';
import { callsFrom } from '../../modules/callflows/index.ts';
import { complaintsOfCallee, wordsContext } from '../../modules/complaints/index.ts';
import { consentsOfCallee, erasuresOfCallee } from '../../modules/privacy/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type CalleeFrom, recordCalleeAct } from '../callees/callee-act.ts';
import type { CalleeDeps } from '../callees/prove-callee.ts';
import { enterprisesOf, type SeenCall, seeCalls, seeRefusals } from '../callees/see-calls.ts';

type Deps = CalleeDeps & { readonly operatorName: string };

const CALLS_AT_ONCE = 100;
/** Of each other kind, the latest; of nobody there are as many. */
const MOST = 1000;
const E164 = /^\+[1-9]\d{6,14}$/;

interface JsonFile {
  readonly name: string;
  readonly mime: string;
  readonly size: undefined;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The callee takes what is held of the number, which he has proved is his; that he did is kept. */
export async function exportToCallee(
  deps: Deps,
  callee: Callee,
  from: CalleeFrom & { readonly language: Language },
): Promise<JsonFile> {
  await inTransaction(deps.sql, (tx) =>
    recordCalleeAct(tx, deps, callee, from, { act: 'ExportUVMSCalleeData', accountId: '', detail: {} }),
  );
  return fileOf(deps, callee, { shownAs: callee.number, language: from.language });
}

/** The same for the staff, who asks for a number; the file has it masked. @throws HeraldError LISTED_NUMBER_INVALID */
export async function exportOfNumber(deps: Deps, number: string, language: Language): Promise<JsonFile> {
  if (!E164.test(number)) throw new HeraldError('LISTED_NUMBER_INVALID', { number });
  const shownAs = maskNumber(number);
  const callee = { number, calleeKey: deps.vault.key(number), calleeMask: shownAs };
  return fileOf(deps, callee, { shownAs, language });
}

function fileOf(deps: Deps, callee: Callee, asked: { shownAs: string; language: Language }): JsonFile {
  return {
    name: `number-${callee.number.slice(-4)}-${formatDay(deps.clock.now())}.json`,
    mime: 'application/json',
    size: undefined,
    content: json(deps, callee, asked),
  };
}

/** 4.2.10: what is held of one number over all customers, made as it is read: calls page by page, then what is bounded. */
async function* json(
  deps: Deps,
  callee: Callee,
  { shownAs, language }: { shownAs: string; language: Language },
): AsyncGenerator<Uint8Array, void> {
  const { clock } = deps;
  const head = { format: 'herald.callee.v1', exportedAt: new Date(clock.now()), number: shownAs };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},\n"calls":[`);
  let comma = '\n';
  for (let cursor: string | undefined; ; ) {
    const page = await seeCalls(deps, callee, { cursor, limit: CALLS_AT_ONCE, language, everything: true });
    for (const call of page.calls) {
      yield Buffer.from(`${comma}${JSON.stringify(callOf(call, language))}`);
      comma = ',\n';
    }
    if (page.next === '') break;
    cursor = page.next;
  }
  const others = await othersOf(deps, callee);
  yield Buffer.from(`],\n${JSON.stringify(others, null, 1).slice(1)}\n`);
}

function callOf(call: SeenCall, language: Language) {
  const result = RECEIPT_ROWS[call.reason as keyof typeof RECEIPT_ROWS] ?? RECEIPT_ROWS.unknown;
  const { sessionNo, enterprise, purpose, templateName, templateText, showNumber, startedAt, recorded } =
    call;
  return {
    ...{ sessionNo, enterprise, purpose, templateName, templateText, showNumber, startedAt, recorded },
    seconds: Math.ceil(call.talkMs / 1000),
    result: result[language],
  };
}

async function othersOf(deps: Deps, callee: Callee) {
  const { sql, vault } = deps;
  const { calleeKey } = callee;
  const [refusals, complaints, consents, erasures, tests, callsIn] = await Promise.all([
    seeRefusals(deps, callee),
    complaintsOfCallee(sql, calleeKey, MOST),
    consentsOfCallee(sql, calleeKey, { limit: MOST }),
    erasuresOfCallee(sql, calleeKey, MOST),
    testsOfCallee(sql, calleeKey, MOST),
    callsFrom(sql, calleeKey, MOST),
  ]);
  const accounts = [complaints, consents, erasures, tests, callsIn].flatMap((rows) =>
    rows.map(({ accountId }) => accountId),
  );
  const names = await enterprisesOf(deps, [...new Set(accounts)]);
  const named = <Row extends { accountId: string }>({ accountId, ...row }: Row) => ({
    enterprise: names.get(accountId) ?? '',
    ...row,
  });
  return {
    refusals: refusals.map(({ accountId, enterprise, purpose, source, createdAt }) => ({
      ...{ enterprise, everywhere: accountId === '', purpose, source, createdAt },
    })),
    complaints: complaints.map(({ wordsSealed, ...complaint }) => ({
      ...named(complaint),
      words: wordsSealed && vault.open(wordsSealed, wordsContext(complaint.complaintId)),
    })),
    consents: consents.map(named),
    erasures: erasures.map(({ accountId, erasureId, askedBy, askedAt, doneAt }) => ({
      ...named({ accountId, erasureId, askedBy, askedAt, doneAt }),
      everywhere: accountId === '',
    })),
    testCallee: tests.map(({ accountId, remark, verifiedAt }) => named({ accountId, remark, verifiedAt })),
    callsIn: callsIn.map(named),
  };
}
