import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import {
  builtInClauses,
  type ClauseProof,
  ENFORCEMENT,
  type Proofs,
} from '../apps/server/src/modules/agreements/index.ts';

const FILE = 'apps/server/src/modules/agreements/proofs.json';
/** Titles shown for a clause; some have hundreds. */
const MOST_TESTS = 12;

interface Report {
  readonly startTime: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}
type Test = ClauseProof['tests'][number];

/**
 * The clauses that a title says it proves: it begins with them, as `3.6 …` or `4.3.1, 5.6 …`; a letter may follow each.
 * RFCs have their names before their sections, so they are none of them.
 */
export function clausesOfTitle(title: string): string[] {
  const number = String.raw`\d{1,2}\.\d{1,2}(?:\.\d{1,2})?`;
  const [head = ''] =
    new RegExp(`^${number}(?: [a-l](?=[ ,:]))?(?:, ${number}(?: [a-l](?=[ ,:]))?)*(?=[ :])`).exec(title) ??
    [];
  return [...new Set(head.match(new RegExp(number, 'g')) ?? [])];
}

/** Tests by clause, of what runs of tests have left. Those that were skipped prove nothing. */
export function testsByClause(reports: readonly Report[], root: string): Map<string, Test[]> {
  const found = new Map<string, Test[]>();
  for (const { name, assertionResults } of reports.flatMap(({ testResults }) => testResults)) {
    for (const { title, status } of assertionResults) {
      if (status !== 'passed' && status !== 'failed') continue;
      for (const clause of clausesOfTitle(title)) {
        const tests = found.get(clause) ?? [];
        tests.push({ file: relative(root, name), title, result: status });
        found.set(clause, tests);
      }
    }
  }
  return found;
}

/** A few of many, so that each file that has any comes to show one before another shows its second. */
export function someOf(tests: readonly Test[]): Test[] {
  const nth = new Map<string, number>();
  return tests
    .map((test) => {
      const turn = nth.get(test.file) ?? 0;
      nth.set(test.file, turn + 1);
      return { test, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .slice(0, MOST_TESTS)
    .map(({ test }) => test);
}

/** The place of an exported symbol with the first sentence of its docstring; undefined where there is none of the name. */
export function placeOf(
  place: string,
  read: (file: string) => string,
): ClauseProof['places'][number] | undefined {
  const [file = '', symbol = ''] = place.split('#');
  const before = new RegExp(`^export (?:async )?(?:function|const|class|interface) ${symbol}\\b`, 'm').exec(
    read(file),
  );
  if (!before) return undefined;
  const doc = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before.input.slice(0, before.index))?.[1] ?? '';
  const text = doc
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { file, symbol, says: /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text };
}

/** What there is to show, and what is wrong with it, in words. */
export function prove(reports: readonly Report[], root: string): { proofs: Proofs; faults: string[] } {
  const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
  const found = testsByClause(reports, root);
  const faults: string[] = [];
  const clauses: Record<string, ClauseProof> = {};
  const duties = builtInClauses().en.filter(({ number, text }) => text !== '' && !number.includes(' '));
  for (const { number } of duties) {
    const enforcement = ENFORCEMENT[number];
    if (!enforcement) faults.push(`${number} has no row in enforcement.ts`);
    if (!enforcement || 'words' in enforcement) continue;
    const tests = found.get(number) ?? [];
    const places = enforcement.by.flatMap((place) => {
      const at = placeOf(place, read);
      if (!at) faults.push(`${number}: there is no ${place}`);
      return at ? [at] : [];
    });
    const passed = tests.filter(({ result }) => result === 'passed').length;
    if (passed === 0) faults.push(`${number}: no test that passed begins with it`);
    clauses[number] = { places, tests: someOf(tests), passed, failed: tests.length - passed };
  }
  for (const number of Object.keys(ENFORCEMENT)) {
    if (!duties.some((duty) => duty.number === number))
      faults.push(`${number} is no clause of the agreement`);
  }
  const ranAt = new Date(Math.min(...reports.map(({ startTime }) => startTime))).toISOString();
  return { proofs: { ranAt, clauses }, faults };
}

/** Shown proofs that a run of the tests does not bear out any more. */
export function outdated(shown: Proofs, now: Proofs, ran: ReadonlyMap<string, readonly Test[]>): string[] {
  return Object.entries(shown.clauses).flatMap(([number, { tests }]) => {
    if (!now.clauses[number]) return [`${number} is shown as proved and is not`];
    const titles = new Set(ran.get(number)?.map(({ file, title }) => `${file}\n${title}`));
    return tests
      .filter(({ file, title }) => !titles.has(`${file}\n${title}`))
      .map(({ title }) => `${number}: there is no test “${title}” any more`);
  });
}

/** `living-agreement.ts REPORT…` writes the page's data from reports of test runs; with `--check` it only looks. */
if (import.meta.main) {
  const [flag, ...rest] = process.argv.slice(2);
  const checks = flag === '--check';
  const files = checks ? rest : process.argv.slice(2);
  const reports = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
  const { proofs, faults } = prove(reports, process.cwd());
  if (checks) {
    const shown = JSON.parse(readFileSync(FILE, 'utf8')) as Proofs;
    const old = outdated(shown, proofs, testsByClause(reports, process.cwd()));
    faults.push(...old.map((fault) => `${fault}: run npm run living-agreement after the tests`));
  } else {
    const input = JSON.stringify(proofs);
    writeFileSync(
      FILE,
      execFileSync('biome', ['format', `--stdin-file-path=${FILE}`], { input, encoding: 'utf8' }),
    );
  }
  const proved = Object.values(proofs.clauses).filter(({ passed }) => passed > 0).length;
  process.stdout.write(
    `${proved} clauses proved, ${Object.keys(ENFORCEMENT).length - proved} words only or not proved\n`,
  );
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
