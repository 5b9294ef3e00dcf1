const FORMAT_PCM = 1;

/**
 * The loudest sample of each of `bars` equal parts of a WAV file (16-bit PCM), 0 to 1; empty where it is no such file.
 */
export function readWave(bytes: ArrayBuffer, bars: number): number[] {
  const view = new DataView(bytes);
  const tag = (at: number) => String.fromCharCode(...new Uint8Array(bytes, at, 4));
  if (bytes.byteLength < 44 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return [];
  let isPcm16 = false;
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'fmt ') {
      isPcm16 = view.getUint16(at + 8, true) === FORMAT_PCM && view.getUint16(at + 22, true) === 16;
    }
    if (tag(at) === 'data') {
      const end = Math.min(bytes.byteLength, at + 8 + size);
      return isPcm16 ? peaksOf(view, at + 8, Math.floor((end - at - 8) / 2), bars) : [];
    }
    at += 8 + size + (size % 2);
  }
  return [];
}

function peaksOf(view: DataView, start: number, samples: number, bars: number): number[] {
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((samples * bar) / bars);
    const until = Math.floor((samples * (bar + 1)) / bars);
    let peak = 0;
    for (let i = from; i < until; i++) peak = Math.max(peak, Math.abs(view.getInt16(start + i * 2, true)));
    return peak / 32_768;
  });
}
