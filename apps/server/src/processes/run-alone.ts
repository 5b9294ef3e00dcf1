import { systemClock } from '../platform/clock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { type Base, closeBase, openBase, type Part } from './base.ts';

/**
 * Runs one part as a process of its own, beside others on the same DATABASE_URL: the way to more machines.
 * Ends with the signal that a supervisor sends; a second one ends it at once.
 */
export async function runAlone(
  role: string,
  connections: number,
  start: (base: Base) => Promise<Part>,
): Promise<void> {
  try {
    const config = readConfig(process.env);
    if (!config.databaseUrl)
      throw new ConfigError('DATABASE_URL is needed to run a single process of the service');
    const base = await openBase(config, role, { url: config.databaseUrl }, connections);
    const part = await start(base);
    base.log.info('ready');
    onStopSignal(async () => {
      await part.stop();
      await closeBase(base);
    });
  } catch (error) {
    fail(error);
  }
}

/** npm hands on the Ctrl-C that the terminal has sent already: signals this close together are one. */
const ONE_KEY_PRESS_MS = 1000;

/** Calls `stop` once on SIGINT or SIGTERM, then exits; asked again, exits at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let askedAt: number | undefined;
  const signalled = () => {
    if (askedAt !== undefined) {
      if (systemClock.now() - askedAt > ONE_KEY_PRESS_MS) process.exit(130);
      return;
    }
    askedAt = systemClock.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  // Who read what we print may be gone (`npm start | head`): a stop must not fail at its last words.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('SIGINT', signalled);
  process.on('SIGTERM', signalled);
}

/** What an operator can mend is one line; anything else shows where it came from. */
export function fail(error: unknown): never {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`herald: ${text}\n`);
  process.exit(1);
}
