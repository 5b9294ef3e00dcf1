import type { ActionName } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PlatformLoad } from '../flow/service/platform-load.ts';
import type { Clock } from '../platform/clock.ts';
import { createIpAllowList } from '../platform/ip-allow-list.ts';
import { secure } from './headers.ts';

/** However many ask: the database is looked at this often at most. */
const FRESH_MS = 5000;
/** Answers take from a millisecond to the bound of a handler, a minute. */
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

export interface Metrics {
  /** To be told of every answer: the Action, empty where no known one was named, its RetCode and milliseconds. */
  onAnswer(action: ActionName | '', retCode: number, tookMs: number): void;
  /** All of them in Prometheus's text format 0.0.4. */
  text(): Promise<string>;
}

/**
 * What a monitoring system is told: this process's own answers, memory and CPU, and the load of the whole platform as
 * the database has it, so that any one API process speaks for dialers and jobs too, which have no port. Nothing in it
 * is of one customer.
 */
export function createMetrics(deps: { clock: Clock; load(): Promise<PlatformLoad> }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const answers = new Counter({
    name: 'herald_answers_total',
    help: 'Answers of the API by Action and RetCode; the Action is empty where no known one was named',
    labelNames: ['action', 'ret_code'],
    registers,
  });
  const took = new Histogram({
    name: 'herald_answer_seconds',
    help: 'From the arrival of a request to its answer',
    labelNames: ['action'],
    buckets: SECONDS,
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `herald_${name}`, help, labelNames, registers });
  const nodes = gauge('nodes', 'Processes that dial, by whether their lease runs', ['alive']);
  const messages = gauge('messages', 'Messages that are not over, by state; counted up to 100,000', [
    'state',
  ]);
  const oldest = gauge('oldest_due_seconds', 'For how long the first of the messages that are due waits');
  const jobs = gauge('jobs', 'Background jobs by kind and state', ['job', 'state']);
  const trunks = gauge('trunks', 'Enabled trunks by health', ['health']);
  const concurrency = gauge('trunk_concurrency', 'Calls at once that the trunks in use carry');
  const cps = gauge('trunk_calls_per_second', 'New calls a second that the trunks in use take');
  const ended = gauge('calls_ended_last_minute', 'Calls that ended within the last whole minute');
  const refused = gauge(
    'inbound_refused_today',
    'Requests that came in since midnight in Beijing and were refused; unknown-peer came from no trunk',
    ['reason'],
  );

  function show(load: PlatformLoad, now: number): void {
    const { nodes: all, queue, jobs: kinds, trunks: lines } = load;
    const alive = all.filter((node) => node.alive).length;
    nodes.set({ alive: 'yes' }, alive);
    nodes.set({ alive: 'no' }, all.length - alive);
    for (const state of ['due', 'later', 'held', 'claimed', 'dialling'] as const) {
      messages.set({ state }, queue[state]);
    }
    oldest.set(queue.oldestDueAt ? Math.max(0, (now - queue.oldestDueAt.getTime()) / 1000) : 0);
    // A kind without a job has no row.
    jobs.reset();
    for (const { queue: job, ...states } of kinds) {
      for (const [state, count] of Object.entries(states)) jobs.set({ job, state }, count);
    }
    trunks.set({ health: 'well' }, lines.enabled - lines.sick);
    trunks.set({ health: 'sick' }, lines.sick);
    concurrency.set(lines.concurrency);
    cps.set(lines.cps);
    ended.set(lines.endedInMinute);
    refused.reset();
    for (const { reason, calls } of load.refusals) refused.set({ reason }, calls);
  }

  let written: { at: number; text: Promise<string> } | undefined;
  async function write(): Promise<string> {
    show(await deps.load(), deps.clock.now());
    return registry.metrics();
  }

  return {
    onAnswer(action, retCode, tookMs) {
      answers.inc({ action, ret_code: retCode });
      took.observe({ action }, tookMs / 1000);
    },
    text() {
      const now = deps.clock.now();
      if (written && written.at + FRESH_MS > now) return written.text;
      const text = write();
      written = { at: now, text };
      text.catch(() => {
        written = undefined;
      });
      return text;
    },
  };
}

/** Serves `/metrics` to the networks that may read them; to others there is no such page. */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, networks: readonly string[]): void {
  const isAllowed = createIpAllowList();
  app.get('/metrics', async (request, reply) => {
    secure(reply, request.id);
    if (networks.length === 0 || !isAllowed(networks, request.ip)) return reply.callNotFound();
    reply.header('Cache-Control', 'no-store');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });
}
