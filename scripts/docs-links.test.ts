import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const DOCUMENTS = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test.each(DOCUMENTS)('%s: every link leads somewhere', (path) => {
  const broken = linksOf(path).filter((link) => !leadsSomewhere(path, link));
  expect(broken).toEqual([]);
});

test.each(DOCUMENTS)('%s speaks of the project and of nothing around it', (path) => {
  expect(readFileSync(path, 'utf8')).not.toMatch(/\/work\/|\/tmp\/|shared\/(?:spec|seed)|registry\.npm/);
});

function linksOf(path: string): string[] {
  const prose = withoutFences(readFileSync(path, 'utf8'));
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

function leadsSomewhere(from: string, link: string): boolean {
  if (/^https?:/.test(link)) return true;
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(path)) return false;
  return anchor === undefined || anchorsOf(path).has(decodeURIComponent(anchor));
}

/** Anchors as GitHub makes them: lower case, spaces to hyphens, punctuation away. */
const anchorsOf = (path: string): Set<string> => {
  const known = anchors.get(path) ?? readAnchors(path);
  anchors.set(path, known);
  return known;
};
/** By document: the reference links to itself thousands of times. */
const anchors = new Map<string, Set<string>>();

function readAnchors(path: string): Set<string> {
  const headings = withoutFences(readFileSync(path, 'utf8')).matchAll(/^#+ (.+)$/gm);
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map(([, heading = '']) => anchor(heading)));
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^(`{3,}).*?^\1$/gms, '');
}
