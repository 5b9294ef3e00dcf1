import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SpeechError } from '../error.ts';

/** What sherpa-onnx is to load, in its own words; paths are absolute. */
export type SherpaModel =
  | { vits: { model: string; tokens: string; lexicon?: string; dataDir?: string } }
  | {
      matcha: { acousticModel: string; vocoder: string; tokens: string; lexicon?: string; dataDir?: string };
    }
  | { kokoro: { model: string; voices: string; tokens: string; lexicon?: string; dataDir?: string } };

/**
 * Finds out which kind of model a folder holds, by its files as the project's archives of models have them: voices.bin
 * is Kokoro; a vocoder beside the model is Matcha; anything else is VITS (Piper, Coqui, MeloTTS among them). A smaller
 * `*.int8.onnx` is taken only when it is the only one.
 * @throws SpeechError `voice-failed` that names what is missing and what to do
 */
export async function readSherpaModel(folder: string): Promise<SherpaModel> {
  const root = resolve(folder);
  const names = await readdir(root).catch((cause: unknown) => {
    throw failed(`the model folder ${root} cannot be read: unpack a sherpa-onnx TTS model there`, cause);
  });
  const at = (name: string) => join(root, name);
  if (!names.includes('tokens.txt')) {
    throw failed(`${root} holds no tokens.txt: give the folder that a sherpa-onnx TTS model was unpacked to`);
  }
  const lexicons = names
    .filter((name) => /^lexicon.*\.txt$/.test(name) && name !== 'lexicon-gb-en.txt')
    .sort();
  const shared = {
    tokens: at('tokens.txt'),
    ...(lexicons.length > 0 && { lexicon: lexicons.map(at).join(',') }),
    ...(names.includes('espeak-ng-data') && { dataDir: at('espeak-ng-data') }),
  };
  const isVocoder = (name: string) => /vocos|hifigan|vocoder/i.test(name);
  const models = preferred(names.filter((name) => name.endsWith('.onnx') && !isVocoder(name)));
  const vocoders = preferred(names.filter((name) => name.endsWith('.onnx') && isVocoder(name)));
  const model = only(models, root, 'a model');
  if (names.includes('voices.bin')) {
    return { kokoro: { model: at(model), voices: at('voices.bin'), ...shared } };
  }
  if (vocoders.length > 0) {
    return {
      matcha: { acousticModel: at(model), vocoder: at(only(vocoders, root, 'a vocoder')), ...shared },
    };
  }
  return { vits: { model: at(model), ...shared } };
}

function preferred(names: readonly string[]): readonly string[] {
  const full = names.filter((name) => !name.endsWith('.int8.onnx'));
  return full.length > 0 ? full : names;
}

function only(names: readonly string[], root: string, what: string): string {
  const [name] = names;
  if (name === undefined)
    throw failed(`${root} holds no ${what.slice(2)} (*.onnx): unpack the whole archive there`);
  if (names.length > 1) throw failed(`${root} holds ${names.join(', ')}: leave one of them as ${what}`);
  return name;
}

function failed(message: string, cause?: unknown): SpeechError {
  return new SpeechError('voice-failed', message, cause === undefined ? undefined : { cause });
}
