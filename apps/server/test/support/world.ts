import { claimMessages, firstTurns } from '../../src/flow/messages/claim-messages.ts';
import { type CallSettler, createCallSettler } from '../../src/flow/messages/settle-calls.ts';
import {
  createMessageSubmitter,
  type MessageSubmitter,
  type Submission,
} from '../../src/flow/messages/submit-message.ts';
import { type ClaimedMessage, markDialling, type QueueKey } from '../../src/modules/messages/index.ts';
import { extendLease } from '../../src/modules/nodes/index.ts';
import { type Jobs, startJobs } from '../../src/platform/jobs.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { CODE_TEMPLATE, openAccount, openPlatform, openTestDatabase, type TestDatabase } from './database.ts';
import { openDialPlan } from './dial-plan.ts';
import { memoryLog } from './memory-log.ts';

/** A platform with its flows, up to the call: what the tests of the way of a message begin with. */
export interface World extends TestDatabase {
  submitter: MessageSubmitter;
  settler: CallSettler;
  jobs: Jobs;
  log: ReturnType<typeof memoryLog>;
  /** A new account that may send, with money or units as asked. */
  account(funds: { cash?: bigint; codes?: bigint }): Promise<string>;
  /** A number that nobody was rung at yet. */
  freshNumber(): string;
  /** A code to a fresh number, or what is changed of it. */
  submission(accountId: string, change?: Partial<Submission>): Submission;
  send(accountId: string, change?: Partial<Submission>): Promise<string>;
  /** A node with a lease. */
  node(leaseMs?: number): Promise<string>;
  claim(nodeId: string, limit?: number): Promise<ClaimedMessage[]>;
  /** One message of the account, sent and being dialled by a node of its own; the queue holds nothing else. */
  dialled(accountId: string, templateId?: string): Promise<QueueKey & { nodeId: string }>;
  /** Takes everything off the queue and the trunks, so that a test starts with its own messages only. */
  emptyQueue(): Promise<void>;
  queued(sessionNo: string): Promise<{ state: string; nodeId: string | null; dueAt: number } | undefined>;
  receipt(sessionNo: string): Promise<ReceiptRow | undefined>;
  close(): Promise<void>;
}

export interface ReceiptRow {
  result: number;
  code: number;
  reason: string;
  charge: bigint;
  costCount: number;
  trunkId: string | null;
  callId: string | null;
  pushState: string;
}

export async function openWorld(trunk: { concurrency?: number; cps?: number } = {}): Promise<World> {
  const db = await openTestDatabase();
  await openPlatform(db, trunk);
  const { sql, hot, clock } = db;
  const log = memoryLog();
  const jobs = await startJobs(sql, { role: 'client', log });
  // Its look at the queue's depth is no part of these tests, and would be a timer that never runs out.
  const still = { now: clock.now, setTimer: () => ({ cancel() {} }) };
  const submitter = createMessageSubmitter({ ...db, clock: still });
  let accounts = 0;
  let numbers = 0;

  const world: World = {
    ...db,
    submitter,
    jobs,
    log,
    settler: createCallSettler({ sql: hot, clock, jobs }),
    async account(funds) {
      const accountId = `a${accounts++}`;
      await openAccount(db, accountId, funds);
      return accountId;
    },
    freshNumber: () => `+86138${String(numbers++).padStart(8, '0')}`,
    submission: (accountId, change = {}) => ({
      accountId,
      reqUuid: 'request',
      calledNumber: world.freshNumber(),
      templateId: CODE_TEMPLATE,
      values: ['A3F9'],
      fromNumber: undefined,
      groupType: undefined,
      projectId: undefined,
      dispatchRule: 0,
      userId: undefined,
      clientToken: undefined,
      holdForWindow: false,
      ...change,
    }),
    async send(accountId, change) {
      return (await submitter.submit(world.submission(accountId, change))).sessionNo;
    },
    async node(leaseMs = 60_000) {
      const nodeId = db.newId();
      await extendLease(sql, { nodeId, kind: 'test', leaseMs });
      return nodeId;
    },
    async claim(nodeId, limit = 100) {
      const dialPlan = openDialPlan(db);
      const plan = {
        trunks: await dialPlan.trunks(),
        pool: await dialPlan.pool(),
        narrowings: await dialPlan.narrowings(),
      };
      return inTransaction(hot, (tx) =>
        claimMessages(tx, { clock, vault: db.vault, nodeId }, plan, firstTurns(), { limit, except: [] }),
      );
    },
    async dialled(accountId, templateId = CODE_TEMPLATE) {
      await world.emptyQueue();
      const sessionNo = await world.send(accountId, { templateId });
      const nodeId = await world.node();
      const allowed = await markDialling(sql, nodeId, await world.claim(nodeId));
      if (!allowed.has(sessionNo)) throw new Error('the message was not the one to be dialled');
      return { accountId, sessionNo, nodeId };
    },
    async emptyQueue() {
      await sql`DELETE FROM queue`;
      await sql`UPDATE trunks SET starts = '{}'`;
    },
    async queued(sessionNo) {
      const [row] = await sql<{ state: string; nodeId: string | null; dueAt: Date }[]>`
        SELECT state, node_id AS "nodeId", due_at AS "dueAt" FROM queue WHERE session_no = ${sessionNo}`;
      return row && { ...row, dueAt: row.dueAt.getTime() };
    },
    async receipt(sessionNo) {
      const [row] = await sql<ReceiptRow[]>`
        SELECT result, code, reason, charge, cost_count AS "costCount", trunk_id AS "trunkId", call_id AS "callId",
          push_state AS "pushState" FROM receipts WHERE session_no = ${sessionNo}`;
      return row;
    },
    async close() {
      submitter.stop();
      await jobs.stop();
      await db.drop();
    },
  };
  return world;
}
