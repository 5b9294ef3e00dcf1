export type NumberFault = 'form' | 'country' | 'trunk-zero' | 'short' | 'long' | 'unassigned';

export type CalledVerdict<Callee> =
  | { ok: true; callee: Callee }
  | { ok: false; problem: { problemZh: string; problemEn: string } };

const PROBLEMS: Record<NumberFault, { problemZh: string; problemEn: string }> = {
  form: {
    problemZh: '不是“+国家码号码”的形式',
    problemEn: 'it is not + with country code and number',
  },
  country: { problemZh: '没有这个国家码', problemEn: 'there is no such country code' },
  'trunk-zero': {
    problemZh: '国家码之后多了国内拨号用的 0，请去掉',
    problemEn: 'after the country code is a 0 that is dialled within the country only; leave it out',
  },
  short: { problemZh: '位数不足，请核对是否漏写', problemEn: 'it has too few digits' },
  long: { problemZh: '位数过多，请核对是否多写', problemEn: 'it has too many digits' },
  unassigned: {
    problemZh: '该号段或区号未分配，或位数与其不符，请核对号码',
    problemEn:
      'its segment or area code is assigned to nobody, or has numbers of another length; check the number',
  },
};

/**
 * Whether there can be such a number.
 * @param number what the number plans say of it
 */
export function checkCalledNumber<Callee>(
  number: (Callee & { ok: true }) | { ok: false; why: NumberFault },
): CalledVerdict<Callee> {
  return number.ok ? { ok: true, callee: number } : { ok: false, problem: PROBLEMS[number.why] };
}
