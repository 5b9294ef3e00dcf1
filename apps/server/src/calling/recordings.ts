import { createHash } from 'node:crypto';

/**
 * The name of a call's nth recording in the engine's folder. Whoever placed the call takes the file away from there;
 * what is left behind there (`.part`, and files of calls that nobody heard the end of) may be thrown away.
 */
export function recordingName(callId: string, nth: number): string {
  return `${createHash('sha256').update(callId).digest('hex').slice(0, 32)}-${nth}.wav`;
}
