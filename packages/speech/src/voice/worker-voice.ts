import { Worker } from 'node:worker_threads';
import { type Clock, systemClock, type Timer } from '../clock.ts';
import { SpeechError } from '../error.ts';
import type { Language } from '../normalise/language.ts';
import type { Voice, VoiceSound } from './voice.ts';

/** What a voice's worker is sent, one at a time. */
export interface RenderRequest {
  text: string;
  language: Language;
  /** Relative to the voice's normal speed. */
  rate: number;
}

/** What it answers: the sound (its buffer transferred), or why there is none. */
export type RenderReply =
  | { kind: 'sound'; sampleRate: number; pcm: Int16Array }
  | { kind: 'failed'; reason: string };

export interface WorkerVoiceOptions {
  id: string;
  /** Module run in the worker thread: answers each RenderRequest message with one RenderReply message. */
  worker: URL;
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
 * A voice that lives in a worker thread, so that synthesis never holds up the caller's event loop.
 *
 * The worker starts with the first render and takes one request at a time; others wait in order. It is
 * replaced, and the request that it had is rejected, when it stays silent past `timeoutMs` (`timeout`),
 * throws or exits (`voice-failed`). Requests that wait are then served by its successor. While nothing is
 * asked of it the worker does not keep the process alive.
 */
export function workerVoice(options: WorkerVoiceOptions): Voice {
  const { id, worker: module, timeoutMs = DEFAULT_TIMEOUT_MS, maxWaiting = DEFAULT_MAX_WAITING } = options;
  const clock = options.clock ?? systemClock;
  const waiting: Job[] = [];
  let worker: Worker | undefined;
  let current: { job: Job; timer: Timer } | undefined;
  let closed = false;

  function start(): Worker {
    // No flags of the host process: they may be a test runner's, and the worker needs none.
    const started = new Worker(module, { execArgv: [], name: id });
    // A worker that was given up may still speak; only the one in charge is listened to.
    started.on('message', (reply: RenderReply) => {
      if (started === worker) answered(reply);
    });
    started.on('error', (error: Error) => lost(started, error.message));
    started.on('exit', (status) => lost(started, `exit status ${status}`));
    return started;
  }

  function next(): void {
    if (current !== undefined || closed) return;
    const job = waiting.shift();
    if (job === undefined) {
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    current = { job, timer: clock.setTimer(timeoutMs, timedOut) };
    worker.postMessage(job.request);
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

  function lost(which: Worker, reason: string): void {
    if (which !== worker) return;
    worker = undefined;
    settle((job) => job.reject(new SpeechError('voice-failed', `${id} stopped: ${reason}`)));
  }

  function timedOut(): void {
    const silent = worker;
    worker = undefined;
    void silent?.terminate();
    settle((job) => job.reject(new SpeechError('timeout', `${id} gave no sound within ${timeoutMs} ms`)));
  }

  return {
    id,

    render(text, { language, rate }) {
      if (closed) return Promise.reject(new SpeechError('closed', `${id} is closed`));
      if (waiting.length >= maxWaiting) {
        return Promise.reject(new SpeechError('busy', `${id} has ${maxWaiting} renders waiting already`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ request: { text, language, rate }, resolve, reject });
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
      await last?.terminate();
    },
  };
}
