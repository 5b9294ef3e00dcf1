// Our user agent as caller: keeps a number of calls in flight, hangs up when one is answered, starts the next one
// when one is over. Asked 'failed', tells how many did not go that way.
import { createUdpTransport, createUserAgent } from '@herald/sip';

const target = process.env.BENCH_TARGET as string;
const inFlight = Number(process.env.BENCH_IN_FLIGHT);
const agent = createUserAgent({ transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }) });
const { host, port } = agent.address;
const OFFER = `v=0\r\no=herald 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8\r\n`;
let failed = 0;

function call(): void {
  const outgoing = agent.invite({
    target,
    from: `sip:herald@${host}:${port}`,
    body: OFFER,
    handlers: {
      onAnswer: () => outgoing.hangup(),
      onEnd(end) {
        if (end.kind !== 'hung-up' || end.by !== 'us') failed++;
        // Not from within the end of the one before: its own BYE is to leave first.
        setImmediate(call);
      },
    },
  });
}

process.on('message', () => process.send?.(failed));
process.once('disconnect', () => process.exit(0));
for (let started = 0; started < inFlight; started++) call();
process.send?.('ready');
