import type { OfflineTts } from 'sherpa-onnx-node';
import { SpeechError } from '../error.ts';
import type { Language } from '../normalise/language.ts';
import { resample } from '../sound/resample.ts';
import type { RenderReply, RenderRequest } from './host.ts';
import type { SherpaSettings } from './sherpa.ts';
import { readSherpaModel } from './sherpa-model.ts';

/**
 * The process that runs sherpa-onnx. It is a process of its own because the library calls `exit` on a model that it
 * cannot use, and crashes on a text none of whose characters the model knows.
 */

/** One language's voice: the model, loaded, and which of its speakers. */
interface Loaded {
  tts: OfflineTts;
  speaker: number;
}

const settings = JSON.parse(process.argv[2] ?? 'null') as SherpaSettings;
const models = new Map<string, Promise<OfflineTts>>();

async function load(language: Language): Promise<Loaded> {
  const { model, speaker } = settings.voices[language];
  let loading = models.get(model);
  if (loading === undefined) {
    loading = loadModel(model);
    models.set(model, loading);
    // A folder that is put right is seen at the next render.
    loading.catch(() => models.delete(model));
  }
  const tts = await loading;
  if (speaker >= Math.max(1, tts.numSpeakers)) {
    throw new SpeechError(
      'voice-failed',
      `${model} has ${tts.numSpeakers} speakers; number ${speaker} is not one`,
    );
  }
  return { tts, speaker };
}

async function loadModel(folder: string): Promise<OfflineTts> {
  const model = await readSherpaModel(folder);
  const sherpa = await import('sherpa-onnx-node').catch((cause: unknown) => {
    throw new SpeechError(
      'voice-failed',
      'the package sherpa-onnx-node cannot be loaded: install it with npm install --include=optional',
      { cause },
    );
  });
  return new sherpa.default.OfflineTts({
    model: { ...model, numThreads: settings.threads, provider: 'cpu', debug: false },
    // One sentence at a time bounds the memory of a long text.
    maxNumSentences: 1,
  });
}

async function render({ text, language, rate, sampleRate: wanted }: RenderRequest): Promise<RenderReply> {
  try {
    const { tts, speaker } = await load(language);
    // The library may not hand out memory of its own to a process that copies it on.
    const { samples, sampleRate } = tts.generate({
      text,
      sid: speaker,
      speed: rate,
      enableExternalBuffer: false,
    });
    const pcm = Int16Array.from(samples, (sample) =>
      Math.max(-32768, Math.min(32767, Math.round(sample * 32767))),
    );
    return { kind: 'sound', sampleRate: wanted, pcm: resample(pcm, sampleRate, wanted) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

// Signals of a terminal go to the whole group of processes; they are the parent's to act on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.once('disconnect', () => process.exit(0));
process.on('message', async (request: RenderRequest) => {
  process.send?.(await render(request));
});
