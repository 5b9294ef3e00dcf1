import { parentPort } from 'node:worker_threads';

/** A voice worker that does as its text says. */
parentPort?.on('message', ({ text }: { text: string }) => {
  if (text === 'hang') return;
  if (text === 'throw') throw new Error('out of breath');
  if (text === 'exit') process.exit(3);
  if (text === 'refuse') parentPort?.postMessage({ kind: 'failed', reason: 'no such word' });
  else parentPort?.postMessage({ kind: 'sound', sampleRate: 8000, pcm: Int16Array.of(text.length) });
});
