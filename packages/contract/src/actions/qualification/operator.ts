import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, notes } from '../../fields.ts';
import { accountId, capability, why } from './fields.ts';

export const downloadUVMSReviewFile = defineAction({
  name: 'DownloadUVMSReviewFile',
  summary: {
    zh: '审核时下载客户的材料或录音；每次查看都记入该客户的历史',
    en: 'A customer’s material or audio, for a review; each look is noted in the customer’s history',
  },
  realm: 'operator',
  permission: 'ops:review',
  file: 'download',
  request: Type.Object({ AccountId: accountId(), FileId: fileId() }),
  response: Type.Object({}),
  errors: ['FILE_NOT_FOUND'],
});

export const revokeUVMSEnterprise = defineAction({
  name: 'RevokeUVMSEnterprise',
  summary: {
    zh: '撤销已通过的企业（资料不真实或失效，4.3.3）：立即停止发送，客户可修改后重新提交',
    en: 'Takes back the approval of an enterprise whose papers are untrue or void (4.3.3): sends stop at once; the customer may correct and submit it again',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ AccountId: accountId(), Reason: why() }),
  response: Type.Object({}),
  errors: ['QUALIFICATION_STATE'],
});

export const revokeUVMSCapability = defineAction({
  name: 'RevokeUVMSCapability',
  summary: { zh: '撤销客户的通信能力，立即生效', en: 'Takes a capability away from a customer, at once' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ AccountId: accountId(), Capability: capability(), Reason: why() }),
  response: Type.Object({}),
  errors: ['QUALIFICATION_STATE'],
});

export const exportUVMSRealNameFile = defineAction({
  name: 'ExportUVMSRealNameFile',
  summary: {
    zh: '导出某客户的实名登记材料（ZIP：登记信息 CSV 与材料），供报送运营商（4.3.3）；给出 Password 时以 AES-256 加密；记入该客户的历史',
    en: 'A customer’s registration for the carrier (4.3.3): a ZIP with the data as CSV and the materials; encrypted with AES-256 where a Password is given; noted in the customer’s history',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({
    AccountId: accountId(),
    Carrier: Type.String({
      ...notes('报送给哪家运营商', 'The carrier it is for'),
      minLength: 1,
      maxLength: 60,
    }),
    Password: Type.Optional(
      Type.String({
        ...notes('ZIP 密码，至少 12 位', 'Password of the ZIP, at least 12 characters'),
        minLength: 12,
        maxLength: 100,
      }),
    ),
  }),
  response: Type.Object({}),
  errors: ['ENTERPRISE_NOT_APPROVED'],
});
