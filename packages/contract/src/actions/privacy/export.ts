import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const reason = () => Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 });

export const exportUVMSAccountData = defineAction({
  name: 'ExportUVMSAccountData',
  summary: {
    zh: '把本账号的全部数据导出为一个 ZIP（4.2.10）：成员、企业、应用、模板、流程、号码、任务、发送记录、回执、账务、拒呼名单、投诉、处置、同意、协议与通知，附各文件行数与 SHA-256 的清单；不含密钥。账号终止后、数据删除前仍可导出',
    en: 'All data of the account as one ZIP (4.2.10): members, enterprise, apps, templates, flows, numbers, tasks, send records, receipts, money, do-not-call list, complaints, sanctions, consents, agreement, notices, with a manifest of rows and SHA-256; no secrets. A terminated account has it until its data is erased',
  },
  permission: 'members:manage',
  file: 'download',
  request: Type.Object({}),
  response: Type.Object({}),
  errors: [],
});

export const exportUVMSCustomerData = defineAction({
  name: 'ExportUVMSCustomerData',
  summary: {
    zh: '运营方导出一个客户账号的全部数据，内容同 ExportUVMSAccountData；成员邮箱与被叫号码已脱敏',
    en: 'The staff takes all data of a customer, as ExportUVMSAccountData has it; e-mails of members and called numbers are masked',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({
    AccountId: Type.String({
      ...notes('客户账号', 'The customer’s account'),
      minLength: 1,
      maxLength: 64,
    }),
    Reason: reason(),
  }),
  response: Type.Object({}),
  errors: ['ACCOUNT_UNKNOWN'],
});

export const exportUVMSNumberData = defineAction({
  name: 'ExportUVMSNumberData',
  summary: {
    zh: '运营方导出某被叫号码在所有客户处的数据（JSON），内容同 ExportUVMSCalleeData；号码已脱敏',
    en: 'The staff takes what is held of a number at all customers (JSON), as ExportUVMSCalleeData has it; the number is masked',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({
    PhoneNumber: Type.String({
      ...notes('号码（E.164）', 'The number (E.164)'),
      minLength: 1,
      maxLength: 20,
      examples: ['+8613800000200'],
    }),
    Reason: reason(),
  }),
  response: Type.Object({}),
  errors: ['LISTED_NUMBER_INVALID'],
});
