import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Random, randomText } from '../platform/random.ts';

const LENGTH = 16;

export interface DemoPasswords {
  customer: string;
  operator: string;
}

/** The passwords of the demo's log-ins, made on the first start and kept for the user of the service alone. */
export async function demoPasswords(dataDir: string, random: Random): Promise<DemoPasswords> {
  const file = join(dataDir, 'demo-passwords.json');
  const kept = await readFile(file, 'utf8').then(parse, () => undefined);
  if (kept) return kept;
  const fresh = { customer: randomText(random, LENGTH), operator: randomText(random, LENGTH) };
  // Written aside and then given its name, so that no start finds half a file.
  await writeFile(`${file}.new`, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return fresh;
}

/** Undefined for a file that holds something else: new ones are made. */
function parse(text: string): DemoPasswords | undefined {
  try {
    const { customer, operator } = JSON.parse(text) as Partial<DemoPasswords>;
    const isOne = (password: unknown): password is string =>
      typeof password === 'string' && password.length >= LENGTH;
    return isOne(customer) && isOne(operator) ? { customer, operator } : undefined;
  } catch {
    return undefined;
  }
}
