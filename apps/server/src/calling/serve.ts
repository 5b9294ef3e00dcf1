import { ConfigError } from '../platform/config.ts';
import { type CallEngineOptions, createCallEngine } from './engine.ts';
import { createParentLink, type ParentLink } from './parent-link.ts';
import { ALIVE_EVERY_MS, CLOSE_WITHIN_MS, createOutbox, type FromEngine, type ToEngine } from './protocol.ts';
import { type CallEngine, CallEngineError, type ProbeChange, type RegistrationChange } from './types.ts';

/** The orphan of a killed parent holds the SIP port until it has hung up its calls. */
const BIND_PATIENCE_MS = CLOSE_WITHIN_MS + 2000;

/**
 * Runs an engine in this process for the parent that forked it (see `forkEngine`), and ends the process with it: when
 * the parent says so, and when the parent is gone, however it went. Signals of a terminal or a supervisor go to the
 * whole group of processes; they are the parent's to act on, and ignored here.
 */
export function serveEngine(options: CallEngineOptions): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const outbox = createOutbox<FromEngine>((words, written) => {
    if (process.send === undefined || !process.connected) written();
    else process.send(words, undefined, undefined, written);
  });
  const parent = createParentLink(outbox.put);
  let engine: CallEngine | undefined;
  let ending = false;

  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    // Outcomes are told in the turn after the last call is over.
    await engine?.close();
    await new Promise(setImmediate);
    await outbox.flush();
    process.exit(0);
  }

  process.once('disconnect', end);
  process.on('message', (words: ToEngine[]) => {
    for (const word of words) {
      if (word.type === 'close') void end();
      else if (word.type === 'answer' || word.type === 'reception') parent.heard(word);
      else if (engine) obey(engine, word, outbox.put, outbox.offer, parent);
    }
  });
  if (!process.connected) {
    process.stderr.write('herald: an engine is started by a dialer, not by hand\n');
    process.exit(1);
  }

  const onRegistration = (change: RegistrationChange) => outbox.put({ type: 'registration', change });
  const onProbe = (change: ProbeChange) => outbox.put({ type: 'probed', change });
  const { receptionist } = parent;
  const ears = { onRegistration, onProbe, receptionist };
  createCallEngine({ bindPatienceMs: BIND_PATIENCE_MS, ...ears, ...options }).then(
    (started) => {
      engine = started;
      outbox.put({ type: 'ready', capacity: started.load().capacity });
      setInterval(() => outbox.offer({ type: 'alive' }), ALIVE_EVERY_MS).unref();
    },
    async (error: unknown) => {
      const told = settingError(error, options);
      const message = told?.message ?? (error instanceof Error ? error.message : String(error));
      outbox.put({ type: 'unable', setting: told !== undefined, message });
      await outbox.flush();
      process.exit(1);
    },
  );
}

function obey(
  engine: CallEngine,
  word: Exclude<ToEngine, { type: 'close' | 'answer' | 'reception' }>,
  put: (word: FromEngine) => void,
  offer: (word: FromEngine) => void,
  parent: ParentLink,
): void {
  switch (word.type) {
    case 'prepare': {
      const { id } = word;
      engine.prepare(word.script).then(
        () => put({ type: 'prepared', id }),
        (error: unknown) => {
          const code = error instanceof CallEngineError ? error.code : 'voice';
          const message = error instanceof Error ? error.message : String(error);
          put({ type: 'prepared', id, error: { code, message } });
        },
      );
      break;
    }
    case 'place': {
      const { id } = word;
      void engine
        .place(word.plan, (event) => offer({ type: 'event', id, event }), parent.askOf(id))
        .then((outcome) => put({ type: 'outcome', id, outcome }));
      break;
    }
    case 'register':
      engine.register(word.trunks);
      break;
    case 'probe':
      engine.probe(word.trunks);
      break;
    case 'hear':
      engine.hear(word.trunks);
      break;
    case 'hangup':
      engine.hangup(word.callId);
      break;
  }
}

/** What an operator can mend, in words that name the setting; undefined for anything else. */
function settingError(error: unknown, options: CallEngineOptions): ConfigError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const { host, sipPort, rtpPortMin, rtpPortMax, tls } = options;
  if (error instanceof ConfigError) return error;
  if (
    code === 'EADDRINUSE' &&
    tls &&
    tls.port !== sipPort &&
    (error as { port?: number }).port === tls.port
  ) {
    return new ConfigError(
      `TCP port ${tls.port} (SIP over TLS) is in use by another program: choose another one with SIP_TLS_PORT`,
    );
  }
  if (code === 'EADDRINUSE') {
    return new ConfigError(
      `UDP port ${sipPort} (call engine) is in use by another program: choose another one with SIP_PORT`,
    );
  }
  if (code === 'EACCES') {
    return new ConfigError(
      `UDP port ${sipPort} (call engine) may not be used by this user: choose one above 1023 with SIP_PORT`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || error instanceof TypeError || error instanceof RangeError) {
    return new ConfigError(
      `SIP_HOST=${host}, RTP_PORTS=${rtpPortMin}-${rtpPortMax}: an IP address of this machine that trunks can reach, and a range with an even port, are expected`,
    );
  }
  return undefined;
}
