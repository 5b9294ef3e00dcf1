import type { Db, Tx } from '../../platform/db.ts';

/** A call that one of the staff has asked for, to hear a trunk. */
export interface TrunkTest {
  testId: string;
  trunkId: string;
  operatorId: string;
  calleeSealed: Uint8Array;
  calleeMask: string;
  language: 'zh' | 'en';
  sentence: string;
  state: 'waiting' | 'calling' | 'ended';
  /** JSON of its flow. */
  outcome: string;
  createdAt: Date;
}

/** The callee is sealed with it. */
export const testContext = (testId: string) => `trunk_tests.callee:${testId}`;

const columns = (db: Db) => db`
  test_id AS "testId", trunk_id AS "trunkId", operator_id AS "operatorId", callee_sealed AS "calleeSealed",
  callee_mask AS "calleeMask", language, sentence, state, outcome,
  created_at AS "createdAt"`;

/** Asks for a test. @returns false where the trunk has one that is not over */
export async function insertTrunkTest(tx: Tx, test: Omit<TrunkTest, 'state' | 'outcome'>): Promise<boolean> {
  const inserted = await tx`
    INSERT INTO trunk_tests (test_id, trunk_id, operator_id, callee_sealed, callee_mask, language, sentence,
      created_at)
    VALUES (${test.testId}, ${test.trunkId}, ${test.operatorId}, ${test.calleeSealed}, ${test.calleeMask},
      ${test.language}, ${test.sentence}, ${test.createdAt})
    ON CONFLICT (trunk_id) WHERE state <> 'ended' DO NOTHING`;
  return inserted.count === 1;
}

/** How many tests one of the staff has asked for since a moment. */
export async function testsSince(db: Db, operatorId: string, since: Date): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM trunk_tests WHERE operator_id = ${operatorId} AND created_at > ${since}`;
  return row?.count ?? 0;
}

export async function findTrunkTest(db: Db, testId: string): Promise<TrunkTest | undefined> {
  const [row] = await db<TrunkTest[]>`SELECT ${columns(db)} FROM trunk_tests WHERE test_id = ${testId}`;
  return row;
}

/** Tests that nobody has begun, the oldest first, for the transaction; those that another node looks at are passed over. */
export async function lockWaitingTests(tx: Tx, limit: number): Promise<TrunkTest[]> {
  return await tx<TrunkTest[]>`
    SELECT ${columns(tx)} FROM trunk_tests WHERE state = 'waiting' ORDER BY created_at LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`;
}

/** Whether a test waits, seen without a lock. */
export async function anyTestWaits(db: Db): Promise<boolean> {
  const rows = await db`SELECT 1 FROM trunk_tests WHERE state = 'waiting' LIMIT 1`;
  return rows.length > 0;
}

/** From here on somebody may be rung. */
export async function beginTrunkTest(tx: Tx, testId: string, nodeId: string): Promise<void> {
  await tx`UPDATE trunk_tests SET state = 'calling', node_id = ${nodeId} WHERE test_id = ${testId}`;
}

export async function endTrunkTest(db: Db, testId: string, outcome: string, at: Date): Promise<void> {
  await db`
    UPDATE trunk_tests SET state = 'ended', outcome = ${outcome}, ended_at = ${at}
    WHERE test_id = ${testId} AND state <> 'ended'`;
}

/** Ends tests that nobody took since `before`, and those of nodes that are lost: never dialled again. */
export async function endLostTests(db: Db, before: Date, outcome: string, at: Date): Promise<void> {
  await db`
    UPDATE trunk_tests SET state = 'ended', outcome = ${outcome}, ended_at = ${at}
    WHERE (state = 'waiting' AND created_at < ${before}) OR (state = 'calling' AND NOT EXISTS (
      SELECT 1 FROM nodes n WHERE n.node_id = trunk_tests.node_id AND n.lease_until > clock_timestamp()))`;
}

/** Tests that are over whose callee has this mask, and is kept still. */
export async function testsOfMask(
  db: Db,
  calleeMask: string,
  limit: number,
): Promise<{ testId: string; calleeSealed: Buffer }[]> {
  return await db<{ testId: string; calleeSealed: Buffer }[]>`
    SELECT test_id AS "testId", callee_sealed AS "calleeSealed" FROM trunk_tests
    WHERE callee_mask = ${calleeMask} AND state = 'ended' ORDER BY test_id LIMIT ${limit}`;
}

/** Takes the callee out of a test, and the mask out of what the trunk's history says of it. */
export async function eraseTest(tx: Tx, testId: string, calleeSealed: Uint8Array): Promise<void> {
  await tx`
    UPDATE trunk_events e SET detail = replace(e.detail, t.callee_mask, '***') FROM trunk_tests t
    WHERE t.test_id = ${testId} AND t.state = 'ended' AND t.callee_mask <> ''
      AND e.trunk_id = t.trunk_id AND e.event = 'tested'`;
  await tx`
    UPDATE trunk_tests SET callee_sealed = ${calleeSealed}, callee_mask = ''
    WHERE test_id = ${testId} AND state = 'ended'`;
}
