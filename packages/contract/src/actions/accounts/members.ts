import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import {
  email,
  language,
  linkToken,
  memberId,
  memberRole,
  password,
  personName,
  personStatus,
  projectScope,
  total,
} from './fields.ts';

export const inviteMember = defineAction({
  name: 'InviteMember',
  summary: {
    zh: '邀请成员：向邮箱发送链接，对方设置密码后加入；一个邮箱只能属于一个账号',
    en: 'Invites a member: a link is mailed, by which a password is set; an address belongs to one account',
  },
  permission: 'members:manage',
  request: Type.Object({
    Email: email(),
    Role: memberRole(),
    ...projectScope(),
    Language: Type.Optional(language()),
  }),
  response: Type.Object({ MemberId: memberId() }),
  errors: ['MEMBER_EXISTS', 'PROJECT_UNKNOWN', 'COUNT_LIMIT', 'ATTEMPTS_BLOCKED'],
});

export const acceptInvitation = defineAction({
  name: 'AcceptInvitation',
  summary: {
    zh: '以邮件链接中的令牌接受邀请并设置密码；成员与平台运营人员相同',
    en: 'Accepts an invitation by the token from its e-mail, and sets a password; for members and staff alike',
  },
  realm: 'public',
  request: Type.Object({
    Token: linkToken(),
    Password: password(),
    Name: personName(),
    Language: Type.Optional(language()),
  }),
  response: Type.Object({
    Realm: Type.Enum(
      ['customer', 'operator'],
      notes(
        'customer 以 Login 登录，operator 以 OperatorLogin 登录',
        'customer: Login, operator: OperatorLogin',
      ),
    ),
  }),
  errors: ['LINK_INVALID', 'PASSWORD_WEAK', 'EMAIL_TAKEN'],
});

export const listMembers = defineAction({
  name: 'ListMembers',
  summary: { zh: '列出账号的成员', en: 'Lists the members of the account' },
  permission: 'members:manage',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: total(),
    Members: Type.Array(
      Type.Object(
        {
          MemberId: memberId(),
          Email: Type.String(notes('邮箱', 'E-mail address')),
          Name: Type.String(notes('姓名', 'Name')),
          Role: memberRole(),
          AllProjects: Type.Boolean(notes('是否可用全部项目', 'Whether all projects are in scope')),
          ProjectIds: Type.Array(
            Type.String(notes('项目 ID', 'Project')),
            notes('可用的项目', 'The projects in scope, where not all are'),
          ),
          Status: personStatus(),
          TotpEnabled: Type.Boolean(notes('是否已启用两步验证', 'Whether a second factor is on')),
          CreateTime: milliseconds('创建时间', 'When it was made'),
        },
        notes('一名成员', 'One member'),
      ),
      notes('本页的成员', 'The members of this page'),
    ),
  }),
  errors: [],
});

export const updateMember = defineAction({
  name: 'UpdateMember',
  summary: {
    zh: '修改成员的角色、项目范围，停用或恢复；1 秒内在各处生效',
    en: 'Changes a member’s role or projects, disables or enables it; everywhere within a second',
  },
  permission: 'members:manage',
  request: Type.Object({
    MemberId: memberId(),
    Role: Type.Optional(memberRole()),
    ...projectScope(),
    Status: Type.Optional(
      Type.Enum(
        ['active', 'disabled'],
        notes(
          'active 恢复，disabled 停用（会话与密钥随即失效）',
          'active, or disabled: its sessions and keys stop',
        ),
      ),
    ),
  }),
  response: Type.Object({}),
  errors: ['MEMBER_NOT_FOUND', 'LAST_OWNER', 'PROJECT_UNKNOWN'],
});

export const removeMember = defineAction({
  name: 'RemoveMember',
  summary: {
    zh: '移除成员或撤回邀请：其登录身份、会话与密钥一并删除',
    en: 'Removes a member or takes an invitation back: its log-in, sessions and keys are deleted with it',
  },
  permission: 'members:manage',
  request: Type.Object({ MemberId: memberId() }),
  response: Type.Object({}),
  errors: ['MEMBER_NOT_FOUND', 'LAST_OWNER'],
});
