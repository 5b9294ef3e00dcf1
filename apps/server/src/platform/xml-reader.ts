/** What an XML document is made of, in its order. Names come without their namespace's prefix. */
export interface XmlHandler {
  /** @param attributes as written, for `xmlAttribute` */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** The text is no XML, or of a kind that is not read: with a document type, or with a piece beyond the bound. */
export class XmlBroken extends Error {}

/** Characters of one tag or one text. */
const LONGEST_PIECE = 1024 * 1024;

/**
 * Reads XML as its text arrives, in parts of any size. It checks no more than it needs to find its way; entities are
 * XML's own five and numbers, and a document type is refused, so nothing can be made to grow.
 * @throws XmlBroken from `push` and `end`
 */
export function createXmlReader(handler: XmlHandler): { push(text: string): void; end(): void } {
  let held = '';

  /** Where what begins with the `<` at `start` is over, or -1 while that has not come. */
  function take(text: string, start: number): number {
    const second = text[start + 1];
    if (second === '?') return after(text, '?>', start);
    if (second === '!') {
      if (text.startsWith('<!--', start)) return after(text, '-->', start);
      if (text.startsWith('<![CDATA[', start)) {
        const end = after(text, ']]>', start);
        if (end !== -1) handler.text(text.slice(start + 9, end - 3));
        return end;
      }
      if (text.length - start < 9) return -1;
      throw new XmlBroken('a document type is not read');
    }
    const end = tagEnd(text, start);
    if (end === -1) return -1;
    if (second === '/') {
      handler.close(localName(text.slice(start + 2, end - 1).trim()));
      return end;
    }
    const empty = text[end - 2] === '/';
    const inner = text.slice(start + 1, empty ? end - 2 : end - 1);
    const space = inner.search(/\s/);
    const name = localName(space === -1 ? inner : inner.slice(0, space));
    if (name === '') throw new XmlBroken('a tag has no name');
    handler.open(name, space === -1 ? '' : inner.slice(space));
    if (empty) handler.close(name);
    return end;
  }

  return {
    push(part) {
      const text = held + part;
      let at = 0;
      for (;;) {
        const start = text.indexOf('<', at);
        if (start === -1) break;
        if (start > at) handler.text(xmlText(text.slice(at, start)));
        at = start;
        const end = take(text, start);
        if (end === -1) break;
        at = end;
      }
      held = text.slice(at);
      if (held.length > LONGEST_PIECE) throw new XmlBroken('a piece is too long');
    },
    end() {
      if (held.trim() !== '') throw new XmlBroken('it is cut off');
    },
  };
}

/** One attribute's value, of those that `open` was given. */
export function xmlAttribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at !== -1; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (before > 32) continue;
    const match = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length));
    if (match) return xmlText(match[1] ?? match[2] ?? '');
  }
  return undefined;
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? -1 : at + what.length;
}

/** Behind the `>` of a tag; one within quotes is part of a value. */
function tagEnd(text: string, start: number): number {
  let close = text.indexOf('>', start);
  while (close !== -1) {
    const inner = text.slice(start, close).replace(/"[^"]*"|'[^']*'/g, '');
    if (!/["']/.test(inner)) return close + 1;
    close = text.indexOf('>', close + 1);
  }
  return -1;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function xmlText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
