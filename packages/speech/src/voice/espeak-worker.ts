import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import ESpeakNG from 'espeak-ng';
import { SpeechError } from '../error.ts';
import type { Language } from '../normalise/language.ts';
import { resample } from '../sound/resample.ts';
import { readWav } from '../sound/wav.ts';
import type { RenderReply, RenderRequest } from './host.ts';

/**
 * The worker thread that runs eSpeak NG, which npm has as its command line compiled to WebAssembly.
 *
 * One instance is kept for the life of the worker. A command line run leaves its heap and its static
 * variables used up, so the memory as it was before `main` is kept beside it and put back before each run:
 * every run starts from the same state, gives the same samples for the same text, and leaks nothing.
 * Measured: 15–20 ms for a syllable this way, 70–100 ms with a new instance each; most of the difference
 * is the building of its in-memory file system.
 */

const INPUT = '/text';
const OUTPUT = '/sound.wav';

/** eSpeak's own default speed, and the bounds of its -s option, words per minute. */
const NORMAL_SPEED = 175;
const MIN_SPEED = 80;
const MAX_SPEED = 450;

const VOICE_NAMES: Record<Language, string> = { zh: 'cmn', en: 'en-us' };

/** The exports used of the Emscripten build; `main` is wrapped as __main_argc_argv. */
interface EspeakExports {
  memory: WebAssembly.Memory;
  __main_argc_argv(count: number, argv: number): number;
  stackAlloc(bytes: number): number;
  stackRestore(pointer: number): void;
  emscripten_stack_get_current(): number;
}

async function startEspeak(): Promise<(args: readonly string[], text: string) => Uint8Array> {
  const binary = readFileSync(new URL('espeak-ng.wasm', import.meta.resolve('espeak-ng')));
  const compiled = await WebAssembly.compile(binary);
  let exports: EspeakExports | undefined;
  let complaint = '';
  const note = (line: string) => {
    complaint = line.slice(0, 200);
  };
  const module = await ESpeakNG({
    noInitialRun: true,
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(compiled, imports).then((instance) => {
        exports = instance.exports as unknown as EspeakExports;
        done(instance);
      });
      return {};
    },
    print: note,
    printErr: note,
  });
  if (exports === undefined) throw new Error('the WebAssembly instance was not made');
  const wasm = exports;
  const pristine = new Uint8Array(wasm.memory.buffer).slice();
  const stack = wasm.emscripten_stack_get_current();

  return (args, text) => {
    const heap = new Uint8Array(wasm.memory.buffer);
    heap.set(pristine);
    heap.fill(0, pristine.length);
    wasm.stackRestore(stack);
    complaint = '';
    module.FS.writeFile(INPUT, text);
    const status = wasm.__main_argc_argv(args.length, placeArguments(wasm, args));
    if (status !== 0) throw new SpeechError('voice-failed', `status ${status} ${complaint}`.trim());
    const wav = module.FS.readFile(OUTPUT);
    module.FS.unlink(OUTPUT);
    return wav;
  };
}

/** Lays out argv on the instance's stack, as C's main expects it: 32 bit pointers, a null at the end. */
function placeArguments(wasm: EspeakExports, args: readonly string[]): number {
  const encoder = new TextEncoder();
  const pointers = args.map((arg) => {
    const bytes = encoder.encode(`${arg}\0`);
    const pointer = wasm.stackAlloc(bytes.length);
    new Uint8Array(wasm.memory.buffer).set(bytes, pointer);
    return pointer;
  });
  const argv = wasm.stackAlloc((pointers.length + 1) * 4);
  new Uint32Array(wasm.memory.buffer, argv, pointers.length + 1).set([...pointers, 0]);
  return argv;
}

const port = parentPort;
if (port === null) throw new Error('espeak-worker.ts runs in a worker thread only');
const starting = startEspeak();

port.on('message', async ({ text, language, rate, sampleRate }: RenderRequest) => {
  const espeak = await starting;
  const speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, Math.round(NORMAL_SPEED * rate)));
  const reply = render(sampleRate, () =>
    espeak(
      // -b 1: the text is UTF-8.
      ['espeak-ng', '-v', VOICE_NAMES[language], '-s', String(speed), '-b', '1', '-f', INPUT, '-w', OUTPUT],
      text,
    ),
  );
  port.postMessage(reply, reply.kind === 'sound' ? [reply.pcm.buffer as ArrayBuffer] : []);
});

function render(to: number, run: () => Uint8Array): RenderReply {
  try {
    const { sampleRate, pcm } = readWav(run());
    return { kind: 'sound', sampleRate: to, pcm: resample(pcm, sampleRate, to) };
  } catch (error) {
    // Anything but a plain refusal (a trap, an exit() out of main) leaves the instance's JavaScript side in
    // doubt: the thread ends with it, and the voice starts a new one.
    if (!(error instanceof SpeechError)) throw error;
    return { kind: 'failed', reason: error.message };
  }
}
