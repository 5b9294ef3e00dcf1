import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A VITS model that fits on a page: each character is a tone of its own, 50 Hz × its number, and like the blank
 * (silence) that stands before and after each one it takes 100 ms at speed 1. It is a real ONNX file with the inputs and metadata that sherpa-onnx asks of such a model, so that all of the loading, the
 * tokens and the speed are carried out by the real code.
 *
 *   y = 0.5 · sin( x[T,1] · [0, 1, 2, … 1600 · length_scale) · 2π · 50 / 16000 ), laid end to end
 */
export async function writeTinyModel(folder: string, characters: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tokens = [...characters].map((c, i) => `${c} ${i + 1}`).join('\n');
  await writeFile(join(folder, 'tokens.txt'), `${tokens}\n`);
  await writeFile(join(folder, 'model.onnx'), model());
}

const FLOAT = 1;
const INT64 = 7;

/** ModelProto, of which each field is named where it is written (onnx.proto, IR version 8, opset 13). */
function model(): Uint8Array {
  const step = (2 * Math.PI * 50) / 16_000;
  const graph = message(
    field(1, node('Cast', ['x'], ['ids'], field(5, attribute('to', FLOAT)))),
    field(1, node('Reshape', ['ids', 'as_column'], ['column'])),
    field(1, node('Mul', ['length_scale', 'samples'], ['stretched'])),
    field(1, node('Reshape', ['stretched', 'as_scalar'], ['limit'])),
    field(1, node('Range', ['zero', 'limit', 'one'], ['ramp'])),
    field(1, node('Mul', ['ramp', 'step'], ['phase'])),
    field(1, node('Mul', ['column', 'phase'], ['angle'])),
    field(1, node('Sin', ['angle'], ['wave'])),
    field(1, node('Mul', ['wave', 'half'], ['quiet'])),
    field(1, node('Reshape', ['quiet', 'as_sound'], ['y'])),
    field(2, text('tiny')),
    field(5, tensor('as_column', INT64, [2], [-1, 1])),
    field(5, tensor('as_scalar', INT64, [0], [])),
    field(5, tensor('as_sound', INT64, [3], [1, 1, -1])),
    field(5, tensor('samples', FLOAT, [1], [1600])),
    field(5, tensor('zero', FLOAT, [], [0])),
    field(5, tensor('one', FLOAT, [], [1])),
    field(5, tensor('step', FLOAT, [], [step])),
    field(5, tensor('half', FLOAT, [], [0.5])),
    field(11, value('x', INT64, ['N', 'T'])),
    field(11, value('x_length', INT64, ['N'])),
    field(11, value('noise_scale', FLOAT, ['one'])),
    field(11, value('length_scale', FLOAT, ['one'])),
    field(11, value('noise_scale_w', FLOAT, ['one'])),
    field(12, value('y', FLOAT, ['N', 'C', 'L'])),
  );
  const metadata = {
    sample_rate: '16000',
    n_speakers: '1',
    language: 'test',
    comment: 'tiny',
    frontend: 'characters',
  };
  return message(
    field(1, 8),
    field(7, graph),
    field(8, message(field(2, 13))),
    ...Object.entries({ ...metadata, add_blank: '1', use_eos_bos: '0' }).map(([key, content]) =>
      field(14, message(field(1, text(key)), field(2, text(content)))),
    ),
  );
}

function node(type: string, inputs: string[], outputs: string[], ...attributes: Uint8Array[]): Uint8Array {
  const names = [
    ...inputs.map((name) => field(1, text(name))),
    ...outputs.map((name) => field(2, text(name))),
  ];
  return message(...names, field(4, text(type)), ...attributes);
}

/** An attribute that is a whole number (type 2). */
function attribute(name: string, content: number): Uint8Array {
  return message(field(1, text(name)), field(3, content), field(20, 2));
}

function tensor(name: string, type: number, shape: number[], content: number[]): Uint8Array {
  const raw = type === FLOAT ? new Float32Array(content) : new BigInt64Array(content.map(BigInt));
  return message(
    ...shape.map((size) => field(1, size)),
    field(2, type),
    field(8, text(name)),
    field(9, new Uint8Array(raw.buffer)),
  );
}

function value(name: string, type: number, shape: string[]): Uint8Array {
  const dimensions = shape.map((size) => field(1, message(field(2, text(size)))));
  const tensorType = message(field(1, type), field(2, message(...dimensions)));
  return message(field(1, text(name)), field(2, message(field(1, tensorType))));
}

/** Protocol Buffers: a field is its number and wire type, then a varint, or a length and bytes. */
function field(number: number, content: number | Uint8Array): Uint8Array {
  if (typeof content === 'number') return message(varint(number * 8), varint(content));
  return message(varint(number * 8 + 2), varint(content.length), content);
}

function varint(content: number): Uint8Array {
  const bytes: number[] = [];
  let rest = content;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function message(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
