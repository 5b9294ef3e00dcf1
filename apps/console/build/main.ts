import { buildConsole } from './build-console.ts';
import { firstLoad } from './first-load.ts';

/** What a server that has started this program is told. */
export type BuildWord =
  | { readonly type: 'building' }
  | { readonly type: 'built'; readonly folder: string }
  | { readonly type: 'failed'; readonly message: string };

/** By hand (`npm run build`): says what it does. Below a server: tells it over the channel, and ends with it. */
async function main(): Promise<void> {
  const tell = (word: BuildWord, line: string) => {
    if (process.send) process.send(word);
    else process.stdout.write(`${line}\n`);
  };
  // Whatever runs this: React and Vite are made for use, not for development.
  process.env.NODE_ENV = 'production';
  process.once('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group: below a server it is the server that ends this.
  if (process.send) process.on('SIGINT', () => {});
  try {
    const folder = await buildConsole(() => tell({ type: 'building' }, 'Building the console …'));
    tell({ type: 'built', folder }, folder);
    if (!process.send) {
      for (const { route, gzipBytes } of await firstLoad(folder)) {
        process.stdout.write(`${route.padEnd(12)} ${(gzipBytes / 1000).toFixed(1)} kB gzip\n`);
      }
    }
  } catch (error) {
    tell({ type: 'failed', message: String(error) }, `The console was not built: ${error}`);
    process.exitCode = 1;
  }
  if (process.connected) process.disconnect();
}

await main();
