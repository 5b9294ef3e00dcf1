import { serveEngine } from '../calling/index.ts';
import { readConfig } from '../platform/config.ts';
import { fail } from './run-alone.ts';

/** The call engine as a process: forked by a dialer, which passes its settings in the environment. */
function main(): void {
  const { sipHost, sipPort, rtpPorts, capacity } = readConfig(process.env).engine;
  const [rtpPortMin = 0, rtpPortMax = 0] = rtpPorts.split('-').map(Number);
  const speechCacheDir = process.env.SPEECH_CACHE_DIR;
  serveEngine({
    host: sipHost,
    sipPort,
    rtpPortMin,
    rtpPortMax,
    capacity,
    ...(speechCacheDir ? { speechCacheDir } : {}),
  });
}

try {
  main();
} catch (error) {
  fail(error);
}
