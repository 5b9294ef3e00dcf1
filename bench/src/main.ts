import { setTimeout as pause } from 'node:timers/promises';
import { acceptedSends } from './accepted-sends.ts';
import { bills } from './bills.ts';
import { calls } from './calls.ts';
import { calls1500 } from './calls-1500.ts';
import { fairness } from './fairness.ts';
import { importList } from './import-list.ts';
import { inviteDelay } from './invite-delay.ts';
import { playouts } from './playouts.ts';
import { recordPages } from './record-pages.ts';
import { createScope, type Scope } from './scope.ts';
import { screening } from './screening.ts';
import { settlements } from './settlements.ts';

/** Each measures one row beside its floor; `-- <name> …` chooses. */
const BENCHES: Record<string, (scope: Scope) => Promise<void>> = {
  'accepted-sends': acceptedSends,
  calls,
  'calls-1500': calls1500,
  playouts,
  'invite-delay': inviteDelay,
  fairness,
  screening,
  settlements,
  bills,
  'import-list': importList,
  'record-pages': recordPages,
};
/** A bench that hangs is a failure. The longest writes a million messages first. */
const MOST_MS = 900_000;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such bench: ${unknown.join(', ')}\nthere are: ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}

let scope = createScope();
let interrupted = false;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // The first one cleans up; `once`, so that a second one ends this process at once.
  process.once(signal, async () => {
    interrupted = true;
    await scope.close();
    process.exit(code);
  });
}
process.once('uncaughtException', async (error) => {
  interrupted = true;
  process.stderr.write(`${error.stack}\n`);
  await scope.close();
  process.exit(1);
});

for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
  scope = createScope();
  const tooLong = new AbortController();
  try {
    await Promise.race([BENCHES[name]?.(scope), failAfter(MOST_MS, tooLong.signal)]);
  } catch (error) {
    if (interrupted) break;
    process.exitCode = 1;
    process.stderr.write(`${name}: ${error instanceof Error ? error.stack : error}\n\n`);
  } finally {
    tooLong.abort();
    await scope.close();
  }
}
if (!interrupted) process.exit();

async function failAfter(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {});
  if (!signal.aborted) throw new Error(`took longer than ${ms / 1000} s`);
}
