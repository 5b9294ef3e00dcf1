import { createXmlReader, XmlBroken, xmlAttribute } from './xml-reader.ts';

/** Where a workbook's first sheet is, and what the others are that it needs. */
export function firstSheet(workbook: string, relations: string): string | undefined {
  let id: string | undefined;
  read(workbook, (name, attributes) => {
    if (name === 'sheet') id ??= xmlAttribute(attributes, 'r:id') ?? relationId(attributes);
  });
  let target: string | undefined;
  read(relations, (name, attributes) => {
    if (name === 'Relationship' && xmlAttribute(attributes, 'Id') === id)
      target = xmlAttribute(attributes, 'Target');
  });
  return target?.startsWith('/') ? target.slice(1) : target && `xl/${target.replace(/^\.\//, '')}`;
}

/** The relationship's prefix is the writer's to choose. */
const relationId = (attributes: string): string | undefined =>
  /\s[\w.-]+:id\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1];

/** Formats of dates and times that need no code (ECMA-376 Part 1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Of each cell style, in their order: whether its numbers are shown as dates or times. */
export function dateStyles(styles: string): boolean[] {
  const dates = new Set<number>();
  const found: boolean[] = [];
  let within = false;
  read(
    styles,
    (name, attributes) => {
      const id = Number(xmlAttribute(attributes, 'numFmtId') ?? 0);
      if (name === 'cellXfs') within = true;
      if (name === 'numFmt' && isDateFormat(xmlAttribute(attributes, 'formatCode') ?? '')) dates.add(id);
      if (name === 'xf' && within) found.push(isBuiltInDate(id) || dates.has(id));
    },
    (name) => {
      if (name === 'cellXfs') within = false;
    },
  );
  return found;
}

/** Letters of a date outside of quotes, brackets and what is escaped. */
const isDateFormat = (code: string): boolean =>
  !/general/i.test(code) && /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, ''));

function read(
  text: string,
  open: (name: string, attributes: string) => void,
  close: (name: string) => void = () => {},
): void {
  const reader = createXmlReader({ open, close, text() {} });
  reader.push(text);
  reader.end();
}

/** Collects the texts of `sharedStrings.xml`; how they are to be read aloud (`rPh`) is not part of them. */
export function createSharedStrings(mostCharacters: number): {
  strings: string[];
  push(text: string): void;
} {
  const strings: string[] = [];
  let characters = 0;
  let text = '';
  let spoken = 0;
  let within = false;
  const reader = createXmlReader({
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') spoken++;
      else if (name === 't') within = spoken === 0;
    },
    close(name) {
      if (name === 'rPh') spoken--;
      else if (name === 't') within = false;
      else if (name === 'si') strings.push(text);
    },
    text(part) {
      if (!within) return;
      text += part;
      characters += part.length;
      if (characters > mostCharacters) throw new XmlBroken('too much text');
    },
  });
  return { strings, push: (part) => reader.push(part) };
}
