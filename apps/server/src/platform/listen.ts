import postgres from 'postgres';
import { type Clock, sleep } from './clock.ts';
import type { Sql } from './db.ts';

const AGAIN_MS = 1000;

/**
 * Hears what the database notifies on a channel, on a connection of its own, through any number of lost connections:
 * the driver's own `listen` tries once after a loss and is deaf from then on.
 * @param onNews called for every notification, and whenever some may have been missed
 */
export function listenTo(
  sql: Sql,
  options: { channel: string; clock: Clock; onNews(): void },
): { stop(): Promise<void> } {
  const { channel, clock, onNews } = options;
  const stopping = new AbortController();
  let lost = () => {};
  const settings = { ...sql.options, max: 1, idle_timeout: null, max_lifetime: null, fetch_types: false };
  const connection = postgres({
    ...settings,
    onnotify: onNews,
    onclose: () => lost(),
  } as unknown as postgres.Options<Record<string, never>>);

  const hearing = (async () => {
    while (!stopping.signal.aborted) {
      const over = new Promise<void>((resolve) => {
        lost = resolve;
        stopping.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      try {
        await connection.unsafe(`LISTEN ${channel}`);
        onNews();
        await over;
      } catch {
        // Told by whoever works with the same database; here it is enough to try again.
      }
      await sleep(clock, AGAIN_MS, stopping.signal);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await connection.end({ timeout: 0 }).catch(() => {});
      await hearing;
    },
  };
}
