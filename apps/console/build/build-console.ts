import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { builtFolder } from './sources.ts';

/** Builds of earlier sources that are kept: other starts on this machine may be serving them. */
const BUILDS_KEPT = 3;
const LONGEST_BUILD_MS = 3_600_000;
const COMPRESSED = /\.(?:js|css|html|svg)$/;

/**
 * The folder of the built console: the one that is there for these sources, or one that is built now. Two that build at
 * once both do so in a folder of their own, and the one that is later takes what the first put in place.
 * @throws what Vite says of sources that do not build, or the disk of a folder that cannot be written
 */
export async function buildConsole(onBuild: () => void): Promise<string> {
  const folder = await builtFolder();
  if (await isThere(folder)) return folder;
  onBuild();
  const parent = dirname(folder);
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(parent, { recursive: true });
  try {
    await build({
      root: fileURLToPath(new URL('..', import.meta.url)),
      logLevel: 'warn',
      build: { outDir: unfinished, emptyOutDir: true },
    });
    await compress(unfinished);
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await forgetOld(parent, folder);
  return folder;
}

/** Beside each file its gzip and its Brotli: compressed once, and better than it could be done for each request. */
async function compress(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content, quality));
  }
}

/** Also what a build that was interrupted left behind. */
async function forgetOld(parent: string, current: string): Promise<void> {
  const all = await readdir(parent);
  for (const name of all.filter((one) => /\.\d+$/.test(one))) {
    const { mtimeMs } = await stat(join(parent, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > LONGEST_BUILD_MS)
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const names = all.filter((name) => /^[0-9a-f]{20}$/.test(name));
  const dated = await Promise.all(
    names.map(async (name) => ({ path: join(parent, name), at: (await stat(join(parent, name))).mtimeMs })),
  );
  dated.sort((a, b) => b.at - a.at);
  for (const { path } of dated.slice(BUILDS_KEPT)) {
    if (path !== current) await rm(path, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
