export interface WavFields {
  pcm: Int16Array;
  sampleRate?: number;
  channels?: number;
  bits?: number;
  format?: number;
  dataSize?: number;
  /** Other chunks before the format: name and size of content. */
  before?: [name: string, size: number][];
}

/** A RIFF/WAVE file, or something that is nearly one. */
export function wav({
  pcm,
  sampleRate = 22_050,
  channels = 1,
  bits = 16,
  format = 1,
  dataSize,
  before = [],
}: WavFields): Uint8Array {
  const bytes: number[] = [];
  const text = (tag: string) => bytes.push(...[...tag].map((c) => c.charCodeAt(0)));
  const number = (value: number, size: number) => {
    for (let i = 0; i < size; i++) bytes.push(Math.floor(value / 256 ** i) & 255);
  };
  text('RIFF');
  number(0, 4);
  text('WAVE');
  for (const [name, size] of before) {
    text(name);
    number(size, 4);
    bytes.push(...Array(size + (size % 2)).fill(7));
  }
  text('fmt ');
  number(16, 4);
  number(format, 2);
  number(channels, 2);
  number(sampleRate, 4);
  number((sampleRate * channels * bits) / 8, 4);
  number((channels * bits) / 8, 2);
  number(bits, 2);
  text('data');
  number(dataSize ?? pcm.byteLength, 4);
  for (const sample of pcm) number(sample & 0xffff, 2);
  return Uint8Array.from(bytes);
}
