import { join } from 'node:path';
import { readConfig } from '../platform/config.ts';
import { addMasterKey, encodeKeys, loadMasterKeys, withNewKey } from '../platform/master-keys.ts';
import { sealingKey } from '../platform/vault.ts';
import { fail } from './run-alone.ts';

/** Makes a new master key, which seals from the next start on; what is under the others is sealed anew by and by. */
async function main(): Promise<void> {
  const { masterKey, dataDir } = readConfig(process.env);
  const file = join(dataDir, 'master.key');
  const keys = masterKey ? withNewKey(await loadMasterKeys(masterKey, file)) : await addMasterKey(file);
  const [newest, ...older] = keys.map((key) => sealingKey(key).id);
  const where = masterKey
    ? `Set this in place of what is set now, on every machine:\n\n  HERALD_MASTER_KEY=${encodeKeys(keys, ',')}\n`
    : `It stands first in ${file}.\n`;
  process.stdout.write(`
New master key ${newest}; the older ones stay: ${older.join(', ')}.
${where}
1. Keep a copy of it where you keep passwords, before anything is sealed with it.
2. Start the service again. Of several processes, first start each again with the new key second, so that all can read
   what it seals; then with it first.
3. What is sealed under older keys is sealed anew while the service runs: the console shows how far it is, under System.
4. When an older key is reported as removable, take it out and start again. Keep it as long as you keep backups from
   before: they are sealed under it.

`);
}

await main().catch(fail);
