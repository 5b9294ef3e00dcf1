import { SpeechError } from '../error.ts';

/** Work of which so much is done at one time, and so much waits, in order. */
export interface Queue {
  /** @throws SpeechError `busy` (as a rejection) when as many wait as may */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Rejects what waits, and whatever comes after. */
  close(reason: SpeechError): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createQueue(atOnce: number, maxWaiting: number): Queue {
  const waiting: { start(): void; reject(error: SpeechError): void }[] = [];
  const underWay = new Set<Promise<unknown>>();
  let refused: SpeechError | undefined;

  function begin<Value>(work: () => Promise<Value>): Promise<Value> {
    const done: Promise<Value> = work().finally(() => {
      underWay.delete(done);
      waiting.shift()?.start();
    });
    underWay.add(done);
    return done;
  }

  return {
    run(work) {
      if (refused) return Promise.reject(refused);
      if (underWay.size < atOnce) return begin(work);
      if (waiting.length >= maxWaiting) {
        return Promise.reject(new SpeechError('busy', `${maxWaiting} texts wait for the voice already`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ start: () => begin(work).then(resolve, reject), reject });
      });
    },
    close(reason) {
      refused = reason;
      for (const { reject } of waiting.splice(0)) reject(reason);
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}
