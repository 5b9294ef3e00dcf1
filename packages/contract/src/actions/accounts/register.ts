import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { email, emailCode, language, password, personName } from './fields.ts';

const registrationId = () =>
  Type.String({
    ...notes('Register 返回的注册编号', 'As Register returned it'),
    minLength: 1,
    maxLength: 64,
  });

export const register = defineAction({
  name: 'Register',
  summary: {
    zh: '注册账号：向邮箱发送验证码，验证后账号才建立；无论邮箱是否已注册，回答都相同',
    en: 'Registers an account: a code is mailed, and the account exists once it is given back; the answer is the same for an address that is known',
  },
  realm: 'public',
  request: Type.Object({
    Email: email(),
    Password: password(),
    AccountName: Type.String({
      ...notes('企业或账号名称', 'Name of the enterprise or account'),
      minLength: 1,
      maxLength: 128,
    }),
    Name: personName(),
    Language: Type.Optional(language()),
  }),
  response: Type.Object({
    RegistrationId: registrationId(),
    ExpireTime: milliseconds('验证码过期时间', 'When the code expires'),
  }),
  errors: ['PASSWORD_WEAK', 'ATTEMPTS_BLOCKED'],
});

export const resendEmailCode = defineAction({
  name: 'ResendEmailCode',
  summary: { zh: '重新发送注册验证码，此前的作废', en: 'Mails a new code; the one before no longer counts' },
  realm: 'public',
  request: Type.Object({ RegistrationId: registrationId() }),
  response: Type.Object({ ExpireTime: milliseconds('验证码过期时间', 'When the code expires') }),
  errors: ['EMAIL_CODE_WRONG', 'ATTEMPTS_BLOCKED'],
});

export const verifyEmail = defineAction({
  name: 'VerifyEmail',
  summary: {
    zh: '以邮件中的验证码完成注册：建立账号、所有者与默认项目',
    en: 'Completes a registration by the code from the e-mail: account, owner and default project',
  },
  realm: 'public',
  request: Type.Object({ RegistrationId: registrationId(), Code: emailCode() }),
  response: Type.Object({
    AccountId: Type.String(notes('账号 ID', 'Account')),
    MemberId: Type.String(notes('所有者的成员 ID', 'The owner')),
    ProjectId: Type.String(notes('默认项目 ID', 'The default project')),
  }),
  errors: ['EMAIL_CODE_WRONG', 'EMAIL_TAKEN'],
});
