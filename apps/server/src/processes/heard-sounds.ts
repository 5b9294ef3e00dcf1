import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxSounds } from '../gateway/handlers/index.ts';

/**
 * The sounds that the sandbox carrier keeps, one file a call, named `<SessionNo>.<attempt>.wav`: of a message the last
 * attempt's. A file may be deleted for newer ones at any moment, which is as if it were not there.
 */
export function createHeardSounds(folder: string): SandboxSounds {
  return {
    async find(sessionNo) {
      const names = await readdir(folder).catch(() => []);
      const attempts = names.flatMap((name) => {
        const attempt = name.startsWith(`${sessionNo}.`) ? /\.(\d+)\.wav$/.exec(name)?.[1] : undefined;
        return attempt === undefined ? [] : [{ name, attempt: Number(attempt) }];
      });
      const last = attempts.sort((a, b) => b.attempt - a.attempt)[0];
      if (!last) return undefined;
      const path = join(folder, last.name);
      const size = await stat(path).then(
        (facts) => facts.size,
        () => undefined,
      );
      if (size === undefined) return undefined;
      return { name: last.name, mime: 'audio/wav', size, content: createReadStream(path) };
    },
  };
}
