import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { announcementId, announcementKind, seconds, total } from './fields.ts';

const title = (zh: string, en: string) => Type.String({ ...notes(zh, en), minLength: 1, maxLength: 100 });
const body = (zh: string, en: string) => Type.String({ ...notes(zh, en), minLength: 1, maxLength: 5000 });

const written = {
  Kind: announcementKind(),
  TitleZh: title('中文标题', 'Title in Chinese'),
  TitleEn: title('英文标题', 'Title in English'),
  BodyZh: body('中文正文', 'Text in Chinese'),
  BodyEn: body('英文正文', 'Text in English'),
  EffectiveTime: Type.Optional(
    seconds(
      '变更生效或维护开始的时间，general 可不填',
      'When the change takes effect or the maintenance begins; general needs none',
    ),
  ),
  EndTime: Type.Optional(seconds('维护结束时间，仅维护公告', 'End of the maintenance; of that kind only')),
  ShowUntil: Type.Optional(
    seconds(
      '横幅展示至何时，默认为生效后 7 天，维护为结束时',
      'Until when the banner shows it; by default seven days from its effect, for maintenance its end',
    ),
  ),
  EmergencyReason: Type.Optional(
    Type.String({
      ...notes(
        '紧急维护的原因；填写后不受提前 1 个工作日的限制（协议 5.4），并向客户公开',
        'Why a maintenance is an emergency: it then needs no working day’s notice (5.4); customers are shown it',
      ),
      minLength: 1,
      maxLength: 500,
    }),
  ),
};

const OPERATED = { realm: 'operator', permission: 'ops:operate' } as const;

export const createUVMSAnnouncement = defineAction({
  name: 'CreateUVMSAnnouncement',
  summary: { zh: '起草一则公告', en: 'Drafts an announcement' },
  ...OPERATED,
  request: Type.Object(written),
  response: Type.Object({ AnnouncementId: announcementId() }),
  errors: ['ANNOUNCEMENT_INVALID'],
});

export const updateUVMSAnnouncement = defineAction({
  name: 'UpdateUVMSAnnouncement',
  summary: { zh: '修改公告草稿，以本次内容整体替换', en: 'Replaces the content of a draft' },
  ...OPERATED,
  request: Type.Object({ AnnouncementId: announcementId(), ...written }),
  response: Type.Object({}),
  errors: ['ANNOUNCEMENT_NOT_FOUND', 'ANNOUNCEMENT_NOT_DRAFT', 'ANNOUNCEMENT_INVALID'],
});

export const deleteUVMSAnnouncement = defineAction({
  name: 'DeleteUVMSAnnouncement',
  summary: { zh: '删除公告草稿', en: 'Deletes a draft' },
  ...OPERATED,
  request: Type.Object({ AnnouncementId: announcementId() }),
  response: Type.Object({}),
  errors: ['ANNOUNCEMENT_NOT_FOUND', 'ANNOUNCEMENT_NOT_DRAFT'],
});

export const publishUVMSAnnouncement = defineAction({
  name: 'PublishUVMSAnnouncement',
  summary: {
    zh: '发布公告：横幅、每个账号的站内信与邮件；提前时间不足的会被拒绝',
    en: 'Publishes an announcement: banner, and every account’s inbox and e-mail; one with too little notice is refused',
  },
  ...OPERATED,
  request: Type.Object({
    AnnouncementId: announcementId(),
    PublishTime: Type.Optional(seconds('发布时间，默认立即', 'When to publish it, by default at once')),
  }),
  response: Type.Object({
    PublishTime: milliseconds('发布时间', 'When it is published'),
    EarliestTime: milliseconds(
      '按此发布时间，变更最早可生效的时间',
      'When the change may take effect at the earliest, published then',
    ),
  }),
  errors: ['ANNOUNCEMENT_NOT_FOUND', 'ANNOUNCEMENT_NOT_DRAFT', 'ANNOUNCEMENT_INVALID', 'LEAD_TIME_TOO_SHORT'],
});

export const withdrawUVMSAnnouncement = defineAction({
  name: 'WithdrawUVMSAnnouncement',
  summary: {
    zh: '撤回已发布的公告：不再展示，尚未送出的不再送出；尚未开始的维护随之取消',
    en: 'Withdraws an announcement: shown and sent no more; a maintenance that has not begun is called off',
  },
  ...OPERATED,
  request: Type.Object({ AnnouncementId: announcementId() }),
  response: Type.Object({}),
  errors: ['ANNOUNCEMENT_NOT_FOUND', 'ANNOUNCEMENT_NOT_SHOWN'],
});

export const listUVMSAnnouncements = defineAction({
  name: 'ListUVMSAnnouncements',
  summary: {
    zh: '查询全部公告，含草稿与送达进度',
    en: 'Lists announcements, drafts among them, and how far they got',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: total(),
    Announcements: Type.Array(
      Type.Object(
        {
          AnnouncementId: announcementId(),
          ...written,
          EffectiveTime: milliseconds('生效或维护开始时间，无则为 0', 'When it takes effect, 0 for none'),
          EndTime: milliseconds('维护结束时间，无则为 0', 'End of the maintenance, 0 for none'),
          ShowUntil: milliseconds('横幅展示至，草稿为 0', 'Until when it is shown, 0 for a draft'),
          EmergencyReason: Type.String(notes('紧急维护的原因', 'Why it is an emergency')),
          State: Type.Enum(
            ['draft', 'scheduled', 'published', 'withdrawn'],
            notes(
              '状态：draft 草稿，scheduled 待发布，published 已发布，withdrawn 已撤回',
              'State: draft, scheduled, published, withdrawn',
            ),
          ),
          PublishTime: milliseconds('发布时间，草稿为 0', 'When it is published, 0 for a draft'),
          SpreadTime: milliseconds(
            '全部账号的站内信送达完成的时间，未完成为 0',
            'When the last inbox had it, 0 as long as some have not',
          ),
          CreatedBy: Type.String(notes('起草人', 'Who drafted it')),
          PublishedBy: Type.String(notes('发布人', 'Who published it')),
        },
        notes('一则公告', 'One announcement'),
      ),
      notes('本页的公告', 'The announcements of this page'),
    ),
  }),
  errors: [],
});

export const queryUVMSAnnouncements = defineAction({
  name: 'QueryUVMSAnnouncements',
  summary: {
    zh: '当前公告（横幅），或全部已发布的公告；无需登录',
    en: 'Announcements that are current (banners), or all that were published; for anybody',
  },
  realm: 'public',
  request: Type.Object({
    All: Type.Optional(
      Type.Boolean({
        ...notes(
          'true 返回全部已发布的公告，false 只返回当前的',
          'true: all that were published, false: current ones',
        ),
        default: false,
      }),
    ),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: total(),
    Announcements: Type.Array(
      Type.Object(
        {
          AnnouncementId: announcementId(),
          Kind: announcementKind(),
          Title: Type.String(notes('标题', 'Title')),
          Body: Type.String(notes('正文', 'Text')),
          PublishTime: milliseconds('发布时间', 'When it was published'),
          EffectiveTime: milliseconds('生效或维护开始时间，无则为 0', 'When it takes effect, 0 for none'),
          EndTime: milliseconds('维护结束时间，无则为 0', 'End of the maintenance, 0 for none'),
          EmergencyReason: Type.String(
            notes('紧急维护的原因，否则为空', 'Why it is an emergency, else empty'),
          ),
        },
        notes('一则公告', 'One announcement'),
      ),
      notes('本页的公告，新的在前', 'The announcements of this page, newest first'),
    ),
  }),
  errors: [],
});
