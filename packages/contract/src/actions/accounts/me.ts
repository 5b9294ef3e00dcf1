import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { language, memberRole, operatorRole } from './fields.ts';

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
    SessionId: Type.String(notes('当前会话', 'The session of this call')),
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
