import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { accountId, reviewFields, reviewId } from './fields.ts';

const verdict = Type.Object(
  {
    Part: Type.String(notes('项', 'Part')),
    Passed: Type.Boolean(notes('是否通过', 'Whether it passed')),
    Reason: Type.String(notes('原因', 'Reason')),
  },
  notes('一项的结论', 'The verdict on one part'),
);

export const getUVMSReview = defineAction({
  name: 'GetUVMSReview',
  summary: {
    zh: '查看一张审核单的全部内容与处理记录；每次查看都会留痕',
    en: 'One review with its whole subject and its history; that it was looked at is recorded',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({ AccountId: accountId(), ReviewId: reviewId() }),
  response: Type.Object({
    ...reviewFields(),
    Facts: Type.Array(
      Type.Object(
        {
          Name: Type.String(notes('字段的固定标识', 'Stable name of the field')),
          Title: Type.String(notes('字段名称', 'Name of the field')),
          Value: Type.String(notes('内容', 'Its content')),
        },
        notes('一个字段', 'One field'),
      ),
      notes('审核对象的内容', 'What is reviewed'),
    ),
    Parts: Type.Array(
      Type.Object(
        {
          Part: Type.String(notes('项的固定标识', 'Stable name of the part')),
          Title: Type.String(notes('项的名称', 'Name of the part')),
          FileId: Type.Optional(Type.String(notes('要查看的文件', 'The file to look at'))),
        },
        notes('一项', 'One part'),
      ),
      notes('需逐项给出结论的材料', 'What is judged one by one'),
    ),
    CannedReasons: Type.Array(
      Type.Object(
        {
          Code: Type.String(notes('用于 ReasonCode', 'For ReasonCode')),
          Text: Type.String(notes('原因', 'The reason')),
        },
        notes('一条预设原因', 'One prepared reason'),
      ),
      notes('此类审核的预设驳回原因', 'Prepared reasons to reject this kind'),
    ),
    History: Type.Array(
      Type.Object(
        {
          Event: Type.Enum(
            [
              'submitted',
              'viewed',
              'claimed',
              'released',
              'claim-expired',
              'first-approved',
              'approved',
              'rejected',
              'withdrawn',
            ],
            notes('事件', 'What happened'),
          ),
          OperatorId: Type.String(
            notes('操作人，客户或系统为空', 'Who did it; empty: the customer, or the clock'),
          ),
          Reason: Type.String(notes('原因', 'Reason')),
          Parts: Type.Array(verdict, notes('逐项结论', 'Verdicts on parts')),
          Time: milliseconds('时间', 'When'),
        },
        notes('一条记录', 'One entry'),
      ),
      notes('处理记录，只增不改', 'What was done with it; only ever added to'),
    ),
  }),
  errors: ['REVIEW_NOT_FOUND', 'REVIEW_OWN_ACCOUNT'],
});
