import type { ResponseOf } from '@herald/contract';
import type { FlowOutcome } from '../../calling/index.ts';

type FlowBody = NonNullable<NonNullable<ResponseOf<'GetUVMSReceipt'>['Receipt']>['Flow']>;

/** What is kept of a flow: the engine's outcome, whose recordings are files of the account by then. */
export function packFlow(outcome: FlowOutcome, fileOf: ReadonlyMap<string, string>): string {
  const recordings = outcome.recordings.flatMap(({ node, file, ms }) => {
    const fileId = fileOf.get(file);
    return fileId === undefined ? [] : [{ node, file: fileId, ms }];
  });
  return JSON.stringify({ ...outcome, recordings });
}

/** What came of a flow as customers get it. @param packed as `packFlow` made it */
export function flowBody(packed: string): FlowBody {
  const outcome = JSON.parse(packed) as FlowOutcome;
  return {
    Completed: outcome.completed,
    Visits: outcome.visits.map(({ node, at, keys }) => ({ Node: node, At: Math.round(at), Keys: keys })),
    Collected: outcome.collected.map(({ node, digits }) => ({ Node: node, Digits: digits })),
    // What was kept before there was a second question has no kind.
    Consents: outcome.consents.map(({ node, kind = 'recording', given, at }) => ({
      Node: node,
      Kind: kind,
      Given: given,
      At: Math.round(at),
    })),
    Recordings: outcome.recordings.map(({ node, file, ms }) => ({ Node: node, FileId: file, Ms: ms })),
    Transfers: outcome.transfers.map(({ node, outcome: went, at }) => {
      const line = outcome.lines.find((each) => each.node === node && each.talkMs > 0);
      const talkMs = went === 'connected' ? (line?.talkMs ?? 0) : 0;
      return { Node: node, Outcome: went, At: Math.round(at), Duration: Math.ceil(talkMs / 1000) };
    }),
    Refused: outcome.refused,
  };
}
