import { HeraldError, type Words } from '@herald/contract';
import {
  type BookFault,
  bookInForce,
  checkPriceBook,
  nextVersion,
  type PackagePrice,
  type Price,
  publishPriceBook,
} from '../../modules/pricing/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { announce, type PublishDeps } from '../notices/publish-announcement.ts';

/**
 * Announces a price book: it takes effect at its time, and messages that were accepted before keep their price (3.2).
 * Every account is told by an announcement of the same transaction, but for the first book, whose coming changes
 * nothing for anybody.
 * @returns its version
 * @throws HeraldError PRICE_BOOK_INVALID, PRICE_NOTICE_TOO_SHORT
 */
export async function announcePriceBook(
  deps: PublishDeps,
  book: {
    prices: readonly Price[];
    packages: readonly PackagePrice[];
    effectiveAt: number;
    operatorId: string;
  },
): Promise<number> {
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    const version = await nextVersion(tx);
    // Before there is a first book nobody can send, so its coming surprises nobody.
    const current = await bookInForce(tx, new Date(now));
    const fault = checkPriceBook(book, current ? now : undefined);
    if (fault) throw refusalOf(fault);
    const { prices, packages, effectiveAt } = book;
    await publishPriceBook(tx, {
      version,
      announcedAt: new Date(now),
      effectiveAt: new Date(effectiveAt),
      prices,
      packages,
    });
    if (current) await tell(tx, deps, { ...book, version });
    return version;
  });
}

/** Prices that an announcement shows; all of them are in QueryUVMSPrices. */
const MOST_SHOWN = 20;

async function tell(
  tx: Tx,
  deps: PublishDeps,
  book: { version: number; prices: readonly Price[]; effectiveAt: number; operatorId: string },
): Promise<void> {
  const { version, prices, effectiveAt, operatorId } = book;
  const shown = prices.slice(0, MOST_SHOWN);
  const more = prices.length > MOST_SHOWN;
  await announce(
    tx,
    deps,
    {
      kind: 'announcement.price',
      titleZh: `价格表第 ${version} 版将于${beijingTime(effectiveAt, 'zh')}生效`,
      titleEn: `Version ${version} of the price book takes effect at ${beijingTime(effectiveAt, 'en')}`,
      bodyZh: `此前已受理的消息按原价格计费。新价格：${shown.map((price) => priceWords(price).zh).join('；')}${more ? '；其余见价格页' : ''}。如不接受，可在生效前停止使用。`,
      bodyEn: `Messages that are accepted before keep their price. The new prices: ${shown.map((price) => priceWords(price).en).join('; ')}${more ? '; the others are on the page "Prices"' : ''}. Whoever does not accept them may stop using the service before then.`,
      effectiveAt: new Date(effectiveAt),
      endsAt: null,
      shownUntil: null,
      emergencyReason: null,
    },
    operatorId,
  );
}

/** One price as people read it. */
export function priceWords({ purpose, groupType, prefix, amount, stepSeconds }: Price): Words {
  const yuan = formatYuan(amount);
  const code = purpose === 1;
  const random = groupType === 1;
  return {
    zh: `${code ? '验证码' : '通知'}（${random ? '随机号码' : '专享号码'}）${prefix} 每${stepSeconds === 0 ? '条' : ` ${stepSeconds} 秒`} ${yuan} 元`,
    en: `${code ? 'codes' : 'notices'} (${random ? 'random' : 'exclusive'} numbers) to ${prefix}: ${yuan} yuan ${stepSeconds === 0 ? 'a message' : `each started ${stepSeconds} seconds`}`,
  };
}

function refusalOf(fault: BookFault): HeraldError {
  if (fault.fault === 'notice-too-short') {
    return new HeraldError('PRICE_NOTICE_TOO_SHORT', { earliest: new Date(fault.earliest).toISOString() });
  }
  const row = 'row' in fault ? fault.row : 0;
  const [problemZh, problemEn] = PROBLEMS[fault.fault](row + 1);
  return new HeraldError('PRICE_BOOK_INVALID', { problemZh, problemEn });
}

const PROBLEMS: Record<
  Exclude<BookFault['fault'], 'notice-too-short'>,
  (row: number) => [zh: string, en: string]
> = {
  empty: () => ['没有任何价格', 'it holds no price'],
  'too-many': () => ['行数过多', 'it has too many rows'],
  prefix: (row) => [`第 ${row} 行的前缀不正确`, `row ${row} has no valid prefix`],
  amount: (row) => [`第 ${row} 行的价格不正确`, `row ${row} has no valid price`],
  step: (row) => [`第 ${row} 行的步长只能是 0、6 或 60`, `row ${row} has a step other than 0, 6 or 60`],
  quantity: (row) => [`第 ${row} 行的数量不正确`, `row ${row} has no valid quantity`],
  twice: (row) => [`第 ${row} 行与前面重复`, `row ${row} stands there twice`],
};
