import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import { category, contactId, language } from './fields.ts';

const categories = () =>
  Type.Array(category(), {
    ...notes('想收到的通知类别，如 Categories.0', 'Categories that the contact wants: Categories.0 …'),
    minItems: 1,
    maxItems: 16,
  });

const written = {
  Name: Type.String({ ...notes('姓名或岗位', 'Name, or what the person does'), minLength: 1, maxLength: 64 }),
  Email: Type.Optional(
    Type.String({
      ...notes('邮箱，验证后才使用', 'E-mail address; used once it is verified'),
      maxLength: 254,
    }),
  ),
  Phone: Type.Optional(
    Type.String({
      ...notes('手机号，E.164，验证后才使用', 'Telephone, E.164; used once it is verified'),
      pattern: '^\\+[1-9][0-9]{6,14}$',
    }),
  ),
  Language: Type.Optional(language()),
  Categories: categories(),
};

const CHANGED = { permission: 'uvms:configure' } as const;

export const createUVMSNoticeContact = defineAction({
  name: 'CreateUVMSNoticeContact',
  summary: { zh: '添加通知联系人，至多 20 个', en: 'Adds a contact for notices, at most 20' },
  ...CHANGED,
  request: Type.Object({ ...written, ProjectId: projectId() }),
  response: Type.Object({ ContactId: contactId() }),
  errors: ['PROJECT_UNKNOWN', 'CONTACT_INVALID', 'CONTACTS_FULL'],
});

export const updateUVMSNoticeContact = defineAction({
  name: 'UpdateUVMSNoticeContact',
  summary: {
    zh: '修改通知联系人，以本次内容整体替换；新的地址需重新验证',
    en: 'Replaces what is known of a contact; a new address is verified anew',
  },
  ...CHANGED,
  request: Type.Object({ ContactId: contactId(), ...written, ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'CONTACT_NOT_FOUND', 'CONTACT_INVALID'],
});

export const deleteUVMSNoticeContact = defineAction({
  name: 'DeleteUVMSNoticeContact',
  summary: { zh: '删除通知联系人', en: 'Deletes a contact for notices' },
  ...CHANGED,
  request: Type.Object({ ContactId: contactId(), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'CONTACT_NOT_FOUND'],
});

export const listUVMSNoticeContacts = defineAction({
  name: 'ListUVMSNoticeContacts',
  summary: { zh: '通知联系人，地址脱敏', en: 'Contacts for notices; addresses are masked' },
  permission: 'notices:read',
  request: Type.Object({ ProjectId: projectId() }),
  response: Type.Object({
    Contacts: Type.Array(
      Type.Object(
        {
          ContactId: contactId(),
          Name: Type.String(notes('姓名或岗位', 'Name')),
          Email: Type.String(notes('脱敏的邮箱，没有则为空', 'E-mail address, masked; empty for none')),
          EmailVerified: Type.Boolean(notes('邮箱是否已验证', 'Whether it is verified')),
          Phone: Type.String(notes('脱敏的手机号，没有则为空', 'Telephone, masked; empty for none')),
          PhoneVerified: Type.Boolean(notes('手机号是否已验证', 'Whether it is verified')),
          Language: language(),
          Categories: categories(),
        },
        notes('一个联系人', 'One contact'),
      ),
      notes('全部联系人', 'All of them'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

const channel = () => Type.Enum(['email', 'phone'], notes('要验证的地址', 'Which address is verified'));

export const sendUVMSNoticeContactCode = defineAction({
  name: 'SendUVMSNoticeContactCode',
  summary: {
    zh: '向联系人的邮箱或手机发送验证码，10 分钟内有效',
    en: 'Sends a code to the e-mail address or telephone of a contact; it is valid for ten minutes',
  },
  ...CHANGED,
  request: Type.Object({ ContactId: contactId(), Channel: channel(), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'CONTACT_NOT_FOUND', 'CONTACT_INVALID', 'CONTACT_CODE_TOO_OFTEN'],
});

export const verifyUVMSNoticeContact = defineAction({
  name: 'VerifyUVMSNoticeContact',
  summary: {
    zh: '用验证码验证联系人的邮箱或手机',
    en: 'Verifies an address of a contact by the code sent there',
  },
  ...CHANGED,
  request: Type.Object({
    ContactId: contactId(),
    Channel: channel(),
    Code: Type.String({ ...notes('6 位验证码', 'The code of six digits'), pattern: '^[0-9]{6}$' }),
    ProjectId: projectId(),
  }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'CONTACT_NOT_FOUND', 'CONTACT_INVALID', 'CONTACT_CODE_WRONG'],
});

const muted = () =>
  Type.Array(category(), {
    ...notes(
      '子账号不以邮件接收的类别；站内信不受影响',
      'Categories that members do not get by e-mail; the inbox shows them all the same',
    ),
    maxItems: 16,
  });

export const queryUVMSNoticePreferences = defineAction({
  name: 'QueryUVMSNoticePreferences',
  summary: { zh: '查询通知偏好', en: 'Which notices members get by e-mail' },
  permission: 'notices:read',
  request: Type.Object({ ProjectId: projectId() }),
  response: Type.Object({
    Muted: muted(),
    Mandatory: Type.Array(category(), notes('不能关闭的类别', 'Categories that cannot be switched off')),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const updateUVMSNoticePreferences = defineAction({
  name: 'UpdateUVMSNoticePreferences',
  summary: {
    zh: '设置子账号不以邮件接收的通知类别；协议、价格、安全类不能关闭',
    en: 'Sets which categories members do not get by e-mail; agreement, price and security cannot be switched off',
  },
  ...CHANGED,
  request: Type.Object({ Muted: Type.Optional(muted()), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'NOTICE_MANDATORY'],
});
