import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, groupType, notes, projectId } from '../../fields.ts';
import { TASK_LIST_PROBLEMS, type TaskListProblem } from '../../tasks.ts';
import { templateId } from '../templates/fields.ts';
import { fault, retryKinds, taskName, taskNo, taskState } from './fields.ts';

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

const cells = (zh: string, en: string) => Type.Array(Type.String(notes('单元格', 'A cell')), notes(zh, en));

export const previewUVMSTaskList = defineAction({
  name: 'PreviewUVMSTaskList',
  summary: {
    zh: '新建任务之前预览已上传的名单：前几行及其错误，按导入的规则判断；不写入任何内容',
    en: 'How an uploaded list begins, before a task is made of it: its first rows, each judged as the import will judge it. Nothing is written',
  },
  permission: 'uvms:send',
  request: Type.Object({ FileId: fileId(), TemplateId: templateId(), ProjectId: projectId() }),
  response: Type.Object({
    Columns: Type.Integer(
      notes('模板需要的列数：号码与各变量', 'Columns that the template wants: the number and its variables'),
    ),
    Heading: cells('表头；没有则为空', 'The heading; empty where there is none'),
    Data: Type.Array(
      Type.Object(
        {
          Line: Type.Integer(notes('名单中的行号', 'Line of the list')),
          Cells: cells('各单元格', 'The cells'),
          Faults: Type.Array(
            Type.Object(fault(), notes('一处错误', 'One fault')),
            notes('该行的错误', 'What is wrong with the row'),
          ),
        },
        notes('一行', 'One row'),
      ),
      notes('前 8 行', 'The first 8 rows'),
    ),
    Problem: Type.Optional(
      Type.Enum(
        Object.keys(TASK_LIST_PROBLEMS) as TaskListProblem[],
        notes('名单不可用的原因', 'Why the list cannot be used'),
      ),
    ),
    ProblemDesc: Type.Optional(Type.String(notes('原因说明', 'The reason in words'))),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'FILE_NOT_FOUND', 'LIST_PREVIEW_BUSY'],
});
