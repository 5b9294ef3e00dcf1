import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CarrierEvent } from '../types.ts';

/** The carrier's own account of what reached it: one JSON line for each beginning and each end of a call. */
export interface CallLog {
  /** Never throws: a disk that fails is logged and stops no call. */
  note(event: CarrierEvent): void;
}

/** Then the file is put aside as `….1`, and the one before it is gone. */
const MOST_BYTES = 16 * 1024 * 1024;

/** What a number does hangs on these; the whole of it, which may be somebody's, is nobody's to keep here. */
const ENDING_DIGITS = 4;

/**
 * Lines `{at, event, callId, branch, ending, from, line, answered, end?}`, `at` in milliseconds since the epoch, `ending`
 * the last four digits of the number that was called.
 * Written with the event and not behind it: the line of a call is there however the process ends, so that callers
 * can compare their records with the carrier's.
 */
export function createCallLog(o: { path: string; now(): number; log(line: string): void }): CallLog {
  let bytes = 0;

  function write(line: string): void {
    if (bytes + line.length > MOST_BYTES) {
      renameSync(o.path, `${o.path}.1`);
      bytes = 0;
    }
    appendFileSync(o.path, line);
    bytes += line.length;
  }

  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      o.log(`the call log ${o.path}: ${error instanceof Error ? error.message : error}`);
    }
  };
  guarded(() => {
    mkdirSync(dirname(o.path), { recursive: true, mode: 0o700 });
    bytes = statSync(o.path, { throwIfNoEntry: false })?.size ?? 0;
  });

  return {
    note(event) {
      if (event.type !== 'called' && event.type !== 'unheard' && event.type !== 'ended') return;
      const { callId, branch, called, from, line, answered, end } = event.call;
      const ending = called.slice(-ENDING_DIGITS);
      const entry = { at: o.now(), event: event.type, callId, branch, ending, from, line, answered, end };
      guarded(() => write(`${JSON.stringify(entry)}\n`));
    },
  };
}
