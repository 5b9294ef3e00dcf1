import { type Clock, sleep } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';

const RETRY_MS = 1000;
/** A minute: as long as a database may be away without a word of a call being lost. */
const MOST_TRIES = 60;

/**
 * Runs `work` until it does not fail, a second apart, for a minute; what is written twice must be there once.
 * @param failure what is logged of each, and of which call
 * @throws what the last try threw
 */
export async function tryAgain<Result>(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  failure: { readonly what: string; readonly callNo: string },
  work: () => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (tried === MOST_TRIES) throw error;
      log.error(`${failure.what}, trying again`, { callNo: failure.callNo, error });
      await sleep(clock, RETRY_MS);
    }
  }
}
