import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** What the built files are made of; the lock file stands for all packages. */
const SOURCES = [
  'apps/console/build',
  'apps/console/src',
  'apps/console/index.html',
  'apps/console/callee.html',
  'apps/console/vite.config.ts',
  'packages/contract/src',
  'package-lock.json',
];

/** Where the console of these sources is kept once it is built: a folder of its own for each state of them. */
export async function builtFolder(): Promise<string> {
  const hash = createHash('sha256').update(process.versions.node);
  for (const source of SOURCES) {
    for (const path of await filesIn(join(ROOT, source))) {
      hash.update(`\0${relative(ROOT, path)}\0`).update(
        createHash('sha256')
          .update(await readFile(path))
          .digest(),
      );
    }
  }
  return join(ROOT, 'node_modules/.cache/console', hash.digest('hex').slice(0, 20));
}

/** The file itself, or all files below a folder, in one order everywhere. */
async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return undefined;
      throw error;
    },
  );
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
