import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page, projectId } from '../../fields.ts';
import { announcementId, category, delivery, noticeId, noticeKind, total } from './fields.ts';

const notice = {
  NoticeId: noticeId(),
  Kind: noticeKind(),
  Category: category(),
  Clause: Type.String(notes('依据的协议条款', 'Clause of the agreement under which it is given')),
  Title: Type.String(notes('标题', 'Title')),
  Body: Type.String(notes('正文', 'Text')),
  AnnouncementId: Type.Optional(announcementId()),
  CreateTime: milliseconds('时间', 'When it was given'),
  ReadTime: milliseconds('本人阅读的时间，未读为 0', 'When you read it, 0 when you have not'),
};

export const listUVMSNotices = defineAction({
  name: 'ListUVMSNotices',
  summary: {
    zh: '站内信：与当前角色有关的通知，默认未读在前',
    en: 'The inbox: notices that concern your role, unread ones first unless asked otherwise',
  },
  permission: 'notices:read',
  request: Type.Object({
    Kind: Type.Optional(noticeKind()),
    UnreadOnly: Type.Optional(
      Type.Boolean({ ...notes('只看未读', 'Only those that are unread'), default: false }),
    ),
    UnreadFirst: Type.Optional(Type.Boolean({ ...notes('未读在前', 'Unread ones first'), default: true })),
    Page: page(),
    NumPerPage: numPerPage(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数，至多数到 10000', 'How many match, counted up to 10,000')),
    Unread: Type.Integer(
      notes('未读总数，至多数到 10000', 'How many are unread in all, counted up to 10,000'),
    ),
    Notices: Type.Array(
      Type.Object(notice, notes('一则通知', 'One notice')),
      notes('本页的通知', 'This page'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const getUVMSNotice = defineAction({
  name: 'GetUVMSNotice',
  summary: {
    zh: '一则通知，及其经各渠道发送的凭证',
    en: 'One notice, and the proof of how it was sent through each channel',
  },
  permission: 'notices:read',
  request: Type.Object({ NoticeId: noticeId(), ProjectId: projectId() }),
  response: Type.Object({
    ...notice,
    Deliveries: Type.Array(delivery(), notes('发送凭证', 'How it was sent')),
  }),
  errors: ['PROJECT_UNKNOWN', 'NOTICE_NOT_FOUND'],
});

export const readUVMSNotices = defineAction({
  name: 'ReadUVMSNotices',
  summary: {
    zh: '将通知标为已读；不传 NoticeIds 则全部标为已读',
    en: 'Marks notices as read; without NoticeIds all of them',
  },
  permission: 'notices:read',
  request: Type.Object({
    NoticeIds: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        ...notes('通知编号，如 NoticeIds.0', 'Ids of notices: NoticeIds.0 …'),
        minItems: 1,
        maxItems: 100,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Marked: Type.Integer(notes('新标为已读的条数', 'How many were unread before')),
  }),
  errors: ['PROJECT_UNKNOWN', 'NOTICE_NOT_FOUND'],
});

export const listUVMSNoticeDeliveries = defineAction({
  name: 'ListUVMSNoticeDeliveries',
  summary: {
    zh: '某账号的通知发送凭证：何时、经何渠道、发给谁、结果如何（协议 12.2）',
    en: 'Proof of what was sent to one account: when, how, to whom, and what became of it (12.2)',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    AccountId: Type.String({ ...notes('账号', 'The account'), minLength: 1, maxLength: 64 }),
    NoticeId: Type.Optional(noticeId()),
    AnnouncementId: Type.Optional(announcementId()),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: total(),
    Deliveries: Type.Array(delivery(), notes('发送凭证，新的在前', 'Deliveries, newest notice first')),
  }),
  errors: ['NOTICE_NOT_FOUND', 'ANNOUNCEMENT_NOT_FOUND'],
});
