/** What a bench has started and must not leave behind: processes, servers, folders. */
export interface Scope {
  /**
   * Has `end` run when the bench is over, failed or was interrupted; the last one deferred ends first.
   * @throws Error when the scope is closed already: what was just started is ended at once, and no more is started
   */
  defer(end: () => unknown): void;
  /** Runs what was deferred, once; what fails does not keep the rest from being ended. */
  close(): Promise<void>;
}

export function createScope(): Scope {
  const ends: (() => unknown)[] = [];
  let closed = false;
  let closing = Promise.resolve();

  async function endAll(): Promise<void> {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
      try {
        await end();
      } catch (error) {
        process.stderr.write(`while cleaning up: ${error}\n`);
      }
    }
  }

  const scope: Scope = {
    defer(end) {
      ends.push(end);
      if (!closed) return;
      scope.close();
      throw new Error('interrupted');
    },
    close() {
      closed = true;
      closing = closing.then(endAll);
      return closing;
    },
  };
  return scope;
}
