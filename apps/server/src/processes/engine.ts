import { openVoices, serveEngine } from '../calling/index.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { fail } from './run-alone.ts';

/** The call engine as a process: forked by a dialer, which passes its settings in the environment. */
function main(): void {
  const { engine, voice, logLevel } = readConfig(process.env);
  const { sipHost, sipPort, rtpPorts, capacity, mediaThreads, answerDetection, line } = engine;
  const [rtpPortMin = 0, rtpPortMax = 0] = rtpPorts.split('-').map(Number);
  const speechCacheDir = process.env.SPEECH_CACHE_DIR;
  const soundDir = process.env.SOUND_DIR;
  const recordingDir = process.env.RECORDING_DIR;
  const log = createLog({ level: logLevel, name: 'engine', now: () => systemClock.now() });
  serveEngine({
    host: sipHost,
    sipPort,
    rtpPortMin,
    rtpPortMax,
    capacity,
    mediaThreads,
    answerDetection,
    transports: line.transports,
    trustedNetworks: line.trustedNetworks,
    strangerAnswersPerSecond: line.strangerAnswers,
    ...(line.homer && { homer: line.homer }),
    ...(line.advertisedHost === undefined ? {} : { advertisedHost: line.advertisedHost }),
    tls: {
      port: line.tls.port,
      ...(line.tls.certificate && { certificate: line.tls.certificate }),
      ...(line.tls.ca === undefined ? {} : { ca: line.tls.ca }),
    },
    ...openVoices(voice, log, systemClock),
    ...(speechCacheDir ? { speechCacheDir } : {}),
    ...(soundDir ? { soundDir } : {}),
    ...(recordingDir ? { recordingDir } : {}),
  });
}

try {
  main();
} catch (error) {
  fail(error);
}
