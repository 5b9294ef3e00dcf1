import { parseArgs } from 'node:util';
import { RefusedError, TransportError } from '@herald/contract';
import { demo } from './demo.ts';
import { type Installation, readInstallation, SetupError } from './installation.ts';
import { send } from './send.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { verify } from './verify.ts';
import { verifyEvidence } from './verify-evidence.ts';
import { watch } from './watch.ts';

const USAGE = `herald: the command line of Herald (传话)

  herald demo                                  a verification code and a notice to the sandbox carrier, live
  herald send TEMPLATE NUMBER [VALUE …]        sends one message and watches it to its receipt
  herald watch SESSION_NO                      watches a message that was sent
  herald verify ledger                         as the operator: proves every balance and bill; exit code 1 where one is wrong
  herald verify audit                          as the operator: proves that no audit record was changed or removed
  herald verify audit FILE [EARLIER]           the same of an exported chain, without a server; also that it goes on from an earlier one
  herald verify-evidence FILE [KEY_ID]         that a bundle of evidence is as it was signed, without a server

  --data DIR      data directory of a running installation (default: DATA_DIR or ./data)
  --url URL, --public-key KEY, --private-key KEY
                  another installation; also HERALD_URL, HERALD_PUBLIC_KEY, HERALD_PRIVATE_KEY
                  verify logs in with HERALD_OPERATOR_EMAIL and HERALD_OPERATOR_PASSWORD (HERALD_OPERATOR_CODE: second factor),
                  by default as the demo's operator
  --lang zh|en    language (default: by LANG)
  --dry-run       with send: every rule's verdict and the cost; nothing is sent
`;

type Options = ReturnType<typeof parse>['values'];
type Command = (terminal: Terminal, options: Options, words: string[]) => Promise<number>;

/** What a customer's program can do too, with its key. */
function asCustomer(
  run: (
    terminal: Terminal,
    installation: Installation,
    words: string[],
    options: { dryRun: boolean },
  ) => Promise<void>,
): Command {
  return async (terminal, options, words) => {
    const installation = await readInstallation(options, terminal.language);
    await run(terminal, installation, words, { dryRun: options['dry-run'] === true });
    return 0;
  };
}

const COMMANDS: Record<string, Command> = {
  demo: asCustomer(demo),
  send: asCustomer(send),
  watch: asCustomer(watch),
  verify,
  'verify-evidence': (terminal, _options, words) => verifyEvidence(terminal, words),
};

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
    return await command(terminal, parsed.values, words);
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
