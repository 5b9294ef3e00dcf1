import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import {
  email,
  linkToken,
  loggedIn,
  logIn,
  memberId,
  memberRole,
  operatorId,
  operatorRole,
  password,
} from './fields.ts';

const LOGIN_ERRORS = [
  'LOGIN_WRONG',
  'LOGIN_DISABLED',
  'SECOND_FACTOR_NEEDED',
  'SECOND_FACTOR_WRONG',
  'ATTEMPTS_BLOCKED',
] as const;

export const login = defineAction({
  name: 'Login',
  summary: { zh: '成员登录', en: 'Logs a member in' },
  realm: 'public',
  request: Type.Object(logIn()),
  response: Type.Object({
    ...loggedIn(),
    AccountId: Type.String(notes('账号 ID', 'Account')),
    MemberId: memberId(),
    Role: memberRole(),
  }),
  errors: [...LOGIN_ERRORS, 'IP_REFUSED'],
});

export const operatorLogin = defineAction({
  name: 'OperatorLogin',
  summary: { zh: '平台运营人员登录', en: 'Logs one of the operator’s staff in' },
  realm: 'public',
  request: Type.Object(logIn()),
  response: Type.Object({
    ...loggedIn(),
    OperatorId: operatorId(),
    Roles: Type.Array(operatorRole(), notes('角色', 'Roles')),
  }),
  errors: [...LOGIN_ERRORS],
});

export const logout = defineAction({
  name: 'Logout',
  summary: { zh: '退出登录：结束当前会话', en: 'Logs out: ends the session of this call' },
  realm: 'person',
  request: Type.Object({}),
  response: Type.Object({}),
  errors: [],
});

export const requestPasswordReset = defineAction({
  name: 'RequestPasswordReset',
  summary: {
    zh: '向邮箱发送重置密码的链接；无论邮箱是否已注册，回答都相同',
    en: 'Mails a link to reset the password; the answer is the same for an address that is not known',
  },
  realm: 'public',
  request: Type.Object({
    Email: email(),
    Realm: Type.Optional(
      Type.Enum(
        ['customer', 'operator'],
        notes('customer 客户成员（默认），operator 平台运营人员', 'customer (default), or operator: staff'),
      ),
    ),
  }),
  response: Type.Object({}),
  errors: ['ATTEMPTS_BLOCKED'],
});

export const resetPassword = defineAction({
  name: 'ResetPassword',
  summary: {
    zh: '以邮件链接中的令牌设置新密码，并结束全部会话',
    en: 'Sets a new password by the token from the e-mail, and ends all sessions',
  },
  realm: 'public',
  request: Type.Object({ Token: linkToken(), Password: password('新密码', 'The new password') }),
  response: Type.Object({}),
  errors: ['LINK_INVALID', 'PASSWORD_WEAK'],
});
