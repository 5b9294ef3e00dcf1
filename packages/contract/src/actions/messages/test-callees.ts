import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const phoneNumber = () =>
  Type.String({
    ...notes('被叫号码，E.164 格式，带 +', 'Number, E.164 with +', 'CALLED_NUMBER_INVALID'),
    pattern: '^\\+[1-9][0-9]{6,14}$',
    examples: ['+8613800000200'],
  });
const masked = () => Type.String(notes('号码，已脱敏', 'Number, masked'));

export const createUVMSTestCallee = defineAction({
  name: 'CreateUVMSTestCallee',
  summary: {
    zh: '申请把号码加为测试被叫：平台拨打该号码并播报验证码，由机主告知（4.3.4）',
    en: 'Asks to add a test callee: the platform rings the number and speaks a code, which its owner tells you (4.3.4)',
  },
  permission: 'uvms:configure',
  request: Type.Object({ PhoneNumber: phoneNumber() }),
  response: Type.Object({
    Proof: Type.String(notes('凭证，与验证码一起提交', 'Goes with the code')),
    ExpireTime: milliseconds('有效期至', 'Good until'),
  }),
  errors: ['CALLED_NUMBER_INVALID', 'CALLEE_ABROAD', 'ATTEMPTS_BLOCKED', 'CALLEE_CODES_BUSY'],
});

export const verifyUVMSTestCallee = defineAction({
  name: 'VerifyUVMSTestCallee',
  summary: {
    zh: '以播报的验证码确认测试被叫；每个账号至多 5 个',
    en: 'Confirms a test callee by the code that was spoken; an account has 5 at most',
  },
  permission: 'uvms:configure',
  request: Type.Object({
    Proof: Type.String({
      ...notes('CreateUVMSTestCallee 返回的凭证', 'From CreateUVMSTestCallee'),
      maxLength: 64,
    }),
    Code: Type.String({ ...notes('播报的验证码', 'The code that was spoken'), minLength: 1, maxLength: 16 }),
    Remark: Type.Optional(Type.String({ ...notes('备注', 'Remark'), maxLength: 100 })),
  }),
  response: Type.Object({ Phone: masked() }),
  errors: ['CALLEE_CODE_WRONG', 'TEST_CALLEES_FULL'],
});

export const listUVMSTestCallees = defineAction({
  name: 'ListUVMSTestCallees',
  summary: { zh: '查询测试被叫与可用的测试模板', en: 'Test callees, and the templates that tests may say' },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Phone: masked(),
          Remark: Type.String(notes('备注', 'Remark')),
          VerifyTime: milliseconds('确认时间', 'When'),
        },
        notes('一个测试被叫', 'One test callee'),
      ),
      notes('测试被叫，最近的在前', 'The test callees, the latest first'),
    ),
    Templates: Type.Array(
      Type.Object(
        {
          TemplateId: Type.String(notes('模板 ID', 'Id')),
          Name: Type.String(notes('名称', 'Name')),
          Purpose: Type.Integer(notes('语音类型', 'Purpose')),
          Content: Type.String(notes('内容', 'Content')),
        },
        notes('一个测试模板', 'One template'),
      ),
      notes('平台提供的测试模板', 'What the platform provides for tests'),
    ),
  }),
  errors: [],
});

export const deleteUVMSTestCallee = defineAction({
  name: 'DeleteUVMSTestCallee',
  summary: { zh: '移除测试被叫', en: 'Takes a test callee off' },
  permission: 'uvms:configure',
  request: Type.Object({ PhoneNumber: phoneNumber() }),
  response: Type.Object({}),
  errors: ['TEST_CALLEE_UNKNOWN'],
});
