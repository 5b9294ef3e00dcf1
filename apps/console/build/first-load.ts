import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** One chunk in Vite's manifest. */
interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** The pages whose first load is bounded, by the modules that their routes load. */
const ROUTES = {
  'log-in': ['index.html', 'src/pages/entry/log-in.tsx'],
  overview: ['index.html', 'src/shell/customer-shell.tsx', 'src/pages/customer/overview/overview.tsx'],
  callee: ['callee.html'],
};

/** How much a browser with an empty cache loads for a page: entry, shell, page and what they import. */
export async function firstLoad(folder: string): Promise<{ route: string; gzipBytes: number }[]> {
  const manifest: Record<string, Chunk> = JSON.parse(
    await readFile(join(folder, '.vite/manifest.json'), 'utf8'),
  );
  return Promise.all(
    Object.entries(ROUTES).map(async ([route, modules]) => {
      const files = new Set<string>();
      const add = (name: string) => {
        const chunk = manifest[name];
        if (!chunk) throw new Error(`${name} is not in the build: name what ${route} loads in first-load.ts`);
        if (files.has(chunk.file)) return;
        files.add(chunk.file);
        for (const css of chunk.css ?? []) files.add(css);
        for (const imported of chunk.imports ?? []) add(imported);
      };
      for (const name of modules) add(name);
      const sizes = await Promise.all([...files].map((file) => stat(join(folder, `${file}.gz`))));
      return { route, gzipBytes: sizes.reduce((sum, { size }) => sum + size, 0) };
    }),
  );
}
