import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from './child.ts';
import { startDatabase } from './database.ts';
import { atRate, post } from './paced.ts';
import { percentile, printMeasurement } from './report.ts';
import type { Scope } from './scope.ts';
import { calleeOf, sendRequest } from './send-request.ts';
import { startSipSink } from './sip-sink.ts';

const PER_SECOND = 50;
const WARM_UP_S = 6;
const MEASURED_S = 12;
/** An INVITE that is not there by then is a failure. */
const LATEST_MS = 5000;
const MOST_MS = 100;

interface Sent {
  callee: string;
  /** performance.now(). */
  sentAt: number;
  acceptedAt: number;
}

/**
 * Accepted → INVITE on the wire, with the whole service at 50 sends a second. Sends leave by the clock whether earlier
 * ones are through or not, each beside a round trip to a bare HTTP server, the floor. The time runs from the moment
 * the request is sent until the INVITE arrives at the carrier's socket: acceptance itself, which the caller waits
 * for, is in it, so it can only be longer than what is asked for.
 */
export async function inviteDelay(scope: Scope): Promise<void> {
  const environment = await startDatabase(scope);
  const sink = await startSipSink(scope);
  const echo = await startServer<{ port: number }>(scope, 'floor-echo.ts', {});
  const service = await startServer<{ port: number; codeTemplateId: string }>(scope, 'herald-service.ts', {
    ...environment,
    BENCH_SIP_PORT: String(sink.port),
  });
  const agent = new Agent({ keepAlive: true });
  scope.defer(() => agent.destroy());

  const send = async (nth: number): Promise<Sent> => {
    const body = sendRequest(service.facts.codeTemplateId, nth);
    const sentAt = performance.now();
    const answer = await post(agent, service.facts.port, body);
    if (!answer.includes('"RetCode":0')) throw new Error(`refused: ${answer}`);
    return { callee: calleeOf(nth), sentAt, acceptedAt: performance.now() };
  };
  const roundTrip = async (): Promise<number> => {
    const sentAt = performance.now();
    await post(agent, echo.facts.port, '{}');
    return performance.now() - sentAt;
  };

  await atRate(PER_SECOND, WARM_UP_S, send);
  const measured = await atRate(PER_SECOND, MEASURED_S, (nth) =>
    Promise.all([roundTrip(), send(WARM_UP_S * PER_SECOND + nth)]),
  );
  const floor = measured.map(([milliseconds]) => milliseconds);
  const sent = measured.map(([, one]) => one);
  const latest = performance.now() + LATEST_MS;
  while (sent.some(({ callee }) => !sink.arrivals.has(callee))) {
    if (performance.now() > latest) throw new Error('messages were accepted and not dialled');
    await pause(20);
  }
  const arrival = ({ callee }: Sent) => sink.arrivals.get(callee) as number;
  const whole = sent.map((one) => arrival(one) - one.sentAt);
  const acceptance = sent.map((one) => one.acceptedAt - one.sentAt);
  const after = sent.map((one) => arrival(one) - one.acceptedAt);
  const shares = (values: number[]) =>
    `p50 ${percentile(values, 0.5).toFixed(1)}, p99 ${percentile(values, 0.99).toFixed(1)}, longest ${Math.max(...values).toFixed(1)} ms`;
  printMeasurement({
    what: `Send → INVITE on the wire, p99 at ${PER_SECOND} sends/s`,
    unit: 'ms',
    floor: { name: 'HTTP round trip on loopback, p99', value: percentile(floor, 0.99) },
    ours: percentile(whole, 0.99),
    target: { below: MOST_MS },
    notes: [
      `${sent.length} messages; send → INVITE ${shares(whole)}`,
      `of it send → accepted ${shares(acceptance)}; accepted → INVITE ${shares(after)}`,
      `floor ${shares(floor)}`,
    ],
  });
}
