import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { calleeToken } from './fields.ts';

const proof = () =>
  Type.String({
    ...notes('SendUVMSCalleeCode 返回的证明编号', 'As SendUVMSCalleeCode returned it'),
    minLength: 1,
    maxLength: 64,
  });

export const sendUVMSCalleeCode = defineAction({
  name: 'SendUVMSCalleeCode',
  summary: {
    zh: '致电所给号码并播报一次性验证码，以证明号码为本人所有；费用由平台承担；无论该号码是否接到过来电，回答都相同',
    en: 'Rings a number and speaks a one-time code, by which its owner proves it; at the platform’s cost. The answer is the same whether or not the number was ever called',
  },
  realm: 'public',
  request: Type.Object({
    PhoneNumber: Type.String({
      ...notes('被叫自己的号码（E.164，中国大陆）', 'The callee’s own number (E.164, mainland China)'),
      minLength: 1,
      maxLength: 20,
      examples: ['+8613800000200'],
    }),
    Language: Type.Optional(Type.Enum(['zh', 'en'], notes('播报语言', 'Language that is spoken'))),
  }),
  response: Type.Object({
    Proof: proof(),
    ExpireTime: milliseconds('验证码过期时间', 'When the code expires'),
  }),
  errors: ['CALLED_NUMBER_INVALID', 'CALLEE_ABROAD', 'CALLEE_CODES_BUSY', 'ATTEMPTS_BLOCKED'],
});

export const verifyUVMSCalleeCode = defineAction({
  name: 'VerifyUVMSCalleeCode',
  summary: {
    zh: '以听到的验证码证明号码，得到 20 分钟的会话；每个验证码只能用一次',
    en: 'Proves the number by the code that was heard: a session of 20 minutes. A code counts once',
  },
  realm: 'public',
  request: Type.Object({
    Proof: proof(),
    Code: Type.String({
      ...notes('听到的 6 位验证码', 'The six digits that were heard'),
      minLength: 1,
      maxLength: 12,
    }),
  }),
  response: Type.Object({
    CalleeToken: calleeToken(),
    Phone: Type.String(notes('号码，已脱敏', 'The number, masked')),
    ExpireTime: milliseconds('会话结束时间', 'When the session ends'),
  }),
  errors: ['CALLEE_CODE_WRONG'],
});

export const closeUVMSCalleeSession = defineAction({
  name: 'CloseUVMSCalleeSession',
  summary: { zh: '结束被叫的会话', en: 'Ends the session of a callee' },
  realm: 'public',
  request: Type.Object({ CalleeToken: calleeToken() }),
  response: Type.Object({}),
  errors: [],
});
