import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, projectId } from '../../fields.ts';

const sessionNo = () =>
  Type.String({ ...notes('消息编号', 'Id of the message'), minLength: 1, maxLength: 64 });

const attempt = () => ({
  Time: milliseconds('时间，未尝试为 0', 'When, 0 when never'),
  Status: Type.Integer(notes('HTTP 状态，未收到为 0', 'HTTP status, 0 when none came')),
  Error: Type.String(notes('失败原因', 'Why it failed')),
});

export const listUVMSReceiptPushes = defineAction({
  name: 'ListUVMSReceiptPushes',
  summary: {
    zh: '列出已放弃推送的回执（死信），先结束的在前',
    en: 'Receipts whose push was given up (dead letters), the oldest first',
  },
  permission: 'uvms:read',
  request: Type.Object({
    Cursor: Type.Optional(
      Type.String({ ...notes('上一页的 NextCursor', 'The NextCursor of the page before'), maxLength: 36 }),
    ),
    Limit: Type.Optional(
      Type.Integer({ ...notes('每页条数', 'How many a page'), minimum: 1, maximum: 200, default: 50 }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          SessionNo: sessionNo(),
          EndTime: milliseconds('消息结束时间', 'When the message ended'),
          Attempts: Type.Integer(notes('已尝试次数', 'Attempts made')),
          Last: Type.Object(attempt(), notes('最后一次尝试', 'The last attempt')),
        },
        notes('一份回执', 'One receipt'),
      ),
      notes('本页的回执', 'The receipts of this page'),
    ),
    NextCursor: Type.String(notes('下一页的游标，没有更多时为空', 'For the next page; empty on the last')),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const queryUVMSReceiptPush = defineAction({
  name: 'QueryUVMSReceiptPush',
  summary: {
    zh: '一份回执的推送日志：每次尝试的时间、状态与原因',
    en: 'The log of the push of one receipt: each attempt with its time, status and error',
  },
  permission: 'uvms:read',
  request: Type.Object({ SessionNo: sessionNo(), ProjectId: projectId() }),
  response: Type.Object({
    SessionNo: sessionNo(),
    State: Type.Enum(
      ['none', 'pending', 'delivered', 'dead'],
      notes(
        'none 未推送，pending 推送中，delivered 已送达，dead 已放弃',
        'none: not pushed; pending; delivered; dead: given up',
      ),
    ),
    Data: Type.Array(
      Type.Object(
        { Attempt: Type.Integer(notes('第几次', 'Which attempt')), ...attempt() },
        notes('一次尝试', 'One attempt'),
      ),
      notes('各次尝试，最近的在前，至多 100 次', 'The attempts, the latest first, at most 100'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'MESSAGE_NOT_FOUND'],
});

export const resendUVMSReceipts = defineAction({
  name: 'ResendUVMSReceipts',
  summary: {
    zh: '重新推送回执：指定的若干条，或最早的 1000 条死信；推送中的不受影响',
    en: 'Pushes receipts again: those that are named, or the oldest 1,000 that were given up; those being pushed are left alone',
  },
  permission: 'uvms:configure',
  request: Type.Object({
    SessionNos: Type.Optional(
      Type.Array(Type.String({ minLength: 36, maxLength: 36 }), {
        ...notes('消息编号，至多 100 个；不填为死信', 'Messages, at most 100; absent: dead letters'),
        maxItems: 100,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({ Resent: Type.Integer(notes('重新推送的数量', 'How many are pushed again')) }),
  errors: ['PROJECT_UNKNOWN', 'RECEIPT_URL_MISSING'],
});
