import { createHash } from 'node:crypto';

/** Together with the ending well below the 255 bytes of every file system. */
const MAX_LENGTH = 160;

/**
 * The name of the recording of a call. A Call-ID of letters, digits and `.-_` is its own name; of any other the
 * strange characters are replaced and a digest is added, so that no two calls share a file and none leaves its
 * folder.
 */
export function fileNameOf(callId: string): string {
  const safe = callId.replace(/[^\w.-]/g, '_').replace(/^\./, '_');
  if (safe === callId && safe !== '' && safe.length <= MAX_LENGTH) return `${safe}.wav`;
  const digest = createHash('sha256').update(callId).digest('hex').slice(0, 12);
  return `${safe.slice(0, MAX_LENGTH)}-${digest}.wav`;
}
