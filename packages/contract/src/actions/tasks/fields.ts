import { Type } from 'typebox';
import { groupType, milliseconds, notes } from '../../fields.ts';
import {
  type ShownTaskState,
  TASK_RETRY_KINDS,
  TASK_ROW_STATES,
  TASK_STATES,
  type TaskRetryKind,
  type TaskRowState,
} from '../../tasks.ts';

/** Fields that the Actions of tasks share. */
export const taskNo = () =>
  Type.String({
    ...notes('任务编号，由 CreateUVMSTask 返回', 'Id of the task, as CreateUVMSTask returned it'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVTK20260310k3v9x2m7qd'],
  });

export const taskName = () =>
  Type.String({ ...notes('任务名称，1–64 个字符', 'Name, 1 to 64 characters'), minLength: 1, maxLength: 64 });

export const taskState = () =>
  Type.Enum(
    Object.keys(TASK_STATES) as ShownTaskState[],
    notes(
      '状态：importing 导入中，unusable 名单不可用，faulty 有错误行，ready 待开始，scheduled 定时，running 进行中，held 挂起（自动继续），paused 已暂停，done 已完成，cancelled 已取消',
      'State: importing, unusable (list), faulty (bad rows), ready, scheduled, running, held (goes on by itself), paused, done, cancelled',
    ),
  );

export const rowState = () =>
  Type.Enum(
    Object.keys(TASK_ROW_STATES) as TaskRowState[],
    notes(
      '行状态：waiting 待发送，queued 呼叫中，answered 已接听，failed 未接通，refused 未通过规则，unknown 结果未知，skipped 重复已跳过，cancelled 已取消',
      'State of the row: waiting, queued (or being called), answered, failed, refused by a rule, unknown, skipped as a duplicate, cancelled',
    ),
  );

export const retryKinds = () =>
  Type.Array(Type.Enum(Object.keys(TASK_RETRY_KINDS) as TaskRetryKind[]), {
    ...notes(
      '哪些结果之后重试：busy 忙，no-answer 无人接听，unreachable 关机或不在服务区，network 线路故障，rejected 拒接（只在明确要求时重试）',
      'What is tried again: busy, no-answer, unreachable (off, out of area), network (a fault of the carrier), rejected (only where asked for)',
    ),
    maxItems: 5,
    examples: [['busy', 'no-answer']],
  });

const count = (zh: string, en: string) => Type.Integer(notes(zh, en));

/** Where the rows of a task are. */
const progressFields = {
  TaskNo: taskNo(),
  State: taskState(),
  Reason: Type.String(
    notes(
      '挂起原因，或名单不可用的原因；没有则为空',
      'Why it is held, or why its list cannot be used; else empty',
    ),
  ),
  Total: count(
    '可发送的总行数（含跳过的重复行）',
    'Rows of the list that can be sent, skipped duplicates among them',
  ),
  Waiting: count('待发送，含等待重试', 'Waiting, for a retry or for their first call'),
  Queued: count('排队或呼叫中', 'In the queue or being called'),
  Answered: count('已接听', 'Answered'),
  Failed: count('未接通', 'Not answered'),
  Refused: count('未通过规则，未呼叫', 'Refused by a rule, not called'),
  Unknown: count('结果未知', 'With an unknown result'),
  Skipped: count('重复号码，已跳过', 'Skipped as duplicates'),
  Cancelled: count('已取消', 'Cancelled'),
  Sent: count('已提交的消息数，含重试', 'Messages sent, those of retries among them'),
  CostCount: count('已计费条数或分钟数', 'Messages or minutes charged'),
  CostMoney: Type.String(notes('其中余额支付的金额，元', 'What of it the balance paid, yuan')),
  NextTime: milliseconds('下次发送时间，没有则为 0', 'When it sends next, 0 where that is not known'),
};

export const progress = () => Type.Object(progressFields);

/** A task as lists show it. */
export const task = () =>
  Type.Object(
    {
      ...progressFields,
      Name: Type.String(notes('任务名称', 'Name')),
      TemplateId: Type.String(notes('模板 ID', 'Template')),
      ProjectId: Type.Optional(Type.String(notes('项目 ID', 'Project'))),
      GroupType: groupType(),
      FromNumber: Type.Optional(Type.String(notes('专享号码', 'Exclusive number'))),
      DispatchRule: Type.Enum(
        [0, 1],
        notes('选号规则：0 归属地优先，1 随机', '0 attribution first, 1 random'),
      ),
      FileId: Type.String(notes('名单文件', 'The list')),
      SkipDuplicates: Type.Boolean(notes('是否跳过重复号码', 'Whether duplicates are skipped')),
      RetryOn: retryKinds(),
      RetryCount: count('最多重试次数', 'Retries at most'),
      RetryInterval: count('重试间隔，秒', 'Seconds between them'),
      SameShowNumber: Type.Boolean(
        notes('重试时是否显示同一号码', 'Whether a retry shows the number that was shown before'),
      ),
      BadRows: count('有错误、未导入的行数', 'Bad rows, which are not among the rows above'),
      Duplicates: count('重复号码的行数', 'Rows whose number came before'),
      Refusing: count(
        '最近一次检查时，等待发送的行中已在拒呼名单的行数',
        'Waiting rows whose number was on the do-not-call list at the last check',
      ),
      StartTime: milliseconds('定时开始时间，没有则为 0', 'When it is to begin, 0 without a time'),
      CreateTime: milliseconds('创建时间', 'When it was created'),
      BeginTime: milliseconds('实际开始时间，未开始为 0', 'When it began, 0 before'),
      EndTime: milliseconds('结束时间，未结束为 0', 'When it ended, 0 before'),
    },
    notes('一个任务', 'One task'),
  );

/** What every rule says of the rows that wait. */
export const check = () =>
  Type.Object(
    {
      State: Type.Enum(
        ['none', 'running', 'done'],
        notes('none 未检查，running 检查中，done 已完成', 'none yet, running, done'),
      ),
      Time: milliseconds('检查时间', 'When it was done'),
      Rows: count('检查的行数', 'Rows that were judged'),
      WouldSend: count('可以发送的行数', 'Rows that would be sent'),
      Later: count(
        '因频率限制须稍后发送的行数',
        'Rows that are called too often now and would be sent later',
      ),
      Refusals: Type.Array(
        Type.Object({
          RetCode: count('返回码', 'RetCode'),
          Message: Type.String(
            notes('原因与处理方法（以第一行为例）', 'Why, and what to do; of the first such row'),
          ),
          Count: count('行数', 'Rows'),
          Line: count('第一个这样的行号', 'The first such line'),
        }),
        notes('按原因统计的不可发送的行', 'Rows that would be refused, by reason'),
      ),
      Cost: Type.Array(
        Type.Object({
          Commodity: Type.String(notes('CNY 或套餐单位', 'CNY, or package units')),
          Count: count('条数或分钟数', 'Messages or minutes'),
          Amount: Type.String(notes('金额（元）或套餐单位数', 'Yuan, or package units')),
        }),
        notes(
          '费用上限：每行都接听且说到最长时的预留之和',
          'The most it can cost: what is reserved when every row is answered and talks for as long as it may',
        ),
      ),
    },
    notes('发送前检查的结果', 'What the check before sending found'),
  );

/** What is wrong with a cell of a list. */
export const fault = () => ({
  Column: Type.Integer(notes('列号，从 1 开始；1 为号码', 'Column, from 1; 1 is the number')),
  Fault: Type.String(notes('问题的固定标识', 'Stable name of the fault')),
  Message: Type.String(notes('问题说明', 'The fault in words')),
});
