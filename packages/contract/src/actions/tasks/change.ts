import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import { check, taskNo, taskState } from './fields.ts';

const moved = () => Type.Object({ TaskNo: taskNo(), State: taskState() });
const which = () => Type.Object({ TaskNo: taskNo(), ProjectId: projectId() });

export const startUVMSTask = defineAction({
  name: 'StartUVMSTask',
  summary: { zh: '开始任务：立即或定时', en: 'Starts a task, now or at a time' },
  permission: 'uvms:send',
  request: Type.Object({
    TaskNo: taskNo(),
    StartTime: Type.Optional(
      Type.Integer({
        ...notes('开始时间，Unix 秒；不传为立即', 'When, Unix seconds; absent: now'),
        minimum: 0,
        maximum: 99_999_999_999,
      }),
    ),
    GoodRowsOnly: Type.Optional(
      Type.Boolean({
        ...notes('名单有错误行时，只发送正确的行', 'Where the list has bad rows: send the good ones only'),
        default: false,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE', 'TASK_ROWS_BAD', 'TASK_START_INVALID'],
});

export const pauseUVMSTask = defineAction({
  name: 'PauseUVMSTask',
  summary: {
    zh: '暂停任务：未拨出的立即收回，通话中的自然结束',
    en: 'Pauses a task: what is not dialled yet is taken back at once, calls under way go on to their end',
  },
  permission: 'uvms:send',
  request: which(),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE'],
});

export const resumeUVMSTask = defineAction({
  name: 'ResumeUVMSTask',
  summary: { zh: '继续已暂停的任务', en: 'Resumes a paused task' },
  permission: 'uvms:send',
  request: which(),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE'],
});

export const cancelUVMSTask = defineAction({
  name: 'CancelUVMSTask',
  summary: {
    zh: '取消任务：未拨出的不再呼叫，不计费',
    en: 'Cancels a task: what is not dialled yet is not called any more, and costs nothing',
  },
  permission: 'uvms:send',
  request: which(),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE'],
});

export const deleteUVMSTask = defineAction({
  name: 'DeleteUVMSTask',
  summary: {
    zh: '删除未开始或已结束的任务及其名单；发送记录保留',
    en: 'Deletes a task that has not begun or is over, and its list; the send records stay',
  },
  permission: 'uvms:send',
  request: which(),
  response: Type.Object({ TaskNo: taskNo() }),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE'],
});

export const checkUVMSTask = defineAction({
  name: 'CheckUVMSTask',
  summary: {
    zh: '对所有待发送的行重新检查（DryRun）：能否发送、原因与费用上限；在后台进行，用 GetUVMSTask 查看结果',
    en: 'Has every waiting row judged anew (DryRun): whether it would be sent, why not, the most it can cost; done in the background, GetUVMSTask tells the result',
  },
  permission: 'uvms:send',
  request: which(),
  response: Type.Object({ TaskNo: taskNo(), Check: check() }),
  errors: ['PROJECT_UNKNOWN', 'TASK_NOT_FOUND', 'TASK_STATE'],
});
