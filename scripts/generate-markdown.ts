/** Joins lines; an empty text is an empty line. */
export function lines(...texts: string[]): string {
  return texts.join('\n');
}

/** Text in a code span; a pipe inside would end a table's cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

export function table(head: string[], rows: string[][]): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** The cells of every table row in a Markdown text, for tests that hold documents to the code. */
export function tableRows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

/** Fenced blocks of one language, in their order. */
export function fences(markdown: string, language: string): string[] {
  const blocks = markdown.matchAll(/^```(\S*)[^\n]*\n(.*?)^```$/gms);
  return [...blocks].filter(([, of]) => of === language).map(([, , text = '']) => text);
}
