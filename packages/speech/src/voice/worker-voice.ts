import { type Clock, systemClock, type Timer } from '../clock.ts';
import { SpeechError } from '../error.ts';
import { type Host, type RenderReply, type RenderRequest, startProcess, startThread } from './host.ts';
import type { Voice, VoiceSound } from './voice.ts';

export interface WorkerVoiceOptions {
  id: string;
  /** Module run in the worker: answers each RenderRequest message with one RenderReply message. */
  worker: URL;
  /** Where it runs: a thread (default), or a process, for native code that may crash. */
  isolation?: 'thread' | 'process';
  /** Handed to the worker when it starts: `workerData` of a thread, the first argument (JSON) of a process. */
  data?: unknown;
  /** What to look at when the worker ends by itself; added to the error. */
  advice?: string;
  /** A render that takes longer is given up and its worker replaced. Counted from when the worker gets it. */
  timeoutMs?: number;
  /** Renders that may wait for the worker; the next is refused with `busy`. */
  maxWaiting?: number;
  clock?: Clock;
}

interface Job {
  request: RenderRequest;
  resolve(sound: VoiceSound): void;
  reject(error: SpeechError): void;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_WAITING = 256;

/**
 * A voice that lives in a worker (a thread or a process), so that synthesis never holds up the caller's event loop.
 *
 * The worker starts with the first render and takes one request at a time; others wait in order. It is
 * replaced, and the request that it had is rejected, when it stays silent past `timeoutMs` (`timeout`),
 * throws or exits (`voice-failed`). Requests that wait are then served by its successor. While nothing is
 * asked of it the worker does not keep the process alive.
 */
export function workerVoice(options: WorkerVoiceOptions): Voice {
  const { id, worker: module, timeoutMs = DEFAULT_TIMEOUT_MS, maxWaiting = DEFAULT_MAX_WAITING } = options;
  const clock = options.clock ?? systemClock;
  const advice = options.advice === undefined ? [] : [options.advice];
  const startHost = options.isolation === 'process' ? startProcess : startThread;
  const waiting: Job[] = [];
  let worker: Host | undefined;
  let current: { job: Job; timer: Timer } | undefined;
  let closed = false;

  function start(): Host {
    // A worker that was given up may still speak; only the one in charge is listened to.
    const started: Host = startHost(module, id, options.data, {
      reply: (reply) => {
        if (started === worker) answered(reply);
      },
      gone: (reason) => lost(started, reason),
    });
    return started;
  }

  function next(): void {
    if (current !== undefined || closed) return;
    const job = waiting.shift();
    if (job === undefined) {
      worker?.hold(false);
      return;
    }
    worker ??= start();
    worker.hold(true);
    current = { job, timer: clock.setTimer(timeoutMs, timedOut) };
    worker.post(job.request);
  }

  function settle(deliver: (job: Job) => void): void {
    if (current === undefined) return;
    const { job, timer } = current;
    timer.cancel();
    current = undefined;
    deliver(job);
    next();
  }

  function answered(reply: RenderReply): void {
    settle((job) => {
      if (reply.kind === 'sound') job.resolve({ sampleRate: reply.sampleRate, pcm: reply.pcm });
      else job.reject(new SpeechError('voice-failed', `${id} could not speak: ${reply.reason}`));
    });
  }

  function lost(which: Host, reason: string): void {
    if (which !== worker) return;
    worker = undefined;
    settle((job) =>
      job.reject(new SpeechError('voice-failed', `${id} stopped: ${[reason, ...advice].join(': ')}`)),
    );
  }

  function timedOut(): void {
    const silent = worker;
    worker = undefined;
    void silent?.stop();
    settle((job) => job.reject(new SpeechError('timeout', `${id} gave no sound within ${timeoutMs} ms`)));
  }

  return {
    id,

    render(text, { language, rate, sampleRate }) {
      if (closed) return Promise.reject(new SpeechError('closed', `${id} is closed`));
      if (waiting.length >= maxWaiting) {
        return Promise.reject(new SpeechError('busy', `${id} has ${maxWaiting} renders waiting already`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ request: { text, language, rate, sampleRate }, resolve, reject });
        next();
      });
    },

    async close() {
      if (closed) return;
      closed = true;
      const last = worker;
      worker = undefined;
      const refused = new SpeechError('closed', `${id} was closed`);
      settle((job) => job.reject(refused));
      for (const job of waiting.splice(0)) job.reject(refused);
      await last?.stop();
    },
  };
}
