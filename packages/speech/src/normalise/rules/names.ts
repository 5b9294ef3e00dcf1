import { type Rule, rule } from './rule.ts';

// biome-ignore format: a table
const NAMING_WORDS = [
  '尾号', '末四位', '末4位', '号码', '验证码', '校验码', '动态码', '激活码', '邀请码', '取件码', '提货码', '取餐码', '密码',
  '口令', '单号', '订单', '运单', '编号', '工号', '学号', '卡号', '账号', '帐号', '证号', '流水号', '房号', '门牌号?', '邮编',
  '区号', '电话', '手机号?', '热线', '客服', '拨打', '致电', '分机', '转', '代码', '车牌', '航班', '车次', '单元', '栋', '幢',
  ...[
    'code', 'PIN', 'OTP', 'password', 'number', 'no\\.?', 'ending in', 'ends in', 'room', 'flight', 'order', 'ID',
    'extension', 'ext\\.?', 'call', 'dial', 'phone', 'tel', 'gate', 'zip',
  ].map((word) => `\\b[${word[0]?.toUpperCase()}${word[0]?.toLowerCase()}]${word.slice(1)}`),
];

/** What a number counts after all, although a naming word stands before it. */
const COUNTED = String.raw`(?!\s?[%万亿元个人次件条份天])`;

/** Digits that are a name and not an amount, before the rules of amounts have a say. */
export const NAMES: readonly Rule[] = [
  // Digits with some of them hidden: 138****0200.
  rule(
    String.raw`(?<![\dA-Za-z])(\d{0,20})\*{2,20}(\d{0,20})(?![\dA-Za-z*])`,
    ([, before = '', after = '']) => ({ kind: 'digits', groups: [before, after], between: 'star' }),
  ),
  // Doors: 3-1203室. Trains without a letter: 1462次列车.
  rule(
    String.raw`(?<![\dA-Za-z])(\d{1,5}(?:-\d{1,5}){1,4}(?=室|房|号楼|号|单元)|\d{3,4}(?=室|房|号楼|单元|次列车))`,
    ([, digits = '']) => ({ kind: 'digits', groups: digits.split('-'), between: 'dash' }),
  ),
  // After a naming word, in groups or not: 验证码 123 456.
  rule(
    String.raw`(?=\d{3})(?<=(?:${NAMING_WORDS.join('|')})(?:是|为|号|is|[:：#\s]){0,3})(\d{3,32}(?:[ -]\d{2,8}){0,5})(?![\dA-Za-z]|\.\d)${COUNTED}`,
    ([, digits = '']) => ({
      kind: 'digits',
      groups: digits.split(/[ -]/),
      between: digits.includes(' ') ? 'pause' : 'dash',
    }),
  ),
  // Cards, in groups of four.
  rule(String.raw`(?<![\dA-Za-z.,])(\d{4}(?: \d{4}){2,4}(?: \d{1,4})?)(?![\dA-Za-z])`, ([, digits = '']) => ({
    kind: 'digits',
    groups: digits.split(' '),
    between: 'pause',
  })),
  // Versions and network addresses: v1.2.3.
  rule(String.raw`(?<![\dA-Za-z])[vV](?=\d{1,6}(?![\dA-Za-z]))`, () => ({ kind: 'spelled', text: 'V' })),
  rule(
    String.raw`(?:(?<![\dA-Za-z.])|(?<=[vV]))(\d{1,10}(?:\.\d{1,10}){2,7})(?![\dA-Za-z]|\.\d)`,
    ([, dotted = '']) => ({ kind: 'digits', groups: dotted.split('.'), between: 'dot' }),
  ),
];

/** Letters and digits together, when they are no amount with its unit. */
export const MIXED: readonly Rule[] = [
  // A word and its number, as iPhone15 and Windows11: the word stays one.
  rule(
    String.raw`(?<![\dA-Za-z-])([A-Za-z]{1,20}[a-z]{3,20})(?=\d{1,4}(?![\dA-Za-z-]))`,
    ([, text = '']) => ({
      kind: 'words',
      text,
    }),
  ),
  // A code, a model, a flight, a train, a plate: read one by one.
  rule(
    String.raw`(?<![\dA-Za-z])(?=[A-Za-z-]{0,64}\d)(?=[\d-]{0,64}[A-Za-z])([A-Za-z\d]{1,64}(?:-[A-Za-z\d]{1,32}){0,6})`,
    ([, text = '']) => ({ kind: 'spelled', text }),
  ),
];
