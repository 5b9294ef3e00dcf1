import type { Ending } from '../../src/flow/messages/settle-calls.ts';
import type { QueueKey } from '../../src/modules/messages/index.ts';

/** A message that was dialled, answered and talked to for `talkMs`, hung up by us. */
export function answered(message: QueueKey & { nodeId: string }, now: number, talkMs: number): Ending {
  return {
    ...message,
    from: 'dialling',
    cause: { kind: 'answered' },
    call: {
      callId: `${message.sessionNo}.1`,
      trunkId: 'trunk-1',
      showNumber: '+862151860001',
      startedAt: now,
      answeredAt: now + 1000,
      endedAt: now + 1000 + talkMs,
      talkMs,
      digits: '',
      playsCompleted: 1,
      endedBy: 'us',
      media: undefined,
    },
  };
}
