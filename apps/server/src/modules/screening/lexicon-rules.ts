import type { Words } from '@herald/contract';

/** A category of content that the agreement forbids, with the words that the service comes with. */
interface Category {
  /** Letter of clause 4.2.2. */
  readonly clause: string;
  readonly words: Words;
  /** A reason for a person to look closer. */
  readonly terms: readonly string[];
  /** Refused as they stand: no reviewer would pass them. */
  readonly blocked?: readonly string[];
}

/** Plain words, few a category; an operator adds those of the day. */
export const CATEGORIES = {
  constitution: {
    clause: '4.2.2 a',
    words: { zh: '反对宪法基本原则', en: 'against the principles of the constitution' },
    terms: ['反对宪法'],
    blocked: ['推翻政府', '颠覆政权', 'overthrow the government'],
  },
  'state-security': {
    clause: '4.2.2 b',
    words: { zh: '危害国家安全、泄露国家秘密', en: 'against the security of the state' },
    terms: ['国家机密', '分裂国家', '间谍', '军事机密', '泄露机密', 'state secret'],
  },
  'state-honour': {
    clause: '4.2.2 c',
    words: { zh: '损害国家荣誉和利益', en: 'against the honour of the state' },
    terms: ['侮辱国旗', '侮辱国歌', '诋毁英烈', 'insult the flag'],
  },
  'ethnic-hatred': {
    clause: '4.2.2 d',
    words: { zh: '煽动民族仇恨、民族歧视', en: 'ethnic hatred or discrimination' },
    terms: ['民族仇恨', '种族歧视', '劣等民族', '滚出中国', 'racial hatred'],
  },
  superstition: {
    clause: '4.2.2 e',
    words: { zh: '邪教和封建迷信', en: 'cults and superstition' },
    terms: ['邪教', '算命', '改运', '驱鬼', '开光', '看风水', 'fortune telling'],
  },
  vice: {
    clause: '4.2.2 f',
    words: { zh: '淫秽、色情、赌博、暴力', en: 'obscenity, gambling, violence' },
    terms: ['赌博', '博彩', '下注', '色情', '枪支', '毒品', 'casino', 'gambling', 'porn'],
    blocked: ['百家乐', '六合彩', '裸聊', '约炮'],
  },
  insult: {
    clause: '4.2.2 g',
    words: { zh: '侮辱、诽谤他人', en: 'insult or libel' },
    terms: ['不要脸', '骗子', '人渣', '曝光你', 'scumbag'],
  },
  threat: {
    clause: '4.2.2 h',
    words: { zh: '胁迫、骚扰、侵害隐私', en: 'threats, harassment' },
    terms: ['后果自负', '上门催收', '通知你家人', '起诉你', '爆通讯录', '逾期未还', 'we know where you live'],
  },
  marketing: {
    clause: '4.2.2 i',
    words: { zh: '营销推广', en: 'marketing' },
    terms: [
      '优惠',
      '促销',
      '打折',
      '折扣',
      '特价',
      '秒杀',
      '限时',
      '抢购',
      '免费领取',
      '免费体验',
      '赠送',
      '红包',
      '返现',
      '新品',
      '招商',
      '加盟',
      '开业',
      '楼盘',
      '理财产品',
      '办卡',
      '低息',
      'discount',
      'free trial',
      'special offer',
      'limited time',
      'buy now',
    ],
  },
  fraud: {
    clause: '4.2.2 j',
    words: { zh: '欺诈或诈骗', en: 'fraud' },
    terms: [
      '中奖',
      '安全账户',
      '刷单',
      '代办信用卡',
      '无抵押',
      '银行卡密码',
      '验证码告诉',
      '涉嫌洗钱',
      '公检法',
      '远程控制',
      'you have won',
      'safe account',
      'bank password',
    ],
  },
  unlawful: {
    clause: '4.2.2 k',
    words: { zh: '法律、行政法规禁止的其他内容', en: 'whatever else law forbids' },
    terms: ['代开发票', '办假证', '窃听器', 'fake invoice'],
  },
  forbidden: {
    clause: '4.2.2 l',
    words: { zh: '平台规则禁止的其他内容', en: 'whatever else the operator forbids' },
    terms: [],
  },
} as const satisfies Record<string, Category>;

export type CategoryName = keyof typeof CATEGORIES;

/** `block` refuses what holds it; `review` brings a reviewer to look, and refuses it in values, which nobody reviews. */
export type Effect = 'block' | 'review';

export interface Term {
  readonly category: CategoryName;
  readonly effect: Effect;
  readonly text: string;
}

/** Version 0: what the service comes with. */
export const BUILT_IN: readonly Term[] = Object.entries<Category>(CATEGORIES).flatMap(
  ([category, { terms, blocked = [] }]) => [
    ...terms.map((text) => ({ category: category as CategoryName, effect: 'review' as const, text })),
    ...blocked.map((text) => ({ category: category as CategoryName, effect: 'block' as const, text })),
  ],
);
