import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';

export const updateUVMSReceiptUrl = defineAction({
  name: 'UpdateUVMSReceiptUrl',
  summary: {
    zh: '设置回执推送地址；密钥只在本次返回中出现',
    en: 'Sets the URL to which receipts are pushed; the secret is shown in this answer only',
  },
  permission: 'uvms:configure',
  request: Type.Object({
    Url: Type.String({
      ...notes(
        'http 或 https 地址；空字符串表示停止推送',
        'An http or https URL; empty stops the push',
        'RECEIPT_URL_INVALID',
      ),
      maxLength: 1000,
      examples: ['https://example.com/uvms/receipts'],
    }),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Url: Type.String(notes('当前地址，空表示不推送', 'The URL in force, empty: no push')),
    Secret: Type.String(
      notes(
        '用于校验推送签名的密钥，只显示一次；停止推送时为空',
        'Secret that signs the pushes, shown once; empty when the push is stopped',
      ),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'RECEIPT_URL_INVALID'],
});

export const queryUVMSReceiptUrl = defineAction({
  name: 'QueryUVMSReceiptUrl',
  summary: { zh: '查询回执推送地址', en: 'The URL to which receipts are pushed' },
  permission: 'uvms:read',
  request: Type.Object({ ProjectId: projectId() }),
  response: Type.Object({
    Url: Type.String(notes('当前地址，空表示不推送', 'The URL in force, empty: no push')),
  }),
  errors: ['PROJECT_UNKNOWN'],
});
