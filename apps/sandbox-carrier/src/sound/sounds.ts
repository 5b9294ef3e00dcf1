import { encodeTrack, type Track } from '@herald/media';
import type { AnnouncementName } from '../plan/steps.ts';
import { joined, silence, tone } from './tones.ts';

/** What called lines say. Encoded once and shared by all calls. */
export interface Sounds {
  /** What somebody who picks up says first: a hum, so that the caller hears that the line lives. */
  readonly hello: Track;
  readonly announcements: Readonly<Record<AnnouncementName, Track>>;
}

/** ITU-T E.180 7.6, Q.35: the special information tone before an announcement, three tones going up. */
const informationTone = (): Int16Array => joined(tone(330, 950), tone(330, 1_400), tone(330, 1_800));

export function createSounds(): Sounds {
  const hello = joined(tone(180, 210, 420, 630), silence(20), tone(220, 240, 480, 720));
  return {
    hello: encodeTrack(hello, 'PCMA'),
    announcements: {
      'switched-off': encodeTrack(informationTone(), 'PCMA'),
      'out-of-service': encodeTrack(informationTone(), 'PCMA'),
    },
  };
}
