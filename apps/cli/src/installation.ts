import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Client, createClient, type Fetch, type Language } from '@herald/contract';

/** What the caller must set up before a command can run; the message says how. */
export class SetupError extends Error {}

/** A running Herald and the right to use it. */
export interface Installation {
  client: Client;
  /** Present for an installation on this machine with its sandbox carrier. */
  demo: DemoFacts | undefined;
}

/** demo.json, as a starting installation writes it. */
export interface DemoFacts {
  baseUrl: string;
  publicKey: string;
  privateKey: string;
  codeTemplateId: string;
  noticeTemplateId: string;
  calledNumbers: { answer: string };
  heardDir: string;
  /** Of the staff; absent where an older installation wrote the file. */
  operator?: { email: string; password: string };
}

/** A call takes longer than this only when the server is in trouble. */
const ANSWER_WITHIN_MS = 65_000;

/** fetch, with a bound on the wait. */
export const fetchWithin =
  (ms: number): Fetch =>
  (url, init) =>
    fetch(url, { ...init, signal: AbortSignal.timeout(ms) });

/** Finds the installation: by options, by environment, or by the demo.json of one that runs here. */
export async function readInstallation(
  options: { data?: string; url?: string; 'public-key'?: string; 'private-key'?: string },
  language: Language,
): Promise<Installation> {
  const { env } = process;
  const baseUrl = options.url ?? env.HERALD_URL;
  const publicKey = options['public-key'] ?? env.HERALD_PUBLIC_KEY;
  const privateKey = options['private-key'] ?? env.HERALD_PRIVATE_KEY;
  const connect = (facts: { baseUrl: string; publicKey: string; privateKey: string }): Client =>
    createClient({
      ...facts,
      language,
      fetch: fetchWithin(ANSWER_WITHIN_MS),
    });
  if (baseUrl && publicKey && privateKey) {
    return { client: connect({ baseUrl, publicKey, privateKey }), demo: undefined };
  }
  if (baseUrl || options['public-key'] || options['private-key']) {
    throw new SetupError('--url, --public-key and --private-key are needed together');
  }
  const demo = await readDemo(options.data, language);
  return { client: connect(demo), demo };
}

/** The facts of the installation that runs on this machine. @throws SetupError where there is none */
export async function readDemo(data: string | undefined, language: Language): Promise<DemoFacts> {
  const path = resolve(data ?? process.env.DATA_DIR ?? './data', 'demo.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as DemoFacts;
  } catch {
    throw new SetupError(
      language === 'zh'
        ? `没有找到 ${path}。请先在另一个终端运行 npm start，待其就绪后再试。`
        : `${path} was not found. Run npm start in another terminal first, and wait until it is ready.`,
    );
  }
}
