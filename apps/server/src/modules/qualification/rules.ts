import type { Material, Words } from '@herald/contract';

/** What a check says: nothing, or what is wrong. */
export type Problem = Words | undefined;

const LICENCE_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LICENCE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** GB 32100-2015: 18 signs without I, O, S, V, Z; the last one checks the others, modulo 31. */
export function checkLicenceNumber(number: string): Problem {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)) {
    return {
      zh: '统一社会信用代码为 18 位：2 位登记机关与类别、6 位数字的行政区划、9 位主体标识、1 位校验码，不含 I、O、S、V、Z',
      en: 'a unified social credit code has 18 characters (2, then 6 digits of the region, 9, and 1 that checks them), without I, O, S, V, Z',
    };
  }
  const sum = LICENCE_WEIGHTS.reduce(
    (total, weight, index) => total + weight * LICENCE_SIGNS.indexOf(number.charAt(index)),
    0,
  );
  if (LICENCE_SIGNS.charAt((31 - (sum % 31)) % 31) === number.charAt(17)) return undefined;
  return { zh: '校验码（最后一位）与其余 17 位不符', en: 'its last character does not check the other 17' };
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** GB 11643-1999: region, date of birth, order, and a sign that checks them, modulo 11. */
export function checkIdNumber(number: string): Problem {
  const parts = /^[1-9]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number);
  if (!parts) {
    return {
      zh: '身份证号为 18 位：前 17 位为数字，最后一位为数字或大写 X',
      en: 'an ID number has 18 characters: 17 digits, then a digit or a capital X',
    };
  }
  const [, year = '', month = '', day = ''] = parts;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = month === '02' && !leap ? 28 : (MONTH_DAYS[Number(month) - 1] ?? 0);
  if (Number(day) < 1 || Number(day) > days) {
    return { zh: '其中的出生日期不存在', en: 'the date of birth in it does not exist' };
  }
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  if (ID_CHECKS.charAt(sum % 11) === number.charAt(17)) return undefined;
  return { zh: '校验码（最后一位）与其余 17 位不符', en: 'its last character does not check the other 17' };
}

/** Words of a name or an address: letters, digits, spaces and the signs that such names have. */
export function checkName(name: string): Problem {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ·.,()（）&'’\-—、，#]*$/u.test(name) && name.trim() === name)
    return undefined;
  return {
    zh: "只能由文字、数字、空格以及 · . , ( ) & ' - # 组成，首尾不能有空格",
    en: "only letters, digits, spaces and · . , ( ) & ' - # are possible, and no space at either end",
  };
}

/** E.164; of a Chinese number also that it can exist: a mobile or a landline with its area code. */
export function checkPhone(phone: string): Problem {
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) {
    return { zh: '应为 E.164 格式，如 +8613800000200', en: 'E.164 is expected, such as +8613800000200' };
  }
  if (!phone.startsWith('+86') || /^\+86(?:1[3-9]\d{9}|[2-9]\d{8,10}|10\d{8})$/.test(phone)) return undefined;
  return { zh: '不是可用的中国大陆号码', en: 'this is no mainland number that can exist' };
}

const HIDDEN = '*';

/** A person's name in part: 张三 → 张*, 欧阳小明 → 欧**明. */
export function hidePart(name: string): string {
  const signs = [...name];
  if (signs.length <= 1) return HIDDEN;
  if (signs.length === 2) return `${signs[0]}${HIDDEN}`;
  return `${signs[0]}${HIDDEN.repeat(signs.length - 2)}${signs.at(-1)}`;
}

/** A number of a document in part: its first three and its last two signs. */
export function hideNumber(number: string): string {
  return number.length < 8
    ? HIDDEN.repeat(number.length)
    : `${number.slice(0, 3)}${HIDDEN.repeat(number.length - 5)}${number.slice(-2)}`;
}

export const MOST_APPS = 100;

/** What must be there before an enterprise can be submitted, by the names of the parameters that give it. */
export function missingOf(enterprise: {
  name: string;
  licenceNumber: string;
  industry: string;
  contactName: string;
  contactPhone: string;
  address: string;
  materials: readonly string[];
}): string[] {
  const fields = {
    Name: enterprise.name,
    LicenceNumber: enterprise.licenceNumber,
    Industry: enterprise.industry,
    ContactName: enterprise.contactName,
    ContactPhone: enterprise.contactPhone,
    Address: enterprise.address,
  };
  const materials = {
    BusinessLicence: 'business-licence',
    CommitmentLetter: 'commitment-letter',
    ContactAuthorisation: 'contact-authorisation',
  };
  return [
    ...Object.entries(fields).flatMap(([name, value]) => (value === '' ? [name] : [])),
    ...Object.entries(materials).flatMap(([name, material]) =>
      enterprise.materials.includes(material) ? [] : [name],
    ),
  ];
}

/** Which materials speak of each fact: what was found of them is no longer so when that fact is another one. */
const SPEAKS_OF = {
  name: ['business-licence', 'commitment-letter', 'contact-authorisation'],
  licenceNumber: ['business-licence', 'commitment-letter', 'contact-authorisation'],
  contactName: ['contact-authorisation'],
} as const satisfies Record<string, readonly Material[]>;
type SpokenOf = keyof typeof SPEAKS_OF;

/** The materials that must be judged anew when the facts change so. */
export function doubtedBy(
  before: Readonly<Record<SpokenOf, string>>,
  after: Readonly<Record<SpokenOf, string>>,
): Material[] {
  const changed = (Object.keys(SPEAKS_OF) as SpokenOf[]).filter((fact) => before[fact] !== after[fact]);
  return [...new Set(changed.flatMap((fact): readonly Material[] => SPEAKS_OF[fact]))];
}
