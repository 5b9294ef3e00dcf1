import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page } from '../../fields.ts';
import { accountId, kind, reviewFields, state } from './fields.ts';

export const listUVMSReviews = defineAction({
  name: 'ListUVMSReviews',
  summary: {
    zh: '审核队列：有疑点的在前，其余按应完成时间排序',
    en: 'The review queue: concerns first, then what is due first',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({
    State: Type.Optional(
      Type.Enum(['open', 'approved', 'rejected', 'withdrawn'], {
        ...state(),
        default: 'open',
      }),
    ),
    Kind: Type.Optional(kind()),
    AccountId: Type.Optional(accountId()),
    Mine: Type.Optional(
      Type.Boolean({ ...notes('只看我领取的', 'Only those that I have taken'), default: false }),
    ),
    Overdue: Type.Optional(Type.Boolean({ ...notes('只看超时的', 'Only those overdue'), default: false })),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Reviews: Type.Array(
      Type.Object(reviewFields(), notes('一张审核单', 'One review')),
      notes('本页的审核单', 'The reviews of this page'),
    ),
  }),
  errors: [],
});
