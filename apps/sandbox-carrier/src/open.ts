import { setTimeout as pause } from 'node:timers/promises';
import { createSandboxCarrier } from './carrier.ts';
import type { SandboxCarrier, SandboxCarrierOptions } from './types.ts';

/** A carrier whose parent was killed frees its port within about a second; the next one waits for it. */
const TRIES = 50;
const BETWEEN_MS = 100;

const untilNextTry = (stopped: AbortSignal): Promise<void> =>
  pause(BETWEEN_MS, undefined, { signal: stopped }).catch(() => {});

/** As `createSandboxCarrier`; a port in use is tried for five seconds more, unless `stopped` comes before. */
export async function openPatiently(
  options: SandboxCarrierOptions,
  stopped: AbortSignal,
  wait = untilNextTry,
): Promise<SandboxCarrier> {
  for (let tries = 1; ; tries++) {
    try {
      return await createSandboxCarrier(options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries >= TRIES || stopped.aborted) {
        throw error;
      }
      await wait(stopped);
    }
  }
}
