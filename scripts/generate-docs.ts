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

if (import.meta.main) {
  for (const { path, language, text } of GENERATED) {
    writeFileSync(path, text(language));
    process.stdout.write(`${path}\n`);
  }
}
