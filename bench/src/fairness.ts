import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from './child.ts';
import { startDatabase } from './database.ts';
import { atRate, post } from './paced.ts';
import { percentile, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { calleeOf, sendRequest } from './send-request.ts';
import { startSipSink } from './sip-sink.ts';

/** Half of what the trunk keeps for codes: a fifth of its 100 calls a second. */
const PER_SECOND = 10;
const WARM_UP_S = 6;
const MEASURED_S = 40;
const ROWS = 100_000;
/** Until the task has filled the trunk. */
const TASK_WARM_UP_S = 5;
/** A code that is not dialled by then is a failure. */
const LATEST_MS = 20_000;
const MOST_TIMES = 2;

/**
 * Codes of one customer while another's task of 100,000 rows wants all the trunk can carry, beside the same codes
 * before the task, in one run: from the answer that accepts a code until its INVITE is at the carrier's socket.
 */
export async function fairness(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const sink = await startSipSink(scope);
  const service = await startServer<{ port: number; codeTemplateId: string }>(scope, 'herald-service.ts', {
    ...environment,
    BENCH_SIP_PORT: String(sink.port),
  });
  const agent = new Agent({ keepAlive: true });
  scope.defer(() => agent.destroy());

  let sent = 0;
  const send = async () => {
    const nth = sent++;
    const answer = await post(agent, service.facts.port, sendRequest(service.facts.codeTemplateId, nth));
    if (!answer.includes('"RetCode":0')) throw new Error(`refused: ${answer}`);
    return { callee: calleeOf(nth), acceptedAt: performance.now() };
  };
  /** ms from accepted to INVITE, of each; an INVITE that overtook the answer took none. */
  const measure = async (): Promise<number[]> => {
    const codes = await atRate(PER_SECOND, MEASURED_S, send);
    const latest = performance.now() + LATEST_MS;
    while (codes.some(({ callee }) => !sink.arrivals.has(callee))) {
      if (performance.now() > latest) throw new Error('codes were accepted and not dialled');
      await pause(20);
    }
    return codes.map(({ callee, acceptedAt }) => Math.max(0, (sink.arrivals.get(callee) ?? 0) - acceptedAt));
  };

  await atRate(PER_SECOND, WARM_UP_S, send);
  const idle = await measure();
  await service.ask(`crowd ${ROWS}`);
  await atRate(PER_SECOND, TASK_WARM_UP_S, send);
  const [before, from] = [await service.ask<number>('sent'), performance.now()];
  const beside = await measure();
  const rate = (((await service.ask<number>('sent')) - before) * 1000) / (performance.now() - from);
  const shares = (values: number[]) =>
    `p50 ${percentile(values, 0.5).toFixed(1)}, p90 ${percentile(values, 0.9).toFixed(1)}, p99 ${percentile(values, 0.99).toFixed(1)}, longest ${Math.max(...values).toFixed(1)} ms`;
  printMeasurement({
    what: `Codes beside another customer's task of ${ROWS.toLocaleString('en')} rows, accepted → INVITE, p99`,
    unit: 'ms',
    floor: { name: 'the same codes, same run, no task', value: percentile(idle, 0.99) },
    ours: percentile(beside, 0.99),
    target: { ratioAtMost: MOST_TIMES },
    notes: [
      `${PER_SECOND} codes/s; the task was sent at ${rate.toFixed(0)} messages/s over a trunk of 100 calls/s`,
      `no task: ${shares(idle)}`,
      `beside it: ${shares(beside)}`,
    ],
  });
}
