import { type Flow, mapPrompts, nodeOf, promptsOf } from '@herald/callflow';
import type { Track } from '@herald/media';
import type { SoundLibrary } from './sound-library.ts';
import type { CallScript, FlowScript } from './types.ts';

type Pieces = CallScript['pieces'];

export const saidOnce = (language: 'zh' | 'en', pieces: Pieces): CallScript => ({
  language,
  pieces,
  plays: 1,
  pauseMs: 0,
});

/**
 * Every prompt of a flow as sound, that of its start first; one after the other, so that a flow of a hundred prompts
 * leaves room for others.
 * @throws CallEngineError (as a rejection)
 */
export async function soundsOf(
  sounds: SoundLibrary,
  { language, languageOf = {}, flow }: FlowScript,
): Promise<Flow<Track>> {
  const made = new Map<Pieces, Track>();
  for (const name of [flow.start, ...Object.keys(flow.nodes)]) {
    const node = nodeOf(flow, name);
    for (const pieces of node ? promptsOf(node).values() : []) {
      const spoken = languageOf[name] ?? language;
      if (!made.has(pieces)) made.set(pieces, await sounds.track(saidOnce(spoken, pieces)));
    }
  }
  return mapPrompts(flow, (pieces) => made.get(pieces) as Track);
}
