import { type CallEngine, type CallEngineOptions, createCallEngine } from '@herald/server/calling/index.ts';
import { onTestFinished } from 'vitest';
import { toneVoice } from '../../apps/server/test/calling/support/tone-voice.ts';
import { freePort } from './programs.ts';

/** The RTP ports of the engine, beside those of the other tests. */
export const ENGINE_RTP = [33_000, 33_199] as const;
/** Of the side that is called or calls us, when it is ours. */
export const OTHER_RTP = [34_000, 34_199] as const;

/** The call engine of the service, whose voice is a tone, on real sockets and in real time. */
export async function startEngine(
  options: Partial<CallEngineOptions> & { toneMs?: number } = {},
): Promise<{ engine: CallEngine; sipPort: number }> {
  const { toneMs = 1_000, ...own } = options;
  const sipPort = own.sipPort ?? (await freePort());
  const engine = await createCallEngine({
    host: '127.0.0.1',
    sipPort,
    rtpPortMin: ENGINE_RTP[0],
    rtpPortMax: ENGINE_RTP[1],
    capacity: 50,
    voice: toneVoice(toneMs),
    warm: [],
    ...own,
  });
  onTestFinished(() => engine.close());
  return { engine, sipPort };
}
