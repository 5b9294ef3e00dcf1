/**
 * Faults of the database driver (postgres 3.4.9) that reach the process itself when a connection is lost at an unlucky
 * moment: whoever waits for the connection has been told already, and nothing is left to do.
 * - It writes to a connection that is gone: ROLLBACK behind a transaction that the loss has ended.
 * - It asks each new connection for the array types, and nobody catches that question's failure.
 */
export function isDriverFault(error: unknown): boolean {
  const {
    name,
    stack = '',
    code,
    query,
  } = (error ?? {}) as {
    name?: string;
    stack?: string;
    code?: unknown;
    query?: unknown;
  };
  if (name === 'TypeError') return /nextWrite.*[\\/]postgres[\\/].*connection\.js/.test(stack);
  const lost = typeof code === 'string' && /^(?:CONNECTION_|57P|E[A-Z]+$)/.test(code);
  return lost && typeof query === 'string' && query.includes('pg_catalog.pg_type');
}

let surviving = false;

/** An outage of the database must not end the process, and every call in it. All other faults still do. */
export function surviveDriverFaults(): void {
  if (surviving) return;
  surviving = true;
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      // Thrown here, it ends the process as it would have without us; unless somebody else looks after it.
      if (!isDriverFault(error) && process.listenerCount(event) === 1) throw error;
    });
  }
}
