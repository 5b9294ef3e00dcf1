import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, groupType, notes, projectId } from '../../fields.ts';
import { templateId } from '../templates/fields.ts';
import { retryKinds, taskName, taskNo, taskState } from './fields.ts';

export const createUVMSTask = defineAction({
  name: 'CreateUVMSTask',
  summary: {
    zh: '新建批量任务：名单在后台导入并检查，之后用 StartUVMSTask 开始',
    en: 'Creates a bulk task: its list is imported and checked in the background; StartUVMSTask begins it then',
  },
  permission: 'uvms:send',
  request: Type.Object({
    Name: taskName(),
    TemplateId: templateId(),
    FileId: fileId(),
    FromNumber: Type.Optional(
      Type.String({
        ...notes(
          '本账号的专享号码；不传则使用随机号码',
          'An exclusive number of the account; absent: random ones',
        ),
        pattern: '^\\+?[0-9]{3,15}$',
      }),
    ),
    GroupType: Type.Optional(groupType()),
    DispatchRule: Type.Optional(
      Type.Enum([0, 1], {
        ...notes('选号规则：0 归属地优先，1 随机', 'Choice of number: 0 attribution first, 1 random'),
        default: 0,
      }),
    ),
    SkipDuplicates: Type.Optional(
      Type.Boolean({
        ...notes(
          '同一号码只呼叫名单中的第一行；false 则逐行呼叫，间隔受频率限制',
          'Of rows with one number only the first is called; false: each of them, as far apart as the limits ask',
        ),
        default: true,
      }),
    ),
    RetryOn: Type.Optional(retryKinds()),
    RetryCount: Type.Optional(
      Type.Integer({
        ...notes('最多重试次数，0–5', 'Retries at most, 0 to 5'),
        minimum: 0,
        maximum: 5,
        default: 0,
      }),
    ),
    RetryInterval: Type.Optional(
      Type.Integer({
        ...notes('重试间隔，秒，60–86400', 'Seconds between them, 60 to 86400'),
        minimum: 60,
        maximum: 86_400,
        default: 600,
      }),
    ),
    SameShowNumber: Type.Optional(
      Type.Boolean({
        ...notes('重试时显示同一号码', 'A retry shows the number that was shown before'),
        default: true,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({ TaskNo: taskNo(), State: taskState() }),
  errors: [
    'PROJECT_NEEDED',
    'PROJECT_UNKNOWN',
    'TASKS_TOO_MANY',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_NOT_APPROVED',
    'FILE_NOT_FOUND',
    'GROUP_TYPE_CONFLICT',
  ],
});

export const copyUVMSTask = defineAction({
  name: 'CopyUVMSTask',
  summary: {
    zh: '以相同的名单和设置新建任务，名单重新导入',
    en: 'Creates a task with the list and settings of another one; the list is imported anew',
  },
  permission: 'uvms:send',
  request: Type.Object({ TaskNo: taskNo(), Name: Type.Optional(taskName()), ProjectId: projectId() }),
  response: Type.Object({ TaskNo: taskNo(), State: taskState() }),
  errors: [
    'PROJECT_UNKNOWN',
    'TASK_NOT_FOUND',
    'TASKS_TOO_MANY',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_NOT_APPROVED',
    'FILE_NOT_FOUND',
  ],
});
