import type { Words } from '@herald/contract';

/** A finding of the schema validator, by JSON Schema keyword. */
interface Finding {
  readonly keyword: string;
  readonly params: object;
}

/** What is wrong with a parameter, for the `{problem}` of PARAMETER_INVALID. */
export function problemOf({ keyword, params }: Finding): Words {
  const { limit, allowedValues } = params as { limit?: number | string; allowedValues?: readonly unknown[] };
  switch (keyword) {
    case 'required':
      return missing();
    case 'minLength':
      return limit === 1
        ? { zh: '不能为空', en: 'it is empty' }
        : { zh: `至少 ${limit} 个字符`, en: `it has fewer than ${limit} characters` };
    case 'maxLength':
      return { zh: `最多 ${limit} 个字符`, en: `it has more than ${limit} characters` };
    case 'minimum':
      return { zh: `不能小于 ${limit}`, en: `it is below ${limit}` };
    case 'maximum':
      return { zh: `不能大于 ${limit}`, en: `it is above ${limit}` };
    case 'maxItems':
      return { zh: `最多 ${limit} 项`, en: `it has more than ${limit} items` };
    case 'enum': {
      const choices = allowedValues?.join(', ') ?? '';
      return { zh: `只能是 ${choices} 之一`, en: `it is none of ${choices}` };
    }
    default:
      return { zh: '格式不符', en: 'it is not in the expected form' };
  }
}

export function missing(): Words {
  return { zh: '缺少该参数', en: 'it is missing' };
}

const KINDS = {
  integer: { zh: '应为整数', en: 'it is not an integer' },
  number: { zh: '应为十进制数', en: 'it is not a decimal number' },
  boolean: { zh: '应为 true 或 false', en: 'it is neither true nor false' },
  array: {
    zh: '应为数组；表单中写作 名称.0、名称.1',
    en: 'it is not an array; in forms write Name.0, Name.1',
  },
  value: { zh: '取值不符', en: 'it is not an acceptable value' },
} as const satisfies Record<string, Words>;

export function notA(kind: keyof typeof KINDS): Words {
  return KINDS[kind];
}
