import {
  compileScreener,
  currentVersion,
  readLexicon,
  type Screener,
} from '../../modules/screening/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { hanzi } from '../../platform/hanzi.ts';

/** How long a process goes on with a version after there is a newer one. */
const FRESH_MS = 800;

/** The lexicon in force, made ready once a version. */
export interface Screening {
  /** @param db what the version is asked of, where it has not been asked for a while */
  current(db: Db): Promise<Screener>;
}

/** The lexicon in force, made ready for this once. */
export async function screenerNow(db: Db): Promise<Screener> {
  return compileScreener((await readLexicon(db, await currentVersion(db))) ?? [], hanzi);
}

export function createScreening(clock: Clock): Screening {
  let known: { version: number; screener: Screener } | undefined;
  let freshUntil = 0;
  return {
    async current(db) {
      if (known && clock.now() < freshUntil) return known.screener;
      const version = await currentVersion(db);
      if (known?.version !== version) {
        const terms = (await readLexicon(db, version)) ?? [];
        known = { version, screener: compileScreener(terms, hanzi) };
      }
      freshUntil = clock.now() + FRESH_MS;
      return known.screener;
    },
  };
}
