import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builtFolder } from '../../build/sources.ts';

const BUILD = fileURLToPath(new URL('../../build/main.ts', import.meta.url));

/** Has the console built as `npm run build` does, where it is not built yet. */
export async function built(): Promise<string> {
  await promisify(execFile)(process.execPath, [BUILD]);
  return builtFolder();
}
