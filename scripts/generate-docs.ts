import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Language } from '@herald/contract';
import { apiReference } from './generate-api-docs.ts';
import { sandboxNumbers } from './generate-sandbox-docs.ts';

/** Every document that is generated: where it stands, and how its text is made. */
export const GENERATED: readonly { path: string; language: Language; text(language: Language): string }[] = [
  { path: 'docs/api.md', language: 'en', text: apiReference },
  { path: 'docs/api.zh-CN.md', language: 'zh', text: apiReference },
  { path: 'docs/sandbox-numbers.md', language: 'en', text: sandboxNumbers },
  { path: 'docs/sandbox-numbers.zh-CN.md', language: 'zh', text: sandboxNumbers },
];

/** Of one document; the reference of all Actions is beyond what a child process may say by default. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The text of a generated file as it stands there: formatted like everything else. */
export function contentOf({ path, language, text }: (typeof GENERATED)[number]): string {
  const input = text(language);
  const asked = { input, encoding: 'utf8', maxBuffer: MOST_BYTES } as const;
  return execFileSync('biome', ['format', `--stdin-file-path=${path}`], asked);
}

if (import.meta.main) {
  for (const file of GENERATED) {
    writeFileSync(file.path, contentOf(file));
    process.stdout.write(`${file.path}\n`);
  }
}
