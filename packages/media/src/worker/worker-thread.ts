import { Worker } from 'node:worker_threads';
import { MediaError } from '../session/errors.ts';
import type { Track } from '../sound/track.ts';
import type { Answers, FromWorker, Order, Request, ToWorker, WorkerData } from './messages.ts';

/** The near end of one thread: asks, orders, and hands on what is told. */
export interface WorkerThread {
  ask<Name extends Request['ask']>(request: Request & { ask: Name }): Promise<Answers[Name]>;
  order(order: Order): void;
  /** The thread's number of a track, which is copied to it once, however often it is played. */
  numberOf(track: Track): number;
  /** What is told of a session, until `forget`. */
  listen(session: number, hear: (told: Told | 'lost') => void): void;
  forget(session: number): void;
  readonly alive: boolean;
  end(): Promise<void>;
}

export type Told = Extract<FromWorker, { told: unknown }>;

interface Asked {
  resolve(value: never): void;
  reject(error: Error): void;
}

export function startWorkerThread(data: WorkerData): WorkerThread {
  const worker = new Worker(new URL('./worker-main.ts', import.meta.url), { workerData: data });
  const asked = new Map<number, Asked>();
  const listeners = new Map<number, (told: Told | 'lost') => void>();
  const numbers = new WeakMap<Track, number>();
  const forgotten = new FinalizationRegistry<number>((track) => {
    if (alive) order({ do: 'forget-track', track });
  });
  let alive = true;
  let ending = 'the media thread has ended';
  let nextNumber = 0;
  let nextTrack = 0;

  const order = (message: Order): void => worker.postMessage(message satisfies ToWorker);

  worker.on('message', (message: FromWorker) => {
    if ('told' in message) {
      listeners.get(message.session)?.(message);
      return;
    }
    const number = 'answer' in message ? message.answer : message.refusal;
    const waiting = asked.get(number);
    asked.delete(number);
    if ('answer' in message) waiting?.resolve(message.value as never);
    else if (message.code === undefined) waiting?.reject(new Error(message.message));
    else waiting?.reject(new MediaError(message.code, message.message));
  });
  worker.on('error', (error: Error) => {
    ending = `the media thread has ended: ${error.message}`;
  });
  worker.on('exit', () => {
    alive = false;
    for (const { reject } of asked.values()) reject(new MediaError('closed', ending));
    asked.clear();
    for (const hear of [...listeners.values()]) hear('lost');
    listeners.clear();
  });

  return {
    ask(request) {
      if (!alive) return Promise.reject(new MediaError('closed', ending));
      return new Promise((resolve, reject) => {
        const number = nextNumber++;
        asked.set(number, { resolve, reject });
        worker.postMessage({ number, request } satisfies ToWorker);
      });
    },
    order,
    numberOf(track) {
      let number = numbers.get(track);
      if (number === undefined) {
        number = nextTrack++;
        numbers.set(track, number);
        forgotten.register(track, number);
        order({ do: 'track', track: number, sound: track });
      }
      return number;
    },
    listen: (session, hear) => void listeners.set(session, hear),
    forget: (session) => void listeners.delete(session),
    get alive() {
      return alive;
    },
    async end() {
      await worker.terminate();
    },
  };
}
