import type { ResponseOf } from '@herald/contract';
import type { CallEvent, LadderStep } from '../../calling/index.ts';

/** The state under which the ladder of one call stands among the steps of its message, for people who watch. */
export const LADDER = 'ladder';

type Ladder = NonNullable<ResponseOf<'GetUVMSMessage'>['Ladder']>;

/** [Call-ID, trunk, steps: [ms since the first, out, message, method]] */
type Packed = [callId: string, trunkId: string, steps: [number, boolean, string, string][]];

/** A call's ladder as one step of its message; undefined when no SIP message has left or come. */
export function packLadder(
  call: { callId: string; trunkId: string },
  steps: readonly LadderStep[] = [],
): (Omit<CallEvent, 'state'> & { state: typeof LADDER }) | undefined {
  const at = steps[0]?.at;
  if (at === undefined) return undefined;
  const rows = steps.map((step): Packed[2][number] => [
    Math.round(step.at - at),
    step.direction === 'out',
    step.message,
    step.method,
  ]);
  const packed: Packed = [call.callId, call.trunkId, rows];
  return { at, state: LADDER, detail: JSON.stringify(packed) };
}

export function unpackLadder({ at, detail }: { at: Date; detail: string }): Ladder {
  const [callId, trunkId, steps] = JSON.parse(detail) as Packed;
  return steps.map(([after, out, message, method]) => ({
    At: at.getTime() + after,
    Direction: out ? 'out' : 'in',
    Message: message,
    Method: method,
    CallId: callId,
    ChannelId: trunkId,
  }));
}
