import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { forbidden, options } from './walls.ts';

const SOURCES = ['packages', 'apps', 'bench', 'interop'];
/** Fewer files than this and the tool did not read the tree: a check that looked at nothing has proved nothing. */
const FEWEST_FILES = 100;

async function violations(paths: string[]): Promise<ICruiseResult['summary']> {
  const tsConfig = extractTSConfig('tsconfig.json');
  const { output } = await cruise(paths, { ...options, validate: true, ruleSet: { forbidden } }, undefined, {
    tsConfig,
  });
  return (output as ICruiseResult).summary;
}

const summary = await violations(SOURCES);
for (const violation of summary.violations) {
  process.stdout.write(`${violation.rule.name}: ${violation.from} → ${violation.to}\n`);
}
if (summary.totalCruised < FEWEST_FILES) {
  process.stdout.write(`only ${summary.totalCruised} files were read: the tool cannot see the tree\n`);
  process.exit(1);
}

// The canary: a module that imports its sibling and a rule file that reads the disk must both be found.
const canary = await mkdtemp(join('apps/server/src/modules', 'canary-'));
let found: string[];
try {
  await writeFile(join(canary, 'index.ts'), "export * from '../ledger/index.ts';\n");
  await writeFile(join(canary, 'rules.ts'), "export { readFile } from 'node:fs/promises';\n");
  found = (await violations([canary])).violations.map((violation) => violation.rule.name);
} finally {
  await rm(canary, { recursive: true, force: true });
}
for (const expected of ['modules-never-import-a-sibling', 'rules-are-pure']) {
  if (!found.includes(expected)) {
    process.stdout.write(`the canary was not caught by ${expected}: the walls do not hold\n`);
    process.exit(1);
  }
}
process.stdout.write(
  `${summary.totalCruised} files, ${summary.violations.length} violations, canary caught\n`,
);
process.exit(summary.violations.length === 0 ? 0 : 1);
