import { fileURLToPath } from 'node:url';
import { type CallPlan, forkEngine } from '../../../src/calling/index.ts';

/** A dialer for tests: forks an engine, places the calls it was given (PLANS, JSON), and waits to be killed. */
const main = fileURLToPath(new URL('./engine-main.ts', import.meta.url));
const engine = await forkEngine(main, { TONE_MS: '60000' });
for (const plan of JSON.parse(process.env.PLANS ?? '[]') as CallPlan[]) void engine.place(plan, () => {});
setInterval(() => {}, 60_000);
