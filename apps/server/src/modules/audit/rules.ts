/** Never kept, whatever they hold. */
const SECRET = /password|secret|token|totp|recovery|ticket|^(?:code|response|cookie)$/i;
/** People, and what they own; ids tell who they are to those who may know. */
const PERSONAL = /^(?:name|contactname|number|address|licencenumber|identifier|email|scopes?)$|phone/i;
/** Ids and amounts are digits that may be read. */
const PLAIN = /(?:Id|Ids|No|Key|Amount|Threshold|Hash|Sha256)$/;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
/** Seven digits and more between other signs: numbers of people, cards and telephones. */
const NUMBER = /(?<![\w-])\+?\d{7,}[\dXx]?(?![\w-])/gu;

const MOST_CHARACTERS = 500;
const MOST_ITEMS = 20;
/** A row's detail is a few lines, not a copy of what was sent. */
const MOST_FIELDS = 40;

/**
 * What the log keeps of a request: its fields without secrets and people, long texts and lists cut, numbers within
 * texts masked to their last two digits.
 * @returns JSON
 */
export function detailOf(request: Readonly<Record<string, unknown>>): string {
  const kept = Object.entries(request)
    .filter(([name, value]) => value !== undefined && !SECRET.test(name))
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => [name, PERSONAL.test(name) ? '…' : shortened(value, PLAIN.test(name))]);
  return JSON.stringify(Object.fromEntries(kept));
}

function shortened(value: unknown, plain: boolean): unknown {
  if (typeof value === 'string') return cut(plain ? value : masked(value));
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => shortened(item, plain));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length}`] : items;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

const masked = (text: string) =>
  text.replace(EMAIL, '…@…').replace(NUMBER, (digits) => `…${digits.slice(-2)}`);

const cut = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${text.length})` : text;
