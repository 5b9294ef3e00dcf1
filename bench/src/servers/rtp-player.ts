// Our media engine playing one track on many sessions to one receiver. Asked anything, tells how many packets have
// left and the CPU that this process has used.
import { createMediaEngine, createOffer, encodeTrack, type MediaSession, readAnswer } from '@herald/media';

const port = Number(process.env.BENCH_PORT);
const streams = Number(process.env.BENCH_STREAMS);
const SECONDS = 60;
/** Sessions start over the four beats of a packet, as calls that were answered at different times. */
const BEAT_MS = 5;
const BEATS_PER_PACKET = 4;

const engine = createMediaEngine({ address: '127.0.0.1', portMin: 20_000, portMax: 29_999 });
// A tone, so that the codec has something to do before the first call.
const pcm = Int16Array.from(
  { length: 8000 * SECONDS },
  (_, n) => 8000 * Math.sin((n / 8000) * 2 * Math.PI * 440),
);
const track = encodeTrack(pcm, 'PCMA');
// The receiver describes itself in the words of any telephone.
const remote = readAnswer(createOffer({ address: '127.0.0.1', port, sessionId: '1' }));

const sessions: MediaSession[] = [];
for (let opened = 0; opened < streams; opened++) sessions.push(await engine.open());
for (let beat = 0; beat < BEATS_PER_PACKET; beat++) {
  for (let at = beat; at < streams; at += BEATS_PER_PACKET) {
    sessions[at]?.connect(remote);
    sessions[at]?.play(track);
  }
  await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ sent: engine.stats().sent, cpuMicros: user + system });
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
