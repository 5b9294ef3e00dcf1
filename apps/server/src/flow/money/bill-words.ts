import type { Words } from '@herald/contract';
import type { Payer } from '../../modules/bills/index.ts';

/** Kinds of postings, as bills name them. */
export const KIND_WORDS: Readonly<Record<string, Words>> = {
  charge: { zh: '用量', en: 'Use' },
  purchase: { zh: '购买套餐包', en: 'Package' },
  rent: { zh: '号码月租', en: 'Rent of a number' },
  minimum: { zh: '号码最低消费补足', en: 'Monthly minimum of a number' },
  prepay: { zh: '预付号码月租', en: 'Rent paid ahead' },
  refund: { zh: '退回预付月租', en: 'Rent paid ahead, given back' },
  'top-up': { zh: '充值', en: 'Top-up' },
  issue: { zh: '套餐到账', en: 'Units of a package' },
  grant: { zh: '代金券发放', en: 'Coupon given' },
  'write-off': { zh: '过期作废', en: 'Expired' },
  forfeit: { zh: '违约扣除', en: 'Forfeited' },
  return: { zh: '退还余额', en: 'Balance paid back' },
  reversal: { zh: '充值冲正', en: 'Top-up taken back' },
  repayment: { zh: '归还欠款', en: 'Debt repaid' },
};

export const PAYER_WORDS: Readonly<Record<Payer, Words>> = {
  balance: { zh: '余额', en: 'balance' },
  coupon: { zh: '代金券', en: 'coupon' },
  package: { zh: '套餐包', en: 'package' },
  prepaid: { zh: '预付月租', en: 'paid ahead' },
  '': { zh: '', en: '' },
};

/** Units of packages, by commodity. */
export const UNIT_WORDS: Readonly<Record<string, Words>> = {
  'code.random': { zh: '验证码（随机号码），条', en: 'codes, random numbers (messages)' },
  'code.exclusive': { zh: '验证码（专享号码），条', en: 'codes, exclusive numbers (messages)' },
  'notice.random': { zh: '通知（随机号码），分钟', en: 'notices, random numbers (minutes)' },
  'notice.exclusive': { zh: '通知（专享号码），分钟', en: 'notices, exclusive numbers (minutes)' },
};

export const PURPOSE_WORDS: Readonly<Record<string, Words> & Record<1 | 2, Words>> = {
  '1': { zh: '验证码', en: 'Codes' },
  '2': { zh: '通知', en: 'Notices' },
};

export const GROUP_WORDS: Readonly<Record<string, Words>> = {
  '1': { zh: '随机号码', en: 'Random group' },
  '2': { zh: '专享号码', en: 'Exclusive numbers' },
};

/** Kinds of sends, by the package unit that pays for them. */
export const SEND_WORDS: Readonly<Record<string, Words>> = {
  'code.random': { zh: '验证码（随机号码）发送', en: 'codes from random numbers' },
  'code.exclusive': { zh: '验证码（专享号码）发送', en: 'codes from exclusive numbers' },
  'notice.random': { zh: '通知（随机号码）发送', en: 'notices from random numbers' },
  'notice.exclusive': { zh: '通知（专享号码）发送', en: 'notices from exclusive numbers' },
};
