import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const hours = (zh: string, en: string) =>
  Type.Number(notes(`${zh}（工作小时，9:00–18:00）`, `${en}, in working hours (9:00–18:00)`));

export const getUVMSReviewStatistics = defineAction({
  name: 'GetUVMSReviewStatistics',
  summary: {
    zh: '审核台的待办、超时与时效',
    en: 'What waits at the review desk, how long, and how much was in time',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({}),
  response: Type.Object({
    Waiting: Type.Integer(notes('待处理', 'Waiting')),
    Overdue: Type.Integer(notes('已超时', 'Overdue')),
    Claimed: Type.Integer(notes('已被领取', 'Taken by a reviewer')),
    MedianAge: hours('待处理时长的中位数', 'Median age of what waits'),
    Kinds: Type.Array(
      Type.Object(
        {
          Kind: Type.String(notes('审核类型', 'Kind')),
          Waiting: Type.Integer(notes('待处理', 'Waiting')),
          Overdue: Type.Integer(notes('已超时', 'Overdue')),
          Claimed: Type.Integer(notes('已被领取', 'Taken by a reviewer')),
          MedianAge: hours('待处理时长的中位数', 'Median age'),
        },
        notes('一类审核', 'One kind'),
      ),
      notes('按类型', 'By kind'),
    ),
    LastThirtyDays: Type.Object(
      {
        Approved: Type.Integer(notes('通过', 'Approved')),
        Rejected: Type.Integer(notes('驳回', 'Rejected')),
        InTime: Type.Integer(notes('其中按时完成的', 'Of these, decided in time')),
      },
      notes('最近 30 天的结果', 'What was decided in the last thirty days'),
    ),
  }),
  errors: [],
});
