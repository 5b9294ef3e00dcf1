// The floor of accepted sends: the least that a durable, signed API does. A bare node:http server checks the
// signature and commits one row, in groups, to the same PostgreSQL with fsync on. No rules, no money, no queue.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBatcher } from '@herald/server/platform/batcher.ts';
import { connectDb } from '@herald/server/platform/db.ts';

const sql = connectDb(
  { socketDir: process.env.BENCH_SOCKET as string, database: 'postgres' },
  { name: 'floor', max: 2 },
);
await sql`CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, body text NOT NULL)`;
const batcher = createBatcher<string, undefined>({
  maxBatch: 256,
  maxWaiting: 100_000,
  async run(bodies) {
    await sql`INSERT INTO floor (body) SELECT * FROM unnest(${bodies}::text[])`;
    return bodies.map(() => undefined);
  },
});
const privateKey = process.env.BENCH_PRIVATE_KEY as string;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const { Signature, ...parameters } = JSON.parse(body) as Record<string, string>;
    const text = Object.keys(parameters)
      .sort()
      .map((name) => name + parameters[name])
      .join('');
    const right =
      createHash('sha1')
        .update(text + privateKey)
        .digest('hex') === Signature;
    batcher.add(body).then(() => {
      const answer = JSON.stringify({ RetCode: right ? 0 : 171 });
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      });
      response.end(answer);
    });
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit(0));
