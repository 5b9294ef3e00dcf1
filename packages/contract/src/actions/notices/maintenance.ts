import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { announcementId, seconds } from './fields.ts';

const OPERATED = { realm: 'operator', permission: 'ops:operate' } as const;

const reason = (zh: string, en: string) => Type.String({ ...notes(zh, en), minLength: 1, maxLength: 240 });

export const startUVMSMaintenance = defineAction({
  name: 'StartUVMSMaintenance',
  summary: {
    zh: '立即开始紧急维护：消息照常接收并留在队列，不再发起新的呼叫；同时发布公告',
    en: 'Starts emergency maintenance at once: messages are accepted and kept in the queue, no new call is made; it is announced at the same time',
  },
  ...OPERATED,
  request: Type.Object({
    ReasonZh: reason('原因（中文），向客户公开', 'The reason in Chinese, for customers to read'),
    ReasonEn: reason('原因（英文），向客户公开', 'The reason in English, for customers to read'),
    EndTime: seconds('预计结束时间', 'When it is expected to end'),
  }),
  response: Type.Object({ AnnouncementId: announcementId() }),
  errors: ['ANNOUNCEMENT_INVALID'],
});

export const endUVMSMaintenance = defineAction({
  name: 'EndUVMSMaintenance',
  summary: {
    zh: '立即结束进行中的维护，队列继续',
    en: 'Ends the maintenance that is under way at once; the queue goes on',
  },
  ...OPERATED,
  request: Type.Object({}),
  response: Type.Object({ Ended: Type.Integer(notes('结束的维护数', 'How many ended')) }),
  errors: ['MAINTENANCE_NOT_RUNNING'],
});

export const getUVMSServiceStatus = defineAction({
  name: 'GetUVMSServiceStatus',
  summary: {
    zh: '服务状态：是否维护中、已公告的维护、即将停用的接口；无需登录',
    en: 'State of the service: whether it is under maintenance, what is announced, which Actions end; for anybody',
  },
  realm: 'public',
  request: Type.Object({}),
  response: Type.Object({
    State: Type.Enum(
      ['ok', 'maintenance'],
      notes(
        'ok 正常；maintenance 维护中：消息照常接收，结束后呼叫',
        'ok; maintenance: messages are accepted and called when it ends',
      ),
    ),
    EndTime: milliseconds(
      '维护预计结束时间，正常时为 0',
      'When the maintenance is to end, 0 when there is none',
    ),
    Time: milliseconds('当前时间', 'The time now'),
    Sandbox: Type.Boolean(
      notes(
        'true 沙箱：呼叫由本机内置的运营商接听，不会打给任何人',
        'true: a sandbox; calls go to the carrier that is built in, and nobody’s telephone rings',
      ),
    ),
    Windows: Type.Array(
      Type.Object(
        {
          AnnouncementId: announcementId(),
          Title: Type.String(notes('标题', 'Title')),
          StartTime: milliseconds('开始时间', 'Begin'),
          EndTime: milliseconds('结束时间', 'End'),
          Emergency: Type.Boolean(notes('是否紧急维护', 'Whether it is an emergency')),
        },
        notes('一次维护', 'One maintenance'),
      ),
      notes('进行中和已公告的维护，早的在前', 'Maintenance under way or announced, soonest first'),
    ),
    Deprecations: Type.Array(
      Type.Object(
        {
          Action: Type.String(notes('接口名', 'Name of the Action')),
          Since: milliseconds('宣布停用的时间', 'When its end was announced'),
          Sunset: milliseconds('停用时间', 'When it ends'),
        },
        notes('一个将停用的接口', 'One Action that ends'),
      ),
      notes('已宣布停用的接口（协议 5.3）', 'Actions whose end has been announced (5.3)'),
    ),
  }),
  errors: [],
});
