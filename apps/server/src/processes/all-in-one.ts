import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_ACCOUNT, type DemoAccount, seedDemo } from '../flow/service/seed-demo.ts';
import { DEMO_EMAILS, removeDemoOperator, seedDemoLogins } from '../flow/service/seed-demo-logins.ts';
import { createPasswordHasher } from '../modules/identities/index.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, readConfig } from '../platform/config.ts';
import type { DbAddress } from '../platform/db.ts';
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { createLog } from '../platform/log.ts';
import { lockDataDir } from '../platform/run-dir.ts';
import { startApi } from './api.ts';
import { type Base, closeBase, openBase, type Part } from './base.ts';
import { type DemoPasswords, demoPasswords } from './demo-passwords.ts';
import { startDialer } from './dialer.ts';
import { startJobsProcess } from './jobs.ts';
import { fail, onStopSignal } from './run-alone.ts';
import { startSandbox } from './sandbox.ts';

/** Numbers of the demo, by what the sandbox carrier does when they are rung: the last four digits decide. */
const CALLED_NUMBERS = {
  answer: '+8613800000200',
  busy: '+8613800000486',
  noAnswer: '+8613800000480',
  reject: '+8613800000603',
};

/** The whole service on one machine: database, sandbox carrier, background work, dialer with its engine, API. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  // Stopped in the reverse order, also when a later one does not start.
  const parts: Part[] = [];
  let stopped: Promise<void> | undefined;
  const stopAll = () => {
    stopped ??= (async () => {
      for (const part of parts.reverse()) await part.stop();
    })();
    return stopped;
  };
  const interrupted = new AbortController();
  const started = start(config, parts, interrupted.signal);
  onStopSignal(async () => {
    interrupted.abort();
    process.stdout.write('\nStopping: calls under way may end …\n');
    // The step that is being taken is finished, so that it can be undone.
    await started.catch(() => {});
    await stopAll();
    process.stdout.write('Stopped.\n');
  });
  try {
    await started;
  } catch (error) {
    if (interrupted.signal.aborted) return;
    await stopAll().catch(() => {});
    throw error;
  }
}

async function start(config: Config, parts: Part[], interrupted: AbortSignal): Promise<void> {
  parts.push({ stop: await takeDataDir(config.dataDir) });
  const demoFile = join(config.dataDir, 'demo.json');
  const removeDemoFile = () => rm(demoFile, { force: true });
  await removeDemoFile(); // of a start that was killed
  parts.push({ stop: removeDemoFile });
  const address = await startDatabase(config, parts);
  interrupted.throwIfAborted();
  const base = await openBase(config, 'herald', address, 20);
  parts.push({ stop: () => closeBase(base) });
  interrupted.throwIfAborted();

  const heardDir = join(config.dataDir, 'heard');
  let demo: Demo | undefined;
  if (config.sandbox.enabled) {
    const sandbox = await startSandbox({ ...config.sandbox, heardDir }, base);
    parts.push(sandbox);
    const account = await seedDemo({ ...base, trunk: sandboxTrunk(config, sandbox.port) });
    const passwords = await demoPasswords(config.dataDir, base.random);
    const hasher = createPasswordHasher(base.random);
    await seedDemoLogins({ ...base, passwords: hasher }, DEMO_ACCOUNT, passwords);
    demo = { ...account, passwords };
  } else {
    await removeDemoOperator(base);
  }
  interrupted.throwIfAborted();
  parts.push(await startJobsProcess(base));
  parts.push(await startDialer(base));
  const api = await startApi(base, demo ? { heardDir } : {});
  parts.push(api);
  interrupted.throwIfAborted();

  if (demo) await writeDemoFile(demoFile, api.url, demo, heardDir);
  process.stdout.write(greeting(base, api, demo));
}

/**
 * Makes the data directory and takes it for this process alone.
 * @returns gives it back
 * @throws ConfigError when it cannot be had
 */
async function takeDataDir(dataDir: string): Promise<() => Promise<void>> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`DATA_DIR=${dataDir} cannot be written to (${code}): choose another folder`);
  }
  const unlock = await lockDataDir(dataDir);
  if (unlock) return unlock;
  throw new ConfigError(`another Herald is running on ${dataDir}: stop it, or choose another DATA_DIR`);
}

async function startDatabase(config: Config, parts: Part[]): Promise<DbAddress> {
  if (config.databaseUrl) return { url: config.databaseUrl };
  const log = createLog({ level: config.logLevel, name: 'postgres', now: () => systemClock.now() });
  const postgres = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    onRestart: (error) =>
      error === undefined
        ? log.warn('the database had ended and was started again')
        : log.error('the database has ended and does not start', { error }),
  });
  parts.push(postgres);
  return postgres.address;
}

const sandboxTrunk = (config: Config, port: number) => ({
  trunkId: 'sandbox',
  name: 'Sandbox carrier',
  host: config.sandbox.host,
  port,
  username: undefined,
  password: undefined,
  purposes: [1, 2],
  priority: 100,
  concurrency: 500,
  cps: 100,
  watch: { probeSeconds: 30 },
});

type Demo = DemoAccount & { passwords: DemoPasswords };

/** What a program needs to make its first call: written last, so that its being there means ready. */
async function writeDemoFile(path: string, url: string, demo: Demo, heardDir: string): Promise<void> {
  const { publicKey, privateKey, projectId, codeTemplateId, noticeTemplateId, flowId, passwords } = demo;
  const facts = {
    baseUrl: url,
    publicKey,
    privateKey,
    projectId,
    codeTemplateId,
    noticeTemplateId,
    flowId,
    calledNumbers: CALLED_NUMBERS,
    heardDir,
    owner: { email: DEMO_EMAILS.customer, password: passwords.customer },
    operator: { email: DEMO_EMAILS.operator, password: passwords.operator },
  };
  await writeFile(`${path}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const CONSOLE_STATES = {
  building: 'is being built: once, some 10 s; the page waits for it',
  built: '',
  failed: 'could not be built; the log says why',
};

function greeting(
  { config }: Base,
  { url, console }: Awaited<ReturnType<typeof startApi>>,
  demo: Demo | undefined,
): string {
  const lines = [
    '',
    '  Herald (传话) is ready.',
    '',
    ...(console ? [`  Console        ${url}/console/  ${CONSOLE_STATES[console.state()]}`.trimEnd()] : []),
    ...(console ? [`  Callees        ${url}/callee/`] : []),
    `  API            ${url}/`,
    `  API reference  ${url}/docs`,
    `  Data           ${config.dataDir}`,
  ];
  if (demo) {
    lines.push(
      '',
      '  Demo account, for the sandbox carrier on this machine:',
      `    PublicKey    ${demo.publicKey}`,
      `    PrivateKey   ${demo.privateKey}`,
      `    Templates    ${demo.codeTemplateId} (code)  ${demo.noticeTemplateId} (notice)  ${demo.flowId} (flow)`,
      `    Customer     ${DEMO_EMAILS.customer}  ${demo.passwords.customer}`,
      `    Operator     ${DEMO_EMAILS.operator}  ${demo.passwords.operator}`,
      '',
      '  Hear it: npm run demo      (in another terminal)',
    );
  }
  lines.push('  Stop it: Ctrl-C', '', '');
  return lines.join('\n');
}

await main().catch(fail);
