import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Language, Voice } from '../../src/index.ts';
import { resample } from '../../src/sound/resample.ts';
import { wav } from './wav.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

type Behaviour = (response: ServerResponse, asked: Asked) => unknown;

/**
 * A service that speaks like OpenAI's `/v1/audio/speech`, on loopback, with a voice of ours. What it is to do instead
 * for its next requests is put into `next`, in order.
 */
export async function openSpeechServer(voice: Voice) {
  const asked: Asked[] = [];
  const next: Behaviour[] = [];
  let atOnce = 0;
  let most = 0;

  const speak: Behaviour = async (response, { body }) => {
    const language: Language = body.voice === 'chinese' ? 'zh' : 'en';
    const rate = typeof body.speed === 'number' ? body.speed : 1;
    const { pcm } = await voice.render(String(body.input), { language, rate, sampleRate: 16_000 });
    if (body.response_format === 'pcm') response.end(new Uint8Array(resample(pcm, 16_000, 24_000).buffer));
    else response.end(wav({ pcm, sampleRate: 16_000 }));
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    most = Math.max(most, ++atOnce);
    response.on('close', () => atOnce--);
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, authorization: headers.authorization, body: JSON.parse(await text(request)) };
    asked.push(one);
    await (next.shift() ?? speak)(response, one);
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/audio/speech`,
    asked,
    next,
    /** Most requests that were under way at one time. */
    most: () => most,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => response.writeHead(code, headers).end('no');
}
