import type { SeenCall } from './types.ts';

export interface SeenRecord {
  readonly now: SeenCall;
  change(change: Partial<SeenCall>): void;
}

/** The latest calls, as they are now. */
export interface SeenCalls {
  add(call: SeenCall): SeenRecord;
  /** Oldest first. */
  find(of: { readonly called?: string; readonly callId?: string }): readonly SeenCall[];
}

/** @param max calls kept; the oldest ones are forgotten */
export function createSeenCalls(max: number): SeenCalls {
  const entries = new Set<{ now: SeenCall }>();
  return {
    add(call) {
      const entry = {
        now: call,
        change(change: Partial<SeenCall>): void {
          entry.now = { ...entry.now, ...change };
        },
      };
      entries.add(entry);
      for (const oldest of entries) {
        if (entries.size <= max) break;
        entries.delete(oldest);
      }
      return entry;
    },
    find({ called, callId }) {
      const all = [...entries].map((entry) => entry.now);
      return all.filter(
        (call) =>
          (called === undefined || call.called === called) &&
          (callId === undefined || call.callId === callId),
      );
    },
  };
}
