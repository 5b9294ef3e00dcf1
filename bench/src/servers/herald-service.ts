// The whole service as `npm start` puts it together: background work, dialer with its engine process, API. In the
// place of the sandbox carrier stands whoever listens at BENCH_SIP_PORT.
import { startApi } from '@herald/server/processes/api.ts';
import { startDialer } from '@herald/server/processes/dialer.ts';
import { startJobsProcess } from '@herald/server/processes/jobs.ts';
import { sentOfCrowd, startCrowd } from './crowd.ts';
import { openDemo } from './demo.ts';

const { base, codeTemplateId } = await openDemo(20, {
  port: Number(process.env.BENCH_SIP_PORT),
  concurrency: 500,
  cps: 100,
});
const parts = [await startJobsProcess(base), await startDialer(base), await startApi(base)] as const;
process.send?.({ port: Number(new URL(parts[2].url).port), codeTemplateId });
// `crowd 100000`: another customer starts a task of so many rows. `sent`: how many messages of it were sent.
process.on('message', async (word: string) => {
  const [what, rows] = word.split(' ');
  process.send?.(await (what === 'crowd' ? startCrowd(base, Number(rows)) : sentOfCrowd(base)));
});
process.once('disconnect', async () => {
  for (const part of parts.toReversed()) await part.stop();
  process.exit(0);
});
