import { readFileSync } from 'node:fs';
import { decodeWav, encodeTrack, type Track } from '@herald/media';
import type { AnnouncementName } from '../plan/steps.ts';
import { joined, silence, tone } from './tones.ts';

/** What called lines say. Encoded once and shared by all calls. */
export interface Sounds {
  /** What somebody who picks up says first: a hum, so that the caller hears that the line lives. */
  readonly hello: Track;
  readonly announcements: Readonly<Record<AnnouncementName, Track>>;
}

/** Rendered with packages/speech, so that the carrier needs no voice of its own. */
function announcement(name: AnnouncementName): Track {
  const { pcm } = decodeWav(readFileSync(new URL(`./announcements/${name}.wav`, import.meta.url)));
  return encodeTrack(pcm, 'PCMA');
}

/** @throws the system's error when a file of ours is missing */
export function createSounds(): Sounds {
  const hello = joined(tone(180, 210, 420, 630), silence(20), tone(220, 240, 480, 720));
  return {
    hello: encodeTrack(hello, 'PCMA'),
    announcements: {
      'empty-number': announcement('empty-number'),
      'switched-off': announcement('switched-off'),
      'out-of-service': announcement('out-of-service'),
    },
  };
}
