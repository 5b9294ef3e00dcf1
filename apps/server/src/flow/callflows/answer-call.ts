import type { AskCaller, CallQuestion, CallQuestions, SecondLine } from '../../calling/index.ts';
import { receiptTarget } from '../../modules/accounts/index.ts';
import { deleteLeg, type Trunk } from '../../modules/carriers/index.ts';
import { findRefusals, type ListedNumber, refuse } from '../../modules/compliance/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { OutboundHttp } from '../../platform/outbound-http.ts';
import { signBody } from '../../platform/signed-body.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { openComplaint } from '../complaints/open-complaint.ts';
import { callTrunk } from '../messages/call-trunk.ts';
import { takeLeg } from './take-leg.ts';
import { tryAgain } from './try-again.ts';

/** A call with a flow, as far as its questions are about it. */
export interface AskingCall {
  /** Whose flow it is. */
  readonly accountId: string;
  /** Told to servers: a message's SessionNo, or the number of a call that came in. */
  readonly callNo: string;
  /** Who is on the line, for the list of refusals and for complaints. */
  readonly person: ListedNumber;
  /** Absent: nobody else can be called. */
  readonly line?: { readonly trunk: Trunk; readonly caller: string };
  /** The node whose refusal is a complaint about this message (4.2.8). */
  readonly complaintNode?: string | undefined;
  /** Absent: the refusal is of the flow's account. '' is all. */
  refusedBy?(node: string): string | undefined;
  /** Of a node that complains: whom the complaint is about; the refusal is then a part of it. */
  complainsBy?(node: string): string | undefined;
}

/** What one call is helped with. */
export interface CallHelp {
  readonly ask: AskCaller;
  /**
   * The call is over. Places of second lines that are still taken are given back: an engine that ended tells of no line,
   * and who hangs up while a place is being taken is no longer asked. Never rejects.
   */
  over(): Promise<void>;
}

export interface FlowHelp {
  helpFor(call: AskingCall): CallHelp;
}

const BRANCH = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

/** Answers what flows ask while a call is on: servers of customers, the list of refusals, room for second lines. */
export function createFlowHelp(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  log: Log;
  nodeId: string;
  newId(): string;
  http: OutboundHttp;
}): FlowHelp {
  const { sql, vault, clock, log, http } = deps;

  /** 4.2.8: on the list at once, or a complaint, which is also on it. What is written twice is there once. */
  async function noteRefusal(call: AskingCall, node: string): Promise<boolean> {
    const { accountId, callNo, person, refusedBy, complaintNode } = call;
    const ringBack = call.complainsBy?.(node);
    const refused = refusedBy ? refusedBy(node) : accountId;
    if (refused === undefined && ringBack === undefined) return false;
    // By its last try the engine has long gone on.
    return tryAgain(deps, { what: 'a refusal is not written', callNo }, async () => {
      if (complaintNode === node) await complain(call);
      else if (ringBack !== undefined) {
        const said = { ...person, accountId: ringBack, channel: 'ring-back', kind: 'harassment' } as const;
        await inTransaction(sql, (tx) => openComplaint(tx, deps, said));
      } else if (refused !== undefined) {
        await refuse(sql, { ...person, accountId: refused, source: 'key', at: new Date(clock.now()) });
      }
      return true;
    });
  }

  /** 4.2.8, 4.3.6: who complains is on the list, too. Of one message it is one complaint, however often it is written. */
  async function complain({ accountId, callNo, person }: AskingCall): Promise<void> {
    await inTransaction(sql, (tx) =>
      openComplaint(tx, deps, {
        ...{ ...person, channel: 'key', kind: 'other' },
        ...{ sessionNo: callNo, accountId },
      }),
    );
  }

  /**
   * Signed as receipts are, and never without a signature. At most once: what is asked is not asked again.
   * @returns the branch that a 200 names in its JSON, null for everything else
   */
  async function askServer(
    { accountId, callNo }: AskingCall,
    asked: CallQuestions['webhook']['asked'],
  ): Promise<string | null> {
    const target = await receiptTarget(sql, vault, accountId);
    if (!target) return null;
    const { node, url, result } = asked;
    const body = JSON.stringify({
      SessionNo: callNo,
      Node: node,
      Visits: result.visits.map((visit) => ({ Node: visit.node, Keys: visit.keys })),
      Collected: result.collected.map((one) => ({ Node: one.node, Digits: one.digits })),
    });
    const answer = await http.post(url, body, {
      'content-type': 'application/json; charset=utf-8',
      'x-herald-signature': signBody(target.secret, body, clock.now()),
    });
    return answer.status === 200 ? branchOf(answer.text ?? '') : null;
  }

  /** A place on the first line's trunk, under its concurrency and calls per second, before any INVITE. */
  async function takeLine(call: AskingCall, number: string, callId: string): Promise<SecondLine | null> {
    const { accountId, line } = call;
    if (!line) return null;
    const calleeKey = vault.key(number);
    const refuses = await findRefusals(sql, [{ accountId, calleeKey }]);
    if (refuses(accountId, calleeKey)) return null;
    const { trunk, caller } = line;
    const taken = await takeLeg(deps, { legId: callId, trunkId: trunk.trunkId, kind: 'transfer' });
    return taken ? { callId, trunk: callTrunk(trunk), caller } : null;
  }

  return {
    helpFor(call) {
      /** Second lines by Call-ID, with the taking of their place. */
      const lines = new Map<string, Promise<SecondLine | null>>();
      let asked = 0;
      let isOver = false;

      async function giveBack(callId: string): Promise<void> {
        lines.delete(callId);
        await deleteLeg(sql, callId);
      }

      /** No place is kept for a call that ended while it was taken. */
      async function take(number: string): Promise<SecondLine | null> {
        const callId = `${call.callNo}.t${++asked}`;
        const taking = takeLine(call, number, callId);
        lines.set(callId, taking);
        const line = await taking;
        if (line === null || !isOver) return line;
        await giveBack(callId);
        return null;
      }

      const answers: {
        [Kind in CallQuestion]: (
          asked: CallQuestions[Kind]['asked'],
        ) => Promise<CallQuestions[Kind]['answer']>;
      } = {
        refuse: ({ node }) => noteRefusal(call, node),
        webhook: (asked) => askServer(call, asked),
        'second-line': ({ number }) => (isOver ? Promise.resolve(null) : take(number)),
        'line-over': async ({ callId }) => {
          await giveBack(callId);
          return null;
        },
      };
      const ask: AskCaller = (kind, what) =>
        answers[kind](what).catch((error: unknown) => {
          log.error('a question of a call is not answered', { kind, callNo: call.callNo, error });
          return (kind === 'refuse' ? false : null) as never;
        });
      return {
        ask,
        async over() {
          isOver = true;
          for (const [callId, taking] of [...lines]) {
            try {
              if (await taking) await giveBack(callId);
            } catch (error) {
              log.error('the place of a second line is not given back', { callNo: call.callNo, error });
            }
          }
        },
      };
    },
  };
}

/** `{"Branch":"paid"}`, and nothing else that a server may say. */
export function branchOf(text: string): string | null {
  try {
    const { Branch: branch } = JSON.parse(text) as { Branch?: unknown };
    return typeof branch === 'string' && BRANCH.test(branch) ? branch : null;
  } catch {
    return null;
  }
}
