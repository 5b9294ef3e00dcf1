import { parentPort, workerData } from 'node:worker_threads';
import { bridge } from '../session/bridge.ts';
import { createMediaEngine } from '../session/engine.ts';
import { MediaError } from '../session/errors.ts';
import type { Playback, Stop } from '../session/types.ts';
import type { Track } from '../sound/track.ts';
import { LocalLine } from './local-lines.ts';
import type { Answers, FromWorker, Order, Request, ToWorker, WorkerData } from './messages.ts';

/** A media engine in a thread of its own: does what it is told, and tells what happens. */

interface Held {
  readonly line: LocalLine;
  readonly playbacks: Map<number, Playback>;
  detection: Stop | undefined;
}

if (parentPort === null) throw new Error('worker-main.ts runs in a worker thread');
const port = parentPort;
const engine = createMediaEngine(workerData as WorkerData);
const sessions = new Map<number, Held>();
const tracks = new Map<number, Track>();
const bridges = new Map<number, Stop>();
let nextSession = 0;

const tell = (message: FromWorker): void => port.postMessage(message);

function held(number: number): Held {
  const found = sessions.get(number);
  if (found === undefined) throw new MediaError('closed', 'the session is closed');
  return found;
}

async function open(): Promise<Answers['open']> {
  const line = new LocalLine(await engine.open());
  const number = nextSession++;
  sessions.set(number, { line, playbacks: new Map(), detection: undefined });
  line.onDigit = (digit, ms) => tell({ told: 'digit', session: number, digit, ms });
  return { session: number, port: line.port, srtpKeys: line.srtpKeys };
}

async function close(number: number): Promise<Answers['close']> {
  const { line } = held(number);
  const report = await line.close();
  sessions.delete(number);
  return { report, recorded: await line.endRecording() };
}

async function closeEngine(): Promise<undefined> {
  await Promise.all([...sessions.keys()].map(close));
  await engine.close();
  // Nothing holds the thread any more once this is answered.
  port.unref();
  return undefined;
}

function handle(request: Request): Promise<unknown> | unknown {
  switch (request.ask) {
    case 'open':
      return open();
    case 'digit':
      return held(request.session).line.sendDigit(request.digit, request.ms);
    case 'record':
      return held(request.session).line.record(request.path, request.options);
    case 'end-recording':
      return held(request.session).line.endRecording(request.keep);
    case 'close':
      return close(request.session);
    case 'stats':
      return engine.stats();
    case 'close-engine':
      return closeEngine();
  }
}

async function answer(number: number, request: Request): Promise<void> {
  try {
    tell({ answer: number, value: await handle(request) });
  } catch (error) {
    const code = error instanceof MediaError ? error.code : undefined;
    tell({ refusal: number, code, message: error instanceof Error ? error.message : String(error) });
  }
}

function play({ session: number, playback, track }: Order & { do: 'play' }): void {
  const { line, playbacks } = held(number);
  const sound = tracks.get(track);
  if (sound === undefined) return;
  const onEnd = () => {
    playbacks.delete(playback);
    tell({ told: 'play-over', session: number, playback });
  };
  playbacks.set(playback, line.play(sound, { onEnd }));
}

function obey(order: Order): void {
  switch (order.do) {
    case 'track':
      tracks.set(order.track, order.sound);
      break;
    case 'forget-track':
      tracks.delete(order.track);
      break;
    case 'connect': {
      const { line } = held(order.session);
      line.connect(order.remote);
      // A key given up was replaced: the next description has to tell the new one.
      tell({ told: 'srtp-keys', session: order.session, keys: line.srtpKeys });
      break;
    }
    case 'play':
      play(order);
      break;
    case 'stop': {
      const { playbacks } = held(order.session);
      playbacks.get(order.playback)?.stop();
      playbacks.delete(order.playback);
      break;
    }
    case 'detect-answer': {
      const its = held(order.session);
      its.detection?.stop();
      its.detection = its.line.detectAnswer(
        (event) => tell({ told: 'answer-event', session: order.session, event }),
        order.terms,
      );
      break;
    }
    case 'stop-detecting':
      held(order.session).detection?.stop();
      break;
    case 'bridge': {
      const [one, other] = order.sessions;
      bridges.set(order.bridge, bridge(held(one).line.session, held(other).line.session));
      break;
    }
    case 'unbridge':
      bridges.get(order.bridge)?.stop();
      bridges.delete(order.bridge);
      break;
  }
}

port.on('message', (message: ToWorker) => {
  if ('request' in message) {
    void answer(message.number, message.request);
    return;
  }
  try {
    obey(message);
  } catch (error) {
    // The other thread had not heard of the closing yet.
    if (!(error instanceof MediaError)) throw error;
  }
});
