export const SIGN_KINDS = ['brands', 'lengths', 'deviations'] as const;
export type SignKind = (typeof SIGN_KINDS)[number];

export interface Sign {
  kind: SignKind;
  /** The template, where it is about one. */
  subject: string;
  figure: number;
  threshold: number;
  /** What it was seen by: names with their counts, or messages. No number, and nothing said to a person. */
  examples: readonly string[];
}

/** What the variables of one message were filled with. */
export interface Filled {
  sessionNo: string;
  templateId: string;
  values: readonly string[];
}

/** Different organisations, none of them the account's own, from which on somebody may be sending for others. */
export const MOST_BRANDS = 10;
/** Verdicts "deviates" of the sampling audit in its window. */
export const MOST_DEVIATIONS = 2;
/** Values that grew to this many times their length, in percent. */
export const GROWN_PERCENT = 300;
/** Fewer messages say nothing about how long values are. */
const LEAST_MESSAGES = 30;
/** Growth within this many characters is a longer street. */
const LEAST_GROWTH = 10;
const MOST_EXAMPLES = 10;

/** A brand in brackets, as senders of texts sign; or a name that ends as organisations' do. */
const BRACKETED = /【([^】]{2,20})】/gu;
const ORGANISATION =
  /[\p{Script=Han}A-Za-z0-9]{2,16}?(?:公司|集团|银行|保险|证券|商城|旗舰店|专卖店|超市|医院|学校|学院|酒店|物流|快递|科技|金融|贷款)/gu;

/** Organisations named in a value, as far as they can be told. */
export function brandsIn(value: string): string[] {
  const bracketed = [...value.matchAll(BRACKETED)].map(([, name = '']) => name);
  const rest = value.replace(BRACKETED, ' ');
  return [...bracketed, ...[...rest.matchAll(ORGANISATION)].map(([name]) => name)].map(plain).filter(Boolean);
}

const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s（）()·.,，]/gu, '');

/** 4.3.5: one app serves one enterprise; names that have nothing to do with the filed ones are counted. */
export function brandSign(filled: readonly Filled[], filed: readonly string[]): Sign | undefined {
  const own = filed.map(plain).filter((name) => name.length >= 2);
  const counts = new Map<string, number>();
  for (const { values } of filled) {
    for (const brand of new Set(values.flatMap(brandsIn))) {
      if (own.some((name) => name.includes(brand) || brand.includes(name))) continue;
      counts.set(brand, (counts.get(brand) ?? 0) + 1);
    }
  }
  if (counts.size < MOST_BRANDS) return undefined;
  const examples = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} × ${count}`);
  return {
    ...{ kind: 'brands', subject: '', figure: counts.size, threshold: MOST_BRANDS },
    examples: examples.slice(0, MOST_EXAMPLES),
  };
}

/** 4.2.7 b: values that are suddenly far longer than they were carry what the template does not say. */
export function lengthSigns(before: readonly Filled[], now: readonly Filled[]): Sign[] {
  const past = byTemplate(before);
  const signs: Sign[] = [];
  for (const [templateId, messages] of byTemplate(now)) {
    const earlier = past.get(templateId) ?? [];
    if (messages.length < LEAST_MESSAGES || earlier.length < LEAST_MESSAGES) continue;
    const [was, is] = [meanLength(earlier), meanLength(messages)];
    const percent = was === 0 ? 0 : Math.round((is * 100) / was);
    if (percent < GROWN_PERCENT || is - was < LEAST_GROWTH) continue;
    const longest = messages.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_EXAMPLES);
    signs.push({
      ...{ kind: 'lengths', subject: templateId, figure: percent, threshold: GROWN_PERCENT },
      examples: longest.map(({ sessionNo }) => sessionNo),
    });
  }
  return signs;
}

/** 4.2.7 b, 4.3.8: what people heard in the sampling audit. */
export function deviationSign(sessionNos: readonly string[]): Sign | undefined {
  if (sessionNos.length < MOST_DEVIATIONS) return undefined;
  return {
    ...{ kind: 'deviations', subject: '', figure: sessionNos.length, threshold: MOST_DEVIATIONS },
    examples: sessionNos.slice(0, MOST_EXAMPLES),
  };
}

const lengthOf = ({ values }: Filled) => values.reduce((sum, value) => sum + value.length, 0);
const meanLength = (messages: readonly Filled[]) =>
  messages.reduce((sum, message) => sum + lengthOf(message), 0) / messages.length;

function byTemplate(filled: readonly Filled[]): Map<string, Filled[]> {
  const found = new Map<string, Filled[]>();
  for (const message of filled) {
    const known = found.get(message.templateId);
    if (known) known.push(message);
    else found.set(message.templateId, [message]);
  }
  return found;
}
