import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { email, language, operatorId, operatorRole, personStatus, total } from './fields.ts';

const roles = () =>
  Type.Array(operatorRole(), {
    ...notes('角色，权限为各角色之和', 'Roles; permissions add up'),
    minItems: 1,
    maxItems: 5,
  });

export const inviteOperator = defineAction({
  name: 'InviteOperator',
  summary: {
    zh: '邀请平台运营人员：向邮箱发送链接，对方以 AcceptInvitation 设置密码',
    en: 'Invites one of the staff: a link is mailed, by which AcceptInvitation sets a password',
  },
  realm: 'operator',
  permission: 'ops:staff',
  request: Type.Object({ Email: email(), Roles: roles(), Language: Type.Optional(language()) }),
  response: Type.Object({ OperatorId: operatorId() }),
  errors: ['OPERATOR_EXISTS', 'ATTEMPTS_BLOCKED'],
});

export const listOperators = defineAction({
  name: 'ListOperators',
  summary: { zh: '列出平台运营人员', en: 'Lists the staff' },
  realm: 'operator',
  permission: 'ops:staff',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: total(),
    Operators: Type.Array(
      Type.Object(
        {
          OperatorId: operatorId(),
          Email: Type.String(notes('邮箱', 'E-mail address')),
          Name: Type.String(notes('姓名', 'Name')),
          Roles: Type.Array(operatorRole(), notes('角色', 'Roles')),
          Status: personStatus(),
          TotpEnabled: Type.Boolean(notes('是否已启用两步验证', 'Whether a second factor is on')),
          CreateTime: milliseconds('创建时间', 'When it was made'),
        },
        notes('一名运营人员', 'One of the staff'),
      ),
      notes('本页的运营人员', 'The staff of this page'),
    ),
  }),
  errors: [],
});

export const listStaffNames = defineAction({
  name: 'ListStaffNames',
  summary: {
    zh: '运营人员的姓名，供各页面把运营人员 ID 显示为人；不含邮箱与角色',
    en: 'What the staff are called, so that pages show people and not ids; without addresses and roles',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          OperatorId: operatorId(),
          Name: Type.String(
            notes(
              '姓名；没有填写则为邮箱 @ 之前的部分，尚未接受邀请则为空',
              'Name; without one, what is before the @ of the address; empty for who has not accepted yet',
            ),
          ),
        },
        notes('一名运营人员', 'One of the staff'),
      ),
      notes('按加入先后，至多 1000 人', 'In the order they came, at most 1,000'),
    ),
  }),
  errors: [],
});

export const updateOperator = defineAction({
  name: 'UpdateOperator',
  summary: {
    zh: '修改运营人员的角色，停用或恢复',
    en: 'Changes the roles of one of the staff, disables or enables',
  },
  realm: 'operator',
  permission: 'ops:staff',
  request: Type.Object({
    OperatorId: operatorId(),
    Roles: Type.Optional(roles()),
    Status: Type.Optional(
      Type.Enum(
        ['active', 'disabled'],
        notes('active 恢复，disabled 停用（会话随即失效）', 'active, or disabled: sessions stop'),
      ),
    ),
  }),
  response: Type.Object({}),
  errors: ['OPERATOR_NOT_FOUND', 'LAST_ADMIN'],
});

export const removeOperator = defineAction({
  name: 'RemoveOperator',
  summary: {
    zh: '移除运营人员或撤回邀请，登录身份与会话一并删除',
    en: 'Removes one of the staff or takes an invitation back; log-in and sessions are deleted',
  },
  realm: 'operator',
  permission: 'ops:staff',
  request: Type.Object({ OperatorId: operatorId() }),
  response: Type.Object({}),
  errors: ['OPERATOR_NOT_FOUND', 'LAST_ADMIN'],
});
