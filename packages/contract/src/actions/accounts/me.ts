import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { language, memberRole, operatorRole, password, sessionId, totpCode } from './fields.ts';

export const getMe = defineAction({
  name: 'GetMe',
  summary: { zh: '当前登录者：身份、角色与权限', en: 'Who is logged in: identity, roles and permissions' },
  realm: 'person',
  request: Type.Object({}),
  response: Type.Object({
    Realm: Type.Enum(
      ['customer', 'operator'],
      notes('customer 客户成员，operator 平台运营人员', 'customer: a member, operator: staff'),
    ),
    SessionId: sessionId(),
    Email: Type.String(notes('邮箱', 'E-mail address')),
    Name: Type.String(notes('姓名', 'Name')),
    Language: language(),
    AccountId: Type.Optional(Type.String(notes('账号 ID（成员）', 'Account, for a member'))),
    AccountName: Type.Optional(Type.String(notes('账号名称（成员）', 'Name of the account, for a member'))),
    MemberId: Type.Optional(Type.String(notes('成员 ID（成员）', 'Member'))),
    Role: Type.Optional(memberRole()),
    AllProjects: Type.Optional(
      Type.Boolean(notes('是否可用全部项目（成员）', 'Whether all projects are in scope, for a member')),
    ),
    ProjectIds: Type.Optional(
      Type.Array(
        Type.String(notes('项目 ID', 'Project')),
        notes('可用的项目，AllProjects 为 false 时', 'The projects in scope, where not all are'),
      ),
    ),
    OperatorId: Type.Optional(Type.String(notes('运营人员 ID', 'One of the staff'))),
    Roles: Type.Optional(Type.Array(operatorRole(), notes('角色（运营人员）', 'Roles, for staff'))),
    Permissions: Type.Array(
      Type.String(notes('权限', 'Permission')),
      notes('拥有的权限', 'What the caller may do'),
    ),
    TotpEnabled: Type.Boolean(notes('是否已启用两步验证', 'Whether a second factor is on')),
    RecoveryCodesLeft: Type.Integer(notes('剩余的恢复码数', 'Recovery codes that are left')),
    PasswordTime: milliseconds(
      '密码设置时间，未设置为 0',
      'When the password was set, 0 where there is none',
    ),
  }),
  errors: [],
});

export const listSessions = defineAction({
  name: 'ListSessions',
  summary: { zh: '列出本人的登录会话，最近使用的在前', en: 'Lists one’s own sessions, the last used first' },
  realm: 'person',
  request: Type.Object({}),
  response: Type.Object({
    Sessions: Type.Array(
      Type.Object(
        {
          SessionId: sessionId(),
          Current: Type.Boolean(notes('是否当前会话', 'Whether it is the session of this call')),
          Ip: Type.String(notes('登录时的来源地址', 'The address it was opened from')),
          Agent: Type.String(notes('登录所用的程序', 'The program it was opened with')),
          CreateTime: milliseconds('登录时间', 'When it was opened'),
          LastUseTime: milliseconds('最近使用时间，约 5 秒内', 'When it was last used, to about 5 s'),
          ExpireTime: milliseconds('最晚结束时间', 'When it ends at the latest'),
        },
        notes('一个会话', 'One session'),
      ),
      notes('会话', 'The sessions'),
    ),
  }),
  errors: [],
});

export const endSession = defineAction({
  name: 'EndSession',
  summary: {
    zh: '结束本人的一个会话，1 秒内在各处失效',
    en: 'Ends one of one’s own sessions, everywhere within a second',
  },
  realm: 'person',
  request: Type.Object({ SessionId: sessionId() }),
  response: Type.Object({}),
  errors: ['SESSION_NOT_FOUND'],
});

export const endOtherSessions = defineAction({
  name: 'EndOtherSessions',
  summary: { zh: '结束本人除当前外的全部会话', en: 'Ends all of one’s own sessions but this one' },
  realm: 'person',
  request: Type.Object({}),
  response: Type.Object({ Ended: Type.Integer(notes('结束的会话数', 'How many were ended')) }),
  errors: [],
});

export const changePassword = defineAction({
  name: 'ChangePassword',
  summary: { zh: '修改密码，并结束其他会话', en: 'Changes the password, and ends the other sessions' },
  realm: 'person',
  request: Type.Object({
    Password: password('当前密码', 'The present password'),
    NewPassword: password('新密码，至少 10 个字符', 'The new one, at least 10 characters'),
  }),
  response: Type.Object({}),
  errors: ['PASSWORD_WRONG', 'PASSWORD_WEAK', 'ATTEMPTS_BLOCKED'],
});

const presentPassword = () => Type.Object({ Password: password('当前密码', 'The present password') });

const recoveryCodes = () =>
  Type.Array(
    Type.String(notes('恢复码，可用一次', 'A recovery code, for one use')),
    notes('恢复码，只显示这一次', 'Recovery codes, shown this once'),
  );

const SECOND_FACTOR_ERRORS = ['PASSWORD_WRONG', 'SECOND_FACTOR_STATE', 'ATTEMPTS_BLOCKED'] as const;

export const enrolTotp = defineAction({
  name: 'EnrolTotp',
  summary: {
    zh: '开始启用两步验证：返回给验证器应用的密钥，以 ConfirmTotp 确认后生效',
    en: 'Begins to set up a second factor: a secret for an authenticator app, in force once ConfirmTotp has a code of it',
  },
  realm: 'person',
  request: presentPassword(),
  response: Type.Object({
    Secret: Type.String(notes('密钥，Base32', 'The secret, base32')),
    Uri: Type.String(notes('otpauth:// 地址，作二维码', 'otpauth:// address, for a QR code')),
  }),
  errors: [...SECOND_FACTOR_ERRORS],
});

export const confirmTotp = defineAction({
  name: 'ConfirmTotp',
  summary: {
    zh: '以首个验证码启用两步验证，并返回恢复码',
    en: 'Turns the second factor on by its first code; answers recovery codes',
  },
  realm: 'person',
  request: Type.Object({ TotpCode: totpCode() }),
  response: Type.Object({ RecoveryCodes: recoveryCodes() }),
  errors: ['SECOND_FACTOR_STATE', 'SECOND_FACTOR_WRONG', 'ATTEMPTS_BLOCKED'],
});

export const disableTotp = defineAction({
  name: 'DisableTotp',
  summary: { zh: '关闭两步验证', en: 'Turns the second factor off' },
  realm: 'person',
  request: presentPassword(),
  response: Type.Object({}),
  errors: [...SECOND_FACTOR_ERRORS],
});

export const renewRecoveryCodes = defineAction({
  name: 'RenewRecoveryCodes',
  summary: { zh: '重新生成恢复码，此前的作废', en: 'New recovery codes; those before are void' },
  realm: 'person',
  request: presentPassword(),
  response: Type.Object({ RecoveryCodes: recoveryCodes() }),
  errors: [...SECOND_FACTOR_ERRORS],
});
