import { type Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Starts so many pieces of work a second by the clock, whether earlier ones are through or not; late ones included. */
export async function atRate<Result>(
  perSecond: number,
  seconds: number,
  work: (nth: number) => Promise<Result>,
): Promise<Result[]> {
  const started = performance.now();
  const results: Promise<Result>[] = [];
  for (let nth = 0; nth < seconds * perSecond; nth++) {
    await pause(Math.max(0, started + (nth * 1000) / perSecond - performance.now()));
    const result = work(nth);
    result.catch(() => {}); // told by Promise.all below, when all are on their way
    results.push(result);
  }
  return Promise.all(results);
}

/** Posts JSON on a connection that is kept. @returns the answer's body */
export function post(agent: Agent, port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = request({ agent, host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sending.once('error', reject).end(body);
  });
}
