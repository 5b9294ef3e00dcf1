import { parentPort, workerData } from 'node:worker_threads';
import { convertRecording } from './convert-recording.ts';

/** One recording, in a thread that lives for it alone: see studio.ts. */
parentPort?.postMessage(convertRecording(workerData as Uint8Array));
