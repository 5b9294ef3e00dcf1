import { payFromBalance } from '../../src/flow/money/pay-order.ts';
import { answerApplication } from '../../src/flow/numbers/answer-application.ts';
import { closeApplication } from '../../src/flow/numbers/close-application.ts';
import { deliverNumbers } from '../../src/flow/numbers/deliver-numbers.ts';
import { draftApplication } from '../../src/flow/numbers/draft-application.ts';
import type { By } from '../../src/flow/numbers/number-deps.ts';
import { orderNumbers } from '../../src/flow/numbers/order-numbers.ts';
import { submitApplication } from '../../src/flow/numbers/submit-application.ts';
import { decideReview, type Word } from '../../src/flow/reviews/decide-review.ts';
import { reviewAppliers } from '../../src/flow/reviews/review-appliers.ts';
import { grantCapability } from '../../src/modules/accounts/index.ts';
import {
  type ApplicationForm,
  type ApplicationKey,
  findApplication,
  listAnswers,
  type NumberAnswer,
  type Offer,
} from '../../src/modules/numbers/index.ts';
import { moveEnterprise, saveEnterprise } from '../../src/modules/qualification/index.ts';
import { listReviews } from '../../src/modules/reviews/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { CODE_TEMPLATE } from './database.ts';
import { FACTS } from './qualify.ts';
import type { World } from './world.ts';

const OPERATOR = { operatorId: 'desk', identityId: 'desk-identity' };
const MEMBER: By = { realm: 'member', id: 'm' };
export const RENT = 300_000n;

/** Two landlines of Shanghai, or what is changed of them. */
export const FORM: ApplicationForm = {
  kind: 'landline',
  templateIds: [CODE_TEMPLATE],
  peakConcurrency: 10,
  dailyMinutes: 200,
  averageSeconds: 20,
  lines: [{ firstCity: '021', alternatives: ['020'], quantity: 2, pattern: '' }],
};
const OFFER: Offer = {
  line: 1,
  cityCode: '021',
  monthly: RENT,
  available: 2,
  minimumMinutes: 0,
  minutePrice: 0n,
};

/** The way of an application, step by step, with a customer on one side and the operator on the other. */
export interface NumberDesk {
  /** An account that may apply, with so much money. */
  customer(cash: bigint): Promise<string>;
  submit(accountId: string, change?: Partial<ApplicationForm>): Promise<ApplicationKey>;
  /** Decides the one review that is open of this account. */
  decide(accountId: string, word?: Word): Promise<void>;
  answer(key: ApplicationKey, change?: Partial<Offer>): Promise<NumberAnswer>;
  /** Orders and pays from the balance. @returns the order */
  buy(key: ApplicationKey, answer: NumberAnswer, quantity: number): Promise<string>;
  deliver(key: ApplicationKey, answer: NumberAnswer, numbers: string[], activate?: boolean): Promise<number>;
  close(key: ApplicationKey): Promise<bigint>;
  state(key: ApplicationKey): Promise<string | undefined>;
  /** Landlines of Shanghai that nobody has. */
  fresh(count: number): string[];
  /** An account with so many numbers, and the money that is left to it. */
  owner(
    count: number,
    cash: bigint,
    change?: Partial<Offer>,
  ): Promise<{ accountId: string; numbers: string[] }>;
}

export function numberDesk(world: World): NumberDesk {
  const deps = { ...world, reviewed: reviewAppliers(world) };
  const { sql } = world;
  let made = 0;
  const desk: NumberDesk = {
    async customer(cash) {
      const accountId = await world.account({ cash });
      const at = new Date(world.clock.now());
      await inTransaction(sql, async (tx) => {
        const facts = { ...FACTS, licenceNumber: `licence-of-${accountId}` };
        await saveEnterprise(tx, world.vault, { accountId, facts, at });
        await moveEnterprise(tx, { accountId, from: ['draft'], to: 'approved', at });
      });
      await grantCapability(sql, { accountId, capability: 'number-application', at });
      return accountId;
    },
    submit: (accountId, change = {}) =>
      inTransaction(sql, async (tx) => {
        const form = { ...FORM, ...change };
        const key = await draftApplication(tx, deps, { accountId, form, by: MEMBER });
        await submitApplication(tx, deps, { key, by: MEMBER });
        return key;
      }),
    async decide(accountId, word = { approved: true, reason: 'in order' }) {
      const open = { kind: undefined, claimedBy: undefined, overdueOnly: false, offset: 0, limit: 2 };
      const now = new Date(world.clock.now());
      const { reviews } = await listReviews(sql, { ...open, accountId, now, state: 'open' });
      if (reviews.length !== 1 || !reviews[0]) throw new Error(`${reviews.length} reviews are open`);
      await decideReview(deps, OPERATOR, reviews[0], word);
    },
    async answer(key, change = {}) {
      await answerApplication(deps, { key, offers: [{ ...OFFER, ...change }], operatorId: 'desk' });
      const [answer] = await listAnswers(sql, key);
      if (!answer) throw new Error('an answer that was just written is there');
      return answer;
    },
    async buy(key, { answerId }, quantity) {
      const order = await orderNumbers(deps, { key, choices: [{ answerId, quantity }], by: 'member:m' });
      await payFromBalance(deps, order);
      return order.orderId;
    },
    async deliver({ accountId }, { answerId }, numbers, activate = true) {
      const asked = { accountId, answerId, numbers, activate, operatorId: 'desk' };
      return (await deliverNumbers(deps, asked)).remaining;
    },
    async close(key) {
      const by = { realm: 'operator', id: 'desk' } as const;
      return (await closeApplication(deps, { key, by, reason: 'no more' })).refunded;
    },
    state: async (key) => (await findApplication(sql, key))?.state,
    fresh: (count) =>
      Array.from({ length: count }, () => `+86215187${String(1000 + made++).padStart(4, '0')}`),
    async owner(count, cash, change = {}) {
      const rent = (change.monthly ?? RENT) * 12n * BigInt(count);
      const accountId = await desk.customer(rent + cash);
      const lines = [{ firstCity: '021', alternatives: [], quantity: count, pattern: '' }] as const;
      const key = await desk.submit(accountId, { lines });
      await desk.decide(accountId);
      const answer = await desk.answer(key, { available: count, ...change });
      await desk.buy(key, answer, count);
      const numbers = desk.fresh(count);
      await desk.deliver(key, answer, numbers);
      return { accountId, numbers };
    },
  };
  return desk;
}
