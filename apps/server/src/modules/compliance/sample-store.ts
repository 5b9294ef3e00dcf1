import type { Db, Tx } from '../../platform/db.ts';

/** A verdict on what a message said. */
export interface Sample {
  accountId: string;
  sampleId: string;
  sessionNo: string;
  judgedAt: Date;
  operatorId: string;
  verdict: 'as-filed' | 'deviates';
  reason: string;
}

export async function insertSample(db: Db, sample: Sample): Promise<void> {
  await db`
    INSERT INTO message_samples (account_id, sample_id, session_no, judged_at, operator_id, verdict, reason)
    VALUES (${sample.accountId}, ${sample.sampleId}, ${sample.sessionNo}, ${sample.judgedAt}, ${sample.operatorId}, ${sample.verdict},
      ${sample.reason})`;
}

/** Verdicts, the latest first. */
export async function listSamples(
  db: Db,
  asked: { accountId: string | undefined; verdict: string | undefined; offset: number; limit: number },
): Promise<{ total: number; samples: Sample[] }> {
  const { accountId = null, verdict = null } = asked;
  const filter = db`(${accountId}::text IS NULL OR account_id = ${accountId})
    AND (${verdict}::text IS NULL OR verdict = ${verdict})`;
  const [counted, samples] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM message_samples WHERE ${filter}`,
    db<Sample[]>`
      SELECT account_id AS "accountId", sample_id AS "sampleId", session_no AS "sessionNo", judged_at AS "judgedAt", operator_id AS "operatorId",
        verdict, reason
      FROM message_samples WHERE ${filter} ORDER BY judged_at DESC, account_id, sample_id
      LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, samples: [...samples] };
}

/** Messages of an account that were found to deviate since then, the latest first. */
export async function deviationsSince(
  db: Db,
  accountId: string,
  since: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db<{ sessionNo: string }[]>`
    SELECT session_no AS "sessionNo" FROM message_samples
    WHERE account_id = ${accountId} AND verdict = 'deviates' AND judged_at >= ${since}
    GROUP BY session_no ORDER BY max(judged_at) DESC LIMIT ${limit}`;
  return rows.map(({ sessionNo }) => sessionNo);
}

/** Takes numbers that somebody wrote into a verdict out of it: the one thing of a verdict that changes (4.2.9). */
export async function eraseInSamples(
  tx: Tx,
  messages: readonly { accountId: string; sessionNo: string }[],
): Promise<void> {
  await tx`
    UPDATE message_samples s SET reason = regexp_replace(reason, '\\+?[0-9]{7,}', '***', 'g')
    FROM unnest(${messages.map((one) => one.accountId)}::text[], ${messages.map((one) => one.sessionNo)}::uuid[])
      AS e (account_id, session_no)
    WHERE s.account_id = e.account_id AND s.session_no = e.session_no`;
}
