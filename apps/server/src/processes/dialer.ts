import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkVoice, forkEngine } from '../calling/index.ts';
import { createFlowHelp } from '../flow/callflows/answer-call.ts';
import { createRecordingKeeper } from '../flow/callflows/keep-recordings.ts';
import { createReceptionist } from '../flow/callflows/receive-call.ts';
import { createTrunkTester } from '../flow/carriers/test-trunk.ts';
import { createTrunkWatch } from '../flow/carriers/watch-trunks.ts';
import type { DialPlan } from '../flow/messages/dial-plan.ts';
import { createDispatcher } from '../flow/messages/dispatch-due-messages.ts';
import { createRegistrationKeeper } from '../flow/messages/keep-registered.ts';
import { createCallPlacer } from '../flow/messages/place-call.ts';
import { createProgressRecorder } from '../flow/messages/record-progress.ts';
import { createCallSettler } from '../flow/messages/settle-calls.ts';
import { createSoundSupply } from '../flow/templates/supply-sound.ts';
import { enabledTrunks, forgetLegs } from '../modules/carriers/index.ts';
import { standingNarrowings } from '../modules/compliance/index.ts';
import { poolOf, sharedPool } from '../modules/numbers/index.ts';
import { createBlobFolder } from '../platform/blob-folder.ts';
import { type Clock, sleep } from '../platform/clock.ts';
import { voiceEnvironment } from '../platform/config.ts';
import { startJobs } from '../platform/jobs.ts';
import { lineEnvironment } from '../platform/line-settings.ts';
import { createOutboundHttp } from '../platform/outbound-http.ts';
import type { Base, Part } from './base.ts';
import { runAlone } from './run-alone.ts';

const ENGINE = fileURLToPath(new URL('./engine.ts', import.meta.url));
const DIAL_PLAN_FRESH_MS = 2000;
/** Customers' servers that flows ask: for connecting, the head and each part of the answer; 5 s in all. */
const WEBHOOK_STEP_MS = 2500;
/** Recorded sounds on disk beside the engine, half a megabyte each at most. */
const MOST_SOUNDS = 1000;

/** Takes due messages from the queue and has them called by an engine process of its own. */
export async function startDialer(base: Base): Promise<Part> {
  const { config, limits, log, clock, newId, sql, hot, vault } = base;
  await checkVoice(config.voice);
  const jobs = await startJobs(sql, { role: 'client', log });
  const soundDir = join(config.dataDir, 'sounds');
  const recordingDir = join(config.dataDir, 'recordings');
  const nodeId = newId();
  const dialPlan = createDialPlan(base);
  const http = createOutboundHttp({
    allow: config.pushAllowNetworks,
    timeoutMs: WEBHOOK_STEP_MS,
    readText: true,
  });
  const help = createFlowHelp({ sql, vault, clock, log, nodeId, newId, http });
  const recordings = await createRecordingKeeper({ ...base, folder: recordingDir });
  const receptionist = createReceptionist({
    ...{ sql, vault, clock, log, nodeId, newId, dialPlan, help, recordings },
  });
  await forgetLegs(sql);
  const engine = await forkEngine(
    ENGINE,
    {
      SIP_HOST: config.engine.sipHost,
      SIP_PORT: String(config.engine.sipPort),
      RTP_PORTS: config.engine.rtpPorts,
      ENGINE_CAPACITY: String(config.engine.capacity),
      MEDIA_THREADS: String(config.engine.mediaThreads),
      ANSWER_DETECTION: config.engine.answerDetection ? 'on' : 'off',
      SPEECH_CACHE_DIR: join(config.dataDir, 'speech'),
      SOUND_DIR: soundDir,
      RECORDING_DIR: recordingDir,
      LOG_LEVEL: config.logLevel,
      ...voiceEnvironment(process.env),
      ...lineEnvironment(process.env),
    },
    {
      ...{ log, clock, receptionist },
      onRegistration: (change) => registrations.heard(change),
      onProbe: (change) => watch.heard(change),
    },
  );
  const registrations = createRegistrationKeeper({
    ...{ sql, clock, log, nodeId, engine },
    trunks: () => enabledTrunks(sql, vault),
  });
  const watch = createTrunkWatch({
    ...{ sql, vault, clock, log, jobs, newId, nodeId, engine },
    trunks: () => enabledTrunks(sql, vault),
  });
  const settler = createCallSettler({ sql: hot, clock, jobs });
  const progress = createProgressRecorder({ sql, log });
  const place = createCallPlacer({
    sql: hot,
    vault,
    clock,
    log,
    nodeId,
    ringTimeoutMs: limits.ringTimeoutMs,
    engine,
    sounds: createSoundSupply({ sql, folder: createBlobFolder(soundDir, MOST_SOUNDS, () => clock.now()) }),
    flows: { help, recordings },
    dialPlan,
    settler,
    ended: watch.ended,
    progress: progress.record,
  });
  const tester = createTrunkTester({
    ...{ sql, vault, clock, log, nodeId, engine, dialPlan },
    ringTimeoutMs: limits.ringTimeoutMs,
  });
  let placing = 0;
  const dispatcher = createDispatcher({
    ...{ sql: hot, vault, clock, log, nodeId, dialPlan },
    leaseMs: config.nodeLeaseMs,
    freeCapacity: () => engine.load().capacity - placing,
    async place(message) {
      placing++;
      await place(message).finally(() => placing--);
    },
  });
  await dispatcher.start();
  registrations.start();
  watch.start();
  tester.start();
  return {
    async stop() {
      // Calls may end by themselves for a while; then they are hung up, and settle as what they were.
      const over = dispatcher.stop();
      const grace = new AbortController();
      await Promise.race([over, sleep(clock, config.shutdownGraceMs, grace.signal)]);
      grace.abort();
      await registrations.stop();
      await watch.stop();
      const tested = tester.stop();
      await engine.close();
      await tested;
      await over;
      await receptionist.stop();
      await http.close();
      await settler.drain();
      await progress.drain();
      await jobs.stop();
    },
  };
}

/** Trunks and numbers, read anew every two seconds at most. */
function createDialPlan({ sql, vault, clock }: Base): DialPlan {
  return {
    trunks: remembered(clock, () => enabledTrunks(sql, vault)),
    pool: remembered(clock, async () => poolOf(await sharedPool(sql))),
    narrowings: remembered(clock, () => standingNarrowings(sql, new Date(clock.now()))),
  };
}

function remembered<Value>(clock: Clock, read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  let until = 0;
  return () => {
    if (!value || clock.now() >= until) {
      const fresh = read();
      value = fresh;
      until = clock.now() + DIAL_PLAN_FRESH_MS;
      fresh.catch(() => {
        if (value === fresh) value = undefined;
      });
    }
    return value;
  };
}

if (import.meta.main) await runAlone('dialer', 8, startDialer);
