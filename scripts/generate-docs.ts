import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { ACTION_ROOMS, type Language } from '@herald/contract';
import { apiReference, type Room, roomReference } from './generate-api-docs.ts';
import { limitsDocument } from './generate-limit-docs.ts';
import { sandboxNumbers } from './generate-sandbox-docs.ts';

/** Every document that is generated: where it stands, and how its text is made. */
export const GENERATED: readonly { path: string; language: Language; text(language: Language): string }[] = [
  { path: 'docs/api.md', language: 'en', text: apiReference },
  { path: 'docs/api.zh-CN.md', language: 'zh', text: apiReference },
  ...(Object.keys(ACTION_ROOMS) as Room[]).flatMap((room) => {
    const text = (language: Language) => roomReference(language, room);
    return [
      { path: `docs/api/${room}.md`, language: 'en' as const, text },
      { path: `docs/api/${room}.zh-CN.md`, language: 'zh' as const, text },
    ];
  }),
  { path: 'docs/limits.md', language: 'en', text: limitsDocument },
  { path: 'docs/limits.zh-CN.md', language: 'zh', text: limitsDocument },
  { path: 'docs/sandbox-numbers.md', language: 'en', text: sandboxNumbers },
  { path: 'docs/sandbox-numbers.zh-CN.md', language: 'zh', text: sandboxNumbers },
];

/** The text of a generated file as it stands there: formatted like everything else. */
export function contentOf({ path, language, text }: (typeof GENERATED)[number]): string {
  const input = text(language);
  return execFileSync('biome', ['format', `--stdin-file-path=${path}`], { input, encoding: 'utf8' });
}

if (import.meta.main) {
  for (const file of GENERATED) {
    writeFileSync(file.path, contentOf(file));
    process.stdout.write(`${file.path}\n`);
  }
}
