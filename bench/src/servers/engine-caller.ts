// The call engine of the service, calling as often as asked and saying one long sound in each call. Tells what it
// uses when it is asked.
import { createCallEngine } from '@herald/server/calling/index.ts';

const calls = Number(process.env.BENCH_CALLS);
const seconds = Number(process.env.BENCH_SECONDS);
const port = Number(process.env.BENCH_SIP_PORT);
const RATE = 8000;
/** The longest that is said in one piece; the rest is repetition. */
const PLAY_S = 60;
/** Calls begun in 10 ms: 500 a second, no more than SIPp answers without a retransmission. */
const AT_ONCE = 5;

const pcm = Int16Array.from(
  { length: RATE * PLAY_S },
  (_, n) => 8000 * Math.sin((n / RATE) * 2 * Math.PI * 440),
);
const engine = await createCallEngine({
  host: '127.0.0.1',
  sipPort: 0,
  rtpPortMin: 20_000,
  rtpPortMax: 29_999,
  capacity: calls,
  mediaThreads: Number(process.env.BENCH_MEDIA_THREADS),
  warm: [],
  voice: { id: 'tone', render: async () => ({ sampleRate: RATE, pcm }), close: async () => {} },
});
const script = {
  language: 'zh',
  pieces: [{ kind: 'text', text: '您好' }],
  plays: Math.min(20, Math.ceil(seconds / PLAY_S) + 1),
  pauseMs: 0,
} as const;
await engine.prepare(script);

let playing = 0;
const ids: string[] = [];
const outcomes: ReturnType<typeof engine.place>[] = [];

async function place(): Promise<void> {
  const all = Promise.withResolvers<void>();
  for (let nth = 0; nth < calls; nth++) {
    const callId = `bench-${process.pid}-${nth}`;
    ids.push(callId);
    const plan = {
      callId,
      trunk: { trunkId: 'bench', host: '127.0.0.1', port },
      caller: '+8602151860000',
      callee: '+8613800000200',
      script,
      ringTimeoutMs: 60_000,
      maxTalkMs: (seconds + 60) * 1000,
    };
    outcomes.push(
      engine.place(plan, ({ state, detail }) => {
        if (state === 'ended') all.reject(new Error(`a call ended: ${detail}`));
        if (state === 'playing' && detail === '1' && ++playing === calls) all.resolve();
      }),
    );
    if (nth % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await all.promise;
}

function look() {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, rssBytes: process.memoryUsage().rss };
}

process.on('message', async (word) => {
  if (word === 'place') await place();
  if (word !== 'end') {
    process.send?.(look());
    return;
  }
  for (const id of ids) engine.hangup(id);
  const ended = await Promise.all(outcomes);
  process.send?.({ answered: ended.filter(({ result }) => result === 'answered').length });
});
process.once('disconnect', () => process.exit(0));
process.send?.(look());
