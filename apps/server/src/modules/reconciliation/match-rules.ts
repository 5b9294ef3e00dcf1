/** A row of the carrier's file, with what it can be found by. */
export interface TheirCall {
  fileLine: number;
  callId: string;
  /** Keyed hash of the called number, hex; '' where the file does not say. */
  calleeKey: string;
  /** ms */
  startedAt: number | undefined;
  answered: boolean;
  seconds: number;
}

/** A call of ours. It started within [earliest, latest], ms: the same moment but for calls of which it is not known. */
export interface OurCall {
  sessionNo: string;
  callId: string | null;
  calleeKey: string;
  earliest: number;
  latest: number;
  answered: boolean;
  talkMs: number;
}

/** How far the clocks of the two sides, and what they call a start, may be apart. */
export const START_TOLERANCE_MS = 120_000;
const SECONDS_TOLERANCE = 1;

export const secondsOf = ({ talkMs }: { talkMs: number }) => Math.ceil(talkMs / 1000);

/** Whether both sides tell the same of a call: answered or not, and the seconds but for one. */
export function agrees(ours: Pick<OurCall, 'answered' | 'talkMs'>, theirs: TheirCall): boolean {
  return ours.answered === theirs.answered && Math.abs(secondsOf(ours) - theirs.seconds) <= SECONDS_TOLERANCE;
}

/** The message that a Call-ID of ours is of: it is the SessionNo and the number of the attempt. */
const sessionOf = (callId: string) => callId.slice(0, callId.lastIndexOf('.'));
const attemptOf = (callId: string) => Number(callId.slice(callId.lastIndexOf('.') + 1));

/** Pairs calls with rows, each at most once. */
export function createMatcher<Row extends TheirCall>(
  rows: readonly Row[],
): {
  /** The row with the call's own Call-ID; where that is not known, of the message's last attempt in the file. */
  byCallId(call: OurCall): Row | undefined;
  /** Whether any row may be the call's by its number. */
  mayFit(call: OurCall): boolean;
  /**
   * The row with the nearest start within the tolerance. Where the start is not known, the only one: of several
   * nobody can tell which.
   */
  byNumber(call: OurCall): Row | undefined;
  /** Rows that no call was found for. */
  rest(): Generator<Row, void>;
} {
  const byCallId = new Map<string, Row>();
  const bySession = new Map<string, Row>();
  const byCallee = new Map<string, Row[]>();
  const taken = new Set<Row>();
  for (const row of rows) {
    if (row.callId !== '' && !byCallId.has(row.callId)) {
      byCallId.set(row.callId, row);
      const before = bySession.get(sessionOf(row.callId));
      if (!before || attemptOf(before.callId) < attemptOf(row.callId))
        bySession.set(sessionOf(row.callId), row);
    }
    if (row.calleeKey === '' || row.startedAt === undefined) continue;
    const others = byCallee.get(row.calleeKey);
    if (others) others.push(row);
    else byCallee.set(row.calleeKey, [row]);
  }

  function take(row: Row | undefined): Row | undefined {
    if (!row || taken.has(row)) return undefined;
    taken.add(row);
    return row;
  }

  return {
    byCallId: (call) =>
      take(call.callId === null ? bySession.get(call.sessionNo) : byCallId.get(call.callId)),
    mayFit: (call) => byCallee.has(call.calleeKey),
    byNumber(call) {
      const { earliest, latest } = call;
      const near = (byCallee.get(call.calleeKey) ?? [])
        .filter((row) => !taken.has(row))
        .map((row) => ({ row, apart: apart(row.startedAt ?? 0, earliest, latest) }))
        .filter((one) => one.apart <= START_TOLERANCE_MS)
        .sort((a, b) => a.apart - b.apart);
      return earliest < latest && near.length > 1 ? undefined : take(near[0]?.row);
    },
    *rest() {
      for (const row of rows) if (!taken.has(row)) yield row;
    },
  };
}

const apart = (at: number, earliest: number, latest: number) => Math.max(earliest - at, at - latest, 0);
