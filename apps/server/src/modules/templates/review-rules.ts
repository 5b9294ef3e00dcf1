import type { Words } from '@herald/contract';

/** What the automatic pre-review looks at. */
export interface Submitted {
  content: string;
}

/** What is known of the account that submits. */
export interface SubmitterFacts {
  /** Contents of its templates that were rejected, newest first. */
  rejected: readonly { templateId: string; content: string }[];
  /** Days since the account was opened. */
  accountAgeDays: number;
  /** Templates of the account that a reviewer has approved. */
  approvedBefore: number;
}

/** Something noticed; as a review takes it. */
export interface Noticed extends Words {
  code: string;
  weight: 'concern' | 'hint';
}

const NEW_ACCOUNT_DAYS = 30;
/** Shared runs of three characters, of all that either has: from here on two texts are one text reworded. */
const SIMILAR = 0.6;
const RUN = 3;

const MONEY =
  /(?:[0-9一二三四五六七八九十百千万亿两]\s?(?:元|块钱|万元|美元|人民币)|[¥￥$]\s*\d|转账|汇款|付款|还款)|\b(?:\d{1,12}\s?(?:yuan|rmb|dollars?|usd)|transfer money)\b/iu;
const LINK =
  /:\/\/|www\.|[a-z0-9-]{2}\.(?:com|cn|net|org|top|xyz|cc|vip|io|me|info)\b|点击链接|下载(?:app|应用|软件)/iu;
/** Seven digits or more, also with the spaces and dashes of a telephone number. */
const PHONE = /\d(?:[\s-]?\d){6,}/u;
const CONTACT = /(?:微信|qq|加群|vx|威信)(?:号|群)?/iu;

/**
 * What a reviewer should know before reading, beside what the lexicon finds: money, links and telephone
 * numbers in fixed words, likeness to what was rejected before, an account that is new. It sorts the queue, and neither
 * passes nor refuses anything.
 */
export function preReview(submitted: Submitted, facts: SubmitterFacts): Noticed[] {
  const { content } = submitted;
  const noticed: Noticed[] = [];
  const add = (code: string, weight: Noticed['weight'], zh: string, en: string) =>
    noticed.push({ code, weight, zh, en });

  // Only what is fixed: what a variable may hold is judged at each send.
  const fixed = content.normalize('NFKC');
  if (LINK.test(fixed))
    add('content.link', 'concern', '固定文字含有链接或下载引导', 'its fixed words hold a link');
  if (PHONE.test(fixed)) {
    add(
      'content.phone',
      'concern',
      '固定文字含有电话号码或长数字',
      'its fixed words hold a telephone number',
    );
  }
  if (CONTACT.test(fixed)) {
    add('content.contact', 'concern', '引导添加其他联系方式', 'it leads to another way of contact');
  }
  if (MONEY.test(fixed))
    add('content.money', 'hint', '固定文字涉及金额或付款', 'its fixed words speak of money');

  const like = mostAlike(content, facts.rejected);
  if (like !== undefined) {
    const share = Math.floor(like.share * 100);
    add(
      'account.rejected-before',
      'concern',
      `与曾被拒绝的模板 ${like.templateId} 相似（${share}%）`,
      `it is like template ${like.templateId}, which was rejected (${share} %)`,
    );
  }
  if (facts.accountAgeDays < NEW_ACCOUNT_DAYS && facts.approvedBefore === 0) {
    add(
      'account.new',
      'hint',
      `新账号：开通 ${Math.max(0, Math.floor(facts.accountAgeDays))} 天，尚无通过的模板`,
      `a new account: ${Math.max(0, Math.floor(facts.accountAgeDays))} days old, nothing approved yet`,
    );
  }
  return noticed;
}

function mostAlike(
  content: string,
  rejected: SubmitterFacts['rejected'],
): { templateId: string; share: number } | undefined {
  const own = runs(content);
  let best: { templateId: string; share: number } | undefined;
  for (const { templateId, content: other } of rejected) {
    const share = likeness(own, runs(other));
    if (share >= SIMILAR && share > (best?.share ?? 0)) best = { templateId, share };
  }
  return best;
}

/** Runs of three letters, hanzi or digits, whatever stands between; variables count as one mark. */
function runs(content: string): Set<string> {
  const text = content
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\{\d+\}/g, '#')
    .replace(/[^\p{L}\p{N}#]/gu, '');
  const found = new Set<string>();
  for (let at = 0; at + RUN <= text.length; at++) found.add(text.slice(at, at + RUN));
  if (found.size === 0) found.add(text);
  return found;
}

/** Shared runs over all runs (Jaccard), 0 to 1. */
function likeness(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const shared = first.intersection(second).size;
  return shared / (first.size + second.size - shared);
}
