import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const registry = () =>
  Type.String({
    ...notes('外部名单的名称', 'Name of the registry'),
    minLength: 1,
    maxLength: 64,
    pattern: '^\\S(.*\\S)?$',
    examples: ['中国互联网协会 2026'],
  });

const count = (zh: string, en: string) => Type.Integer(notes(zh, en));

const imported = () =>
  Type.Object({
    Rows: count('文件的行数，不含标题行', 'Rows of the file, without its heading'),
    Added: count('新加入名单的号码', 'Numbers that are new'),
    Removed: count(
      '文件中不再有、已移除的号码',
      'Numbers that the file does not hold any more, and which are gone',
    ),
    Numbers: count('该名单现有的号码', 'Numbers that the registry holds now'),
    BadRows: count('不能识别的行数', 'Rows that cannot be read'),
    Errors: Type.Array(
      Type.Object(
        { Line: count('行号，从 1 起', 'Line, from 1'), Reason: Type.String(notes('原因', 'Why')) },
        notes('一行', 'One row'),
      ),
      notes('不能识别的行，至多 1000 行', 'Rows that cannot be read, at most 1,000'),
    ),
  });

const registries = () =>
  Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Registry: registry(),
          Numbers: count(
            '上次完整导入后的号码数',
            'Numbers that it holds, as the last complete import left it',
          ),
          ImportTime: Type.Optional(
            milliseconds(
              '导入完成的时间；没有则导入仍在进行或中断，请重新导入',
              'When its import was complete; absent: it still runs, or died, and is to be done again',
            ),
          ),
        },
        notes('一个外部名单', 'One registry'),
      ),
      notes('外部名单，至多 20 个', 'The registries, at most 20'),
    ),
  });

const withdrawn = () => Type.Object({ Removed: count('移除的号码', 'Numbers that were taken off with it') });

const FILE_ERRORS = [
  'FILE_BODY_MISSING',
  'FILE_TOO_LARGE',
  'FILE_CUT_OFF',
  'REGISTRY_FILE_INVALID',
  'REGISTRIES_FULL',
  'REGISTRY_CHANGED',
] as const;

const FILE_ZH =
  '文件为 CSV 或 TXT，第一列为号码（E.164 或内地写法），可有标题行，至多 64 MiB、100 万行；再次导入同名名单即替换它，同一文件再次导入不改变名单';
const FILE_EN =
  'the file is CSV or TXT with a number in the first column (E.164, or as written on the mainland), a heading or none, at most 64 MiB and 1,000,000 rows. Importing under the same name replaces the registry; the same file again changes nothing';

export const importUVMSBlacklistRegistry = defineAction({
  name: 'ImportUVMSBlacklistRegistry',
  summary: {
    zh: `把外部拒呼名单导入本账号的拒呼名单：${FILE_ZH}`,
    en: `Imports an outside do-not-call registry into the account’s list: ${FILE_EN}`,
  },
  permission: 'uvms:configure',
  file: 'upload',
  request: Type.Object({ Registry: registry() }),
  response: imported(),
  errors: FILE_ERRORS,
});

export const queryUVMSBlacklistRegistries = defineAction({
  name: 'QueryUVMSBlacklistRegistries',
  summary: { zh: '本账号导入的外部拒呼名单', en: 'The outside registries that the account has imported' },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: registries(),
  errors: [],
});

export const withdrawUVMSBlacklistRegistry = defineAction({
  name: 'WithdrawUVMSBlacklistRegistry',
  summary: {
    zh: '整个撤下本账号导入的一个外部名单；其他来源对同一号码的拒绝不受影响',
    en: 'Withdraws a registry of the account as a whole; what else refuses the same numbers stays',
  },
  permission: 'uvms:configure',
  request: Type.Object({ Registry: registry() }),
  response: withdrawn(),
  errors: ['REGISTRY_UNKNOWN'],
});

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

export const importUVMSDoNotCallRegistry = defineAction({
  name: 'ImportUVMSDoNotCallRegistry',
  summary: {
    zh: `导入对所有客户有效的外部拒呼名单：${FILE_ZH}`,
    en: `Imports an outside do-not-call registry, for all customers: ${FILE_EN}`,
  },
  ...operator,
  file: 'upload',
  request: Type.Object({ Registry: registry() }),
  response: imported(),
  errors: FILE_ERRORS,
});

export const listUVMSDoNotCallRegistries = defineAction({
  name: 'ListUVMSDoNotCallRegistries',
  summary: {
    zh: '对所有客户有效的外部拒呼名单',
    en: 'The outside registries that hold for all customers',
  },
  ...operator,
  request: Type.Object({}),
  response: registries(),
  errors: [],
});

export const withdrawUVMSDoNotCallRegistry = defineAction({
  name: 'WithdrawUVMSDoNotCallRegistry',
  summary: {
    zh: '整个撤下一个外部名单；其他来源对同一号码的拒绝不受影响，原因记入审计记录',
    en: 'Withdraws a registry as a whole; what else refuses the same numbers stays. Why is in the audit log',
  },
  ...operator,
  request: Type.Object({
    Registry: registry(),
    Reason: Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 }),
  }),
  response: withdrawn(),
  errors: ['REGISTRY_UNKNOWN'],
});
