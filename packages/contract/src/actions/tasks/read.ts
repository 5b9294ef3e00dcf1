import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page, projectId, sessionNo } from '../../fields.ts';
import { templateId } from '../templates/fields.ts';
import { check, fault, rowState, task, taskNo, taskState } from './fields.ts';

export const queryUVMSTask = defineAction({
  name: 'QueryUVMSTask',
  summary: { zh: '查询任务，按页返回，新的在前', en: 'Lists tasks page by page, the newest first' },
  permission: 'uvms:read',
  request: Type.Object({
    State: Type.Optional(taskState()),
    Name: Type.Optional(
      Type.String({ ...notes('名称的一部分', 'Part of the name'), minLength: 1, maxLength: 64 }),
    ),
    TemplateId: Type.Optional(templateId()),
    Page: page(),
    NumPerPage: numPerPage(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(task(), notes('本页的任务', 'The tasks of this page')),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const getUVMSTask = defineAction({
  name: 'GetUVMSTask',
  summary: {
    zh: '一个任务的详情：设置、进度、发送前检查的结果',
    en: 'One task: settings, progress, and what the check before sending found',
  },
  permission: 'uvms:read',
  request: Type.Object({ TaskNo: taskNo(), ProjectId: projectId() }),
  response: Type.Object({ Task: task(), Check: check() }),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND'],
});

export const watchUVMSTask = defineAction({
  name: 'WatchUVMSTask',
  summary: {
    zh: '任务的实时进度，以 Server-Sent Events 推送：有变化时发 progress 事件，任务结束时发 end 事件并断开；最长 10 分钟，之后重新连接',
    en: 'The progress of a task as it happens, by Server-Sent Events: an event progress with every change, an event end when the task is over; for ten minutes at most, then connect again',
  },
  permission: 'uvms:read',
  file: 'events',
  request: Type.Object({ TaskNo: taskNo(), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_WATCHERS_TOO_MANY'],
});

const reason = () =>
  Type.Optional(
    Type.String({
      ...notes(
        '原因的固定标识，如 busy、CALLEE_REFUSES、duplicate',
        'Stable name of the reason, e.g. busy, CALLEE_REFUSES, duplicate',
      ),
      minLength: 1,
      maxLength: 64,
    }),
  );

const phone = () =>
  Type.Optional(
    Type.String({ ...notes('被叫号码，完全匹配', 'Called number, exact'), minLength: 3, maxLength: 32 }),
  );

export const listUVMSTaskRows = defineAction({
  name: 'ListUVMSTaskRows',
  summary: {
    zh: '任务名单的各行与结果，按行号；用 AfterLine 翻页',
    en: 'The rows of a task’s list and what became of them, by line; AfterLine leads on',
  },
  permission: 'uvms:read',
  request: Type.Object({
    TaskNo: taskNo(),
    State: Type.Optional(rowState()),
    Reason: reason(),
    PhoneNumber: phone(),
    AfterLine: Type.Optional(
      Type.Integer({
        ...notes('从该行之后开始', 'Rows behind this line'),
        minimum: 0,
        maximum: 2_000_000,
        default: 0,
      }),
    ),
    NumPerPage: numPerPage(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object({
        Line: Type.Integer(notes('名单中的行号', 'Line of the list')),
        Phone: Type.String(notes('被叫号码', 'Called number')),
        Params: Type.Array(Type.String(), notes('变量的值', 'Values of the variables')),
        State: rowState(),
        Reason: Type.String(notes('原因的固定标识', 'Stable name of the reason')),
        ReasonDesc: Type.String(notes('原因说明', 'The reason in words')),
        Attempts: Type.Integer(notes('已呼叫次数', 'Calls made')),
        NextTime: milliseconds(
          '待发送的行的下次发送时间，否则为 0',
          'When a waiting row is sent next, else 0',
        ),
        SessionNo: Type.Optional(sessionNo()),
      }),
      notes('本页的行', 'The rows of this page'),
    ),
    More: Type.Boolean(notes('之后是否还有', 'Whether more follow')),
  }),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND'],
});

export const listUVMSTaskFaults = defineAction({
  name: 'ListUVMSTaskFaults',
  summary: {
    zh: '名单中的错误：行、列与原因，按行号；最多保留 10,000 处',
    en: 'What is wrong with the list: line, column and why, by line; 10,000 at most are kept',
  },
  permission: 'uvms:read',
  request: Type.Object({
    TaskNo: taskNo(),
    AfterLine: Type.Optional(
      Type.Integer({
        ...notes('从该行之后开始', 'Faults behind this line'),
        minimum: 0,
        maximum: 2_000_000,
        default: 0,
      }),
    ),
    NumPerPage: numPerPage(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    BadRows: Type.Integer(notes('有错误的行数', 'Bad rows in all')),
    Data: Type.Array(
      Type.Object({
        Line: Type.Integer(notes('行号', 'Line')),
        ...fault(),
      }),
      notes('本页的错误', 'The faults of this page'),
    ),
    More: Type.Boolean(notes('之后是否还有', 'Whether more follow')),
  }),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND'],
});

const format = () => Type.Enum(['csv', 'xlsx'], notes('文件格式', 'Format'));

export const exportUVMSTask = defineAction({
  name: 'ExportUVMSTask',
  summary: {
    zh: '导出任务：rows 名单与结果，faults 名单中的错误。成功时响应体是文件本身',
    en: 'Exports a task: rows with what became of them, or the faults of its list. The answer is the file itself',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({
    TaskNo: taskNo(),
    Kind: Type.Enum(['rows', 'faults'], notes('rows 各行，faults 错误', 'rows, or faults')),
    Format: format(),
    State: Type.Optional(rowState()),
    Reason: reason(),
    PhoneNumber: phone(),
    ProjectId: projectId(),
  }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND'],
});

export const getUVMSTaskSample = defineAction({
  name: 'GetUVMSTaskSample',
  summary: {
    zh: '模板的名单样例：号码与各变量一列，带一行示例。响应体是文件本身',
    en: 'A sample list for a template: a column for the number and one for each variable, with a row as an example. The answer is the file itself',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({ TemplateId: templateId(), Format: format(), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND'],
});
