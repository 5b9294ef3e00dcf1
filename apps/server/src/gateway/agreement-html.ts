import { createHash } from 'node:crypto';
import type { Language, ResponseOf } from '@herald/contract';
import { beijingTime } from '../platform/beijing-time.ts';

type Version = ResponseOf<'QueryUVMSAgreement'>;
type Change = ResponseOf<'DiffUVMSAgreementVersions'>['Changes'][number];

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.8 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif;
  color: light-dark(#1c2430, #e3e7ee); background: light-dark(#fbfbf9, #14171c); }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; font-weight: 600; line-height: 1.4; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; font-weight: 600; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; }
.letter { padding-left: 1.75rem; }
.number { color: light-dark(#5b6675, #9aa5b5); margin-right: .5rem; }
.facts, nav { color: light-dark(#5b6675, #9aa5b5); font-size: .9rem; }
nav a { margin-right: 1rem; }
.told { padding: .75rem 1rem; border-radius: 6px; background: light-dark(#f0f1ec, #1d2229); }
code { font: 12px/1.6 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: light-dark(#0b5c8a, #7cc0ea); }
ins { text-decoration: underline; background: light-dark(#dcf3e0, #173a22); }
del { background: light-dark(#fbe0de, #45201d); }
@media print { nav { display: none; } body { color: #000; background: #fff; font-size: 11pt; } main { max-width: none; padding: 0; } }
`;

/** Nothing may load but the style above. */
export const AGREEMENT_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const WORDS = {
  zh: {
    title: '语音消息服务协议',
    version: '版本',
    effective: '生效时间',
    announced: '公告时间',
    other: 'English',
    current: '现行版本',
    coming: '即将生效的版本',
    changes: '与现行版本的差别',
    past: '此版本已被代替。',
    notYet: '此版本尚未生效。在生效之前，您可以在控制台书面拒绝；届时未拒绝的，视为同意（12.3）。',
    immediate: '依法立即生效。依据：',
    diff: '协议的差别',
    none: '两个版本没有差别。',
    legend: '下划线为新增，删除线为删除。只列出有变化的条款。',
  },
  en: {
    title: 'Voice message service agreement',
    version: 'Version',
    effective: 'In force from',
    announced: 'Announced',
    other: '中文',
    current: 'The version in force',
    coming: 'The coming version',
    changes: 'What differs from the version in force',
    past: 'This version has been replaced.',
    notYet:
      'This version is not in force yet. Until it is you may refuse it in writing in the console; silence counts as consent (12.3).',
    immediate: 'In force at once, as the law requires. Ground: ',
    diff: 'What differs in the agreement',
    none: 'The two versions do not differ.',
    legend: 'Underlined: added. Struck through: removed. Only clauses that differ are shown.',
  },
} as const;

/** Text as HTML: nothing in it is markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** One version, to read and to print. */
export function agreementPage(version: Version, language: Language): string {
  const words = WORDS[language];
  const facts = [
    `${words.version} ${version.Version}`,
    `${words.effective} ${beijingTime(version.EffectiveTime, language)}`,
    `${words.announced} ${beijingTime(version.AnnounceTime, language)}`,
  ].join(' · ');
  const told = [
    ...(version.State === 'coming' ? [words.notYet] : []),
    ...(version.State === 'past' ? [words.past] : []),
    ...(version.Immediate ? [`${words.immediate}${version.Ground}`] : []),
  ];
  const links = [
    ...(version.State === 'current' ? [] : [link('/agreement', words.current, language)]),
    ...(version.ComingVersion && version.ComingVersion !== version.Version
      ? [link(`/agreement/${version.ComingVersion}`, words.coming, language)]
      : []),
    ...(version.State === 'current'
      ? []
      : [link(`/agreement/${version.CurrentVersion}/diff/${version.Version}`, words.changes, language)]),
    link(`/agreement/${version.Version}`, words.other, language === 'zh' ? 'en' : 'zh'),
  ];
  return frame(
    words.title,
    language,
    `<nav>${links.join('')}</nav>
<h1>${words.title}</h1>
<p class="facts">${facts}<br>SHA-256 <code>${escapeHtml(version.Hash)}</code></p>
${told.map((text) => `<p class="told">${escapeHtml(text)}</p>`).join('\n')}
${version.Clauses.map(clauseHtml).join('\n')}`,
  );
}

/** What differs between two versions. */
export function differencePage(
  changes: readonly Change[],
  between: { from: number; to: number },
  language: Language,
): string {
  const words = WORDS[language];
  const { from, to } = between;
  const other = language === 'zh' ? 'en' : 'zh';
  const shown = changes.filter(({ Change: change }) => change !== 'same');
  const links = [
    link(`/agreement/${from}`, `${words.version} ${from}`, language),
    link(`/agreement/${to}`, `${words.version} ${to}`, language),
    link(`/agreement/${from}/diff/${to}`, words.other, other),
  ];
  return frame(
    words.diff,
    language,
    `<nav>${links.join('')}</nav>
<h1>${words.diff}: ${from} → ${to}</h1>
<p class="facts">${shown.length === 0 ? words.none : words.legend}</p>
${shown
  .map(({ Number: number, Pieces }) => {
    const pieces = Pieces.map(({ Kind, Text }) => {
      const text = escapeHtml(Text.replaceAll('**', '')).replaceAll('\n', '<br>');
      return Kind === 'added' ? `<ins>${text}</ins>` : Kind === 'removed' ? `<del>${text}</del>` : text;
    });
    return `<p><span class="number">${escapeHtml(number)}</span>${pieces.join('')}</p>`;
  })
  .join('\n')}`,
  );
}

function clauseHtml({ Number: number, Label, Title, Text }: Version['Clauses'][number]): string {
  const label = Label === '' ? '' : `<span class="number">${escapeHtml(Label)}</span>`;
  const id = `c-${number.replace(/[^\w.]/g, '-')}`;
  if (Title !== '') {
    const tag = number.includes('.') ? 'h3' : 'h2';
    return `<${tag} id="${id}">${label}${escapeHtml(Title)}</${tag}>${paragraphs(Text, '', '')}`;
  }
  return paragraphs(Text, label, ` id="${id}"${number.includes(' ') ? ' class="letter"' : ''}`);
}

function paragraphs(text: string, label: string, attributes: string): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line, index) => `<p${index === 0 ? attributes : ''}>${index === 0 ? label : ''}${bold(line)}</p>`)
    .join('\n');
}

/** What stands between two `**` is strong; a mark without its second one is dropped. */
function bold(line: string): string {
  const parts = line.split('**').map(escapeHtml);
  if (parts.length % 2 === 0) return parts.join('');
  return parts.map((part, index) => (index % 2 === 1 ? `<strong>${part}</strong>` : part)).join('');
}

const link = (path: string, text: string, language: Language) =>
  `<a href="${path}?lang=${language}">${escapeHtml(text)}</a>`;

function frame(title: string, language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Herald 传话</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
