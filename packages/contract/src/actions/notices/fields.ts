import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import { NOTICE_CATEGORIES, NOTICE_KINDS, type NoticeCategory, type NoticeKind } from '../../notices.ts';

export const total = () => Type.Integer(notes('符合条件的总数', 'How many match'));

export const announcementId = () =>
  Type.String({ ...notes('公告编号', 'Id of the announcement'), minLength: 1, maxLength: 64 });

export const noticeId = () =>
  Type.String({ ...notes('通知编号', 'Id of the notice'), minLength: 1, maxLength: 64 });

export const contactId = () =>
  Type.String({ ...notes('联系人编号', 'Id of the contact'), minLength: 1, maxLength: 64 });

/** The last part of an announcement's kind of notice. */
export const announcementKind = () =>
  Type.Enum(
    ['general', 'price', 'maintenance', 'function', 'agreement', 'transfer'],
    notes(
      '公告类型：general 一般，price 价格变更，maintenance 维护，function 功能变更，agreement 协议变更，transfer 主体变更',
      'Kind: general, price change, maintenance, function change, agreement change, transfer of the operator’s identity',
    ),
  );

export const noticeKind = () =>
  Type.Enum(
    Object.keys(NOTICE_KINDS) as NoticeKind[],
    notes('通知类型，如 review.rejected', 'Kind of the notice, e.g. review.rejected'),
  );

export const category = () =>
  Type.Enum(
    Object.keys(NOTICE_CATEGORIES) as NoticeCategory[],
    notes(
      '通知类别：security 账号安全，agreement 协议，price 价格，service 维护与功能变更，review 审核结果，general 一般公告',
      'Category: security, agreement, price, service (maintenance and functions), review, general',
    ),
  );

export const language = () => Type.Enum(['zh', 'en'], notes('语言', 'Language'));

/** A moment in a request. */
export const seconds = (zh: string, en: string) =>
  Type.Integer({
    ...notes(`${zh}，Unix 秒`, `${en}, Unix seconds`),
    minimum: 0,
    maximum: 9_999_999_999,
  });

/** One notice × channel × recipient, as proof (12.2). */
export const delivery = () =>
  Type.Object(
    {
      NoticeId: noticeId(),
      Kind: noticeKind(),
      Channel: Type.Enum(['inbox', 'email', 'sms'], notes('渠道', 'Channel')),
      Recipient: Type.String(
        notes(
          '接收方：account 账号站内信，member:… 子账号，contact:… 联系人',
          'Whom it went to: account (the inbox), member:…, contact:…',
        ),
      ),
      Address: Type.String(notes('脱敏后的地址，站内信为空', 'The address, masked; empty for the inbox')),
      Language: language(),
      State: Type.Enum(
        ['pending', 'sent', 'failed'],
        notes('状态：pending 发送中，sent 已发送，failed 已放弃', 'State: pending, sent, failed (given up)'),
      ),
      Attempts: Type.Integer(notes('已尝试次数', 'Attempts made')),
      MessageId: Type.String(
        notes('邮件的 Message-ID 或短信服务的编号', 'Message-ID of the e-mail, or the SMS service’s id'),
      ),
      Response: Type.String(
        notes('邮件服务器或短信服务的最后回应', 'The last word of mail server or SMS service'),
      ),
      CreateTime: milliseconds('产生时间', 'When it was made'),
      SendTime: milliseconds(
        '发送时间，即视为送达之日，未发送为 0',
        'When it was sent, on which day it counts as delivered; 0 when it was not',
      ),
    },
    notes('一次发送', 'One delivery'),
  );
