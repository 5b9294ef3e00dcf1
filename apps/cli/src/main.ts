import { parseArgs } from 'node:util';
import { RefusedError, TransportError } from '@herald/contract';
import { demo } from './demo.ts';
import { type Installation, readInstallation, SetupError } from './installation.ts';
import { send } from './send.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { watch } from './watch.ts';

const USAGE = `herald: the command line of Herald (传话)

  herald demo                                  a verification code and a notice to the sandbox carrier, live
  herald send TEMPLATE NUMBER [VALUE …]        sends one message and watches it to its receipt
  herald watch SESSION_NO                      watches a message that was sent

  --data DIR      data directory of a running installation (default: DATA_DIR or ./data)
  --url URL, --public-key KEY, --private-key KEY
                  another installation; also HERALD_URL, HERALD_PUBLIC_KEY, HERALD_PRIVATE_KEY
  --lang zh|en    language (default: by LANG)
  --dry-run       with send: every rule's verdict and the cost; nothing is sent
`;

const COMMANDS: Record<
  string,
  (
    terminal: Terminal,
    installation: Installation,
    words: string[],
    options: { dryRun: boolean },
  ) => Promise<void>
> = { demo, send, watch };

async function main(): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    process.stderr.write(`herald: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  const [name = '', ...words] = parsed.positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (parsed.values.help || !command) {
    (parsed.values.help ? process.stdout : process.stderr).write(USAGE);
    return parsed.values.help ? 0 : 2;
  }
  const terminal = createTerminal(parsed.values.lang);
  try {
    const installation = await readInstallation(parsed.values, terminal.language);
    await command(terminal, installation, words, { dryRun: parsed.values['dry-run'] === true });
    return 0;
  } catch (error) {
    if (error instanceof RefusedError) terminal.fail(`RetCode ${error.retCode}: ${error.message}`);
    else if (error instanceof TransportError || error instanceof SetupError) terminal.fail(error.message);
    else throw error;
    return 1;
  }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      url: { type: 'string' },
      'public-key': { type: 'string' },
      'private-key': { type: 'string' },
      lang: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

// The reader of a pipe has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main();
