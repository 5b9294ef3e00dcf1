import { parentPort } from 'node:worker_threads';

/** A voice worker, thread or process, that does as its text says. */
const answer = (reply: object) => (parentPort ? parentPort.postMessage(reply) : process.send?.(reply));

const obey = ({ text }: { text: string }) => {
  if (text === 'hang') return;
  if (text === 'throw') throw new Error('out of breath');
  if (text === 'exit') process.exit(3);
  if (text === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (text === 'refuse') answer({ kind: 'failed', reason: 'no such word' });
  else if (text === 'environment')
    answer({ kind: 'failed', reason: `${Object.keys(process.env)} ${process.argv[2]}` });
  else answer({ kind: 'sound', sampleRate: 8000, pcm: Int16Array.of(text.length) });
};

if (parentPort) parentPort.on('message', obey);
else process.on('message', obey);
