/**
 * What a called line does, told as steps that are taken one after the other. A step is over at once, or when
 * what it waits for has come; after the last one the line stays as it is until the caller ends the call.
 */
export type Step =
  /** Nothing for so many milliseconds. */
  | { readonly do: 'wait'; readonly ms: number }
  /** 180 Ringing. */
  | { readonly do: 'ring' }
  /** 183 with a session description, and this sound as early media; over when the sound is. */
  | { readonly do: 'announce'; readonly sound: AnnouncementName }
  /** 200; over when the ACK has come. */
  | { readonly do: 'answer' }
  /** Listens until the caller has spoken and then paused for `quietMs`, or for `atMostMs` in all. */
  | { readonly do: 'hear-out'; readonly quietMs: number; readonly atMostMs: number }
  /** One key, as an RFC 4733 event; over at once. */
  | { readonly do: 'press'; readonly key: string }
  /** BYE. */
  | { readonly do: 'hang-up'; readonly reason: Cause }
  /** A final response of 300 to 699. */
  | { readonly do: 'refuse'; readonly status: number; readonly reason?: Cause };

export type AnnouncementName = 'empty-number' | 'switched-off' | 'out-of-service';

/** A cause of ITU-T Q.850, told in a Reason header (RFC 3326). */
export interface Cause {
  readonly q850: number;
  readonly text: string;
}

export const wait = (ms: number): Step => ({ do: 'wait', ms });
export const ring: Step = { do: 'ring' };
export const answer: Step = { do: 'answer' };
export const announce = (sound: AnnouncementName): Step => ({ do: 'announce', sound });
export const hearOut = (quietMs: number, atMostMs: number): Step => ({ do: 'hear-out', quietMs, atMostMs });
export const press = (key: string): Step => ({ do: 'press', key });
export const hangUp = (reason: Cause): Step => ({ do: 'hang-up', reason });
export const refuse = (status: number, reason?: Cause): Step => ({
  do: 'refuse',
  status,
  ...(reason === undefined ? {} : { reason }),
});

/** Whether sound flows in any of the steps, so that the line needs an RTP port. */
export function needsSound(steps: readonly Step[]): boolean {
  return steps.some((step) => step.do === 'answer' || step.do === 'announce');
}
