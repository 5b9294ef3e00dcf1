import { once } from 'node:events';
import { join } from 'node:path';
import { createCallLog } from './heard/call-log.ts';
import { openPatiently } from './open.ts';
import { NUMBER_PLAN } from './plan/number-plan.ts';
import { readSettings } from './settings.ts';
import { systemClock } from './system.ts';
import type { SandboxCarrier } from './types.ts';

/**
 * The sandbox carrier as a process. Started by a parent (IPC), it says `ready` or `error` and lives as long as the
 * channel does: the parent ends it by disconnecting, also when it is killed itself; Ctrl-C in their terminal,
 * which reaches both, is the parent's matter. Started alone, it prints its numbers and ends at Ctrl-C.
 */
type Word = { type: 'ready'; port: number } | { type: 'error'; code?: string; message?: string };

const hasParent = process.send !== undefined;

/** Resolves when the word has left; a parent that is gone hears nothing. */
function tellParent(word: Word): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(word, undefined, undefined, () => resolve());
  });
}

/** Aborted when the parent has gone, or, without one, at Ctrl-C. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  if (hasParent) {
    process.once('disconnect', () => stop.abort());
    if (!process.connected) stop.abort();
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!hasParent) stop.abort();
    });
  }
  return stop.signal;
}

function greeting(carrier: SandboxCarrier, heardDir: string): string {
  const rows = NUMBER_PLAN.map(({ ending, zh, en }) => `  …${ending}  ${zh} / ${en}`);
  return [
    `Sandbox carrier on sip:${carrier.host}:${carrier.port} (UDP). What callees heard: ${heardDir}`,
    ...rows,
    '  …       其他号码同 0200 / any other number is as 0200',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  // A terminal that is gone must not take the carrier with it before its parent does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const stopped = stopSignal();
  const { heardDir, ...settings } = readSettings(process.env);
  const calls = createCallLog({
    path: join(heardDir, 'calls.jsonl'),
    now: () => systemClock.now(),
    log: (line) => void process.stderr.write(`sandbox carrier: ${line}\n`),
  });
  const carrier = await openPatiently({ ...settings, heardDir, onEvent: calls.note }, stopped);
  if (hasParent) await tellParent({ type: 'ready', port: carrier.port });
  else process.stdout.write(greeting(carrier, heardDir));
  if (!stopped.aborted) await once(stopped, 'abort');
  await carrier.close();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (hasParent) await tellParent({ type: 'error', ...(code === undefined ? {} : { code }), message });
  else process.stderr.write(`sandbox carrier: ${message}\n`);
  process.exit(1);
}
