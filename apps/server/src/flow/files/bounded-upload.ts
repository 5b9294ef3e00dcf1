import { HeraldError } from '@herald/contract';

const MIB = 1024 * 1024;

/**
 * All of what comes, and no more than may. A sender who goes away is told apart.
 * @throws HeraldError FILE_TOO_LARGE, FILE_CUT_OFF
 */
export async function* boundedUpload(
  file: { content: AsyncIterable<Uint8Array>; declaredBytes: number | undefined },
  mostMiB: number,
): AsyncGenerator<Uint8Array, void> {
  const tooLarge = () => new HeraldError('FILE_TOO_LARGE', { limitMiB: mostMiB });
  if ((file.declaredBytes ?? 0) > mostMiB * MIB) throw tooLarge();
  let bytes = 0;
  const parts = file.content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await parts.next().catch(() => {
        throw new HeraldError('FILE_CUT_OFF');
      });
      if (part.done) break;
      bytes += part.value.length;
      if (bytes > mostMiB * MIB) throw tooLarge();
      yield part.value;
    }
  } finally {
    await parts.return?.();
  }
  if (file.declaredBytes !== undefined && bytes !== file.declaredBytes) throw new HeraldError('FILE_CUT_OFF');
}
