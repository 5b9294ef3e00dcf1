import { connect, type Socket } from 'node:net';

export interface LoadResult {
  perSecond: number;
  answers: number;
  /** Answers whose body did not hold the expected text. */
  unexpected: number;
  firstUnexpected: string;
  p50Ms: number;
  p99Ms: number;
}

/**
 * Sends prepared HTTP requests over keep-alive connections, each connection one request at a time, and counts the
 * answers. A plain socket on purpose: on a small machine an HTTP client would cost as much as what is measured.
 *
 * @param options.bodies taken in order, each once; the run ends when all are answered
 */
export async function load(options: {
  port: number;
  connections: number;
  bodies: readonly string[];
  contentType: string;
  expect: string;
}): Promise<LoadResult> {
  const { bodies, expect } = options;
  const latencies = new Float64Array(bodies.length);
  let next = 0;
  let answers = 0;
  let unexpected = 0;
  let firstUnexpected = '';

  const runConnection = () =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      let received = '';
      const socket: Socket = connect(options.port, '127.0.0.1', send).setNoDelay(true);
      function send(): void {
        const body = bodies[next++];
        if (body === undefined) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(
          `POST / HTTP/1.1\r\nHost: bench\r\nContent-Type: ${options.contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        received += chunk;
        const head = received.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = /content-length: (\d+)/i.exec(received)?.[1];
        if (length === undefined) return reject(new Error(`no content-length: ${received.slice(0, 200)}`));
        if (received.length < head + 4 + Number(length)) return;
        latencies[answers++] = performance.now() - sentAt;
        if (!received.includes(expect)) {
          unexpected++;
          firstUnexpected ||= received.slice(head + 4);
        }
        received = '';
        send();
      });
      socket.once('error', reject);
    });

  const started = performance.now();
  await Promise.all(Array.from({ length: options.connections }, runConnection));
  const seconds = (performance.now() - started) / 1000;
  const sorted = latencies.subarray(0, answers).sort();
  const at = (share: number) => sorted[Math.min(answers - 1, Math.floor(answers * share))] ?? 0;
  return {
    perSecond: answers / seconds,
    answers,
    unexpected,
    firstUnexpected,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}
