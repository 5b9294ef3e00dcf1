// The API as it ships, in a process of its own: gateway, all rules, money, queue. Nobody dials.
import { startApi } from '@herald/server/processes/api.ts';
import { openDemo } from './demo.ts';

const { base, codeTemplateId } = await openDemo(4, { port: 9, concurrency: 1, cps: 1 });
const api = await startApi(base);
process.send?.({ port: Number(new URL(api.url).port), codeTemplateId });
process.once('disconnect', () => process.exit(0));
