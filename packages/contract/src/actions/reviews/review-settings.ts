import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { kind } from './fields.ts';

const twoPersonKinds = () =>
  Type.Array(kind(), notes('需要两人通过的类型', 'Kinds that two reviewers must approve'));

export const queryUVMSReviewSettings = defineAction({
  name: 'QueryUVMSReviewSettings',
  summary: { zh: '查询哪些审核需要两人通过', en: 'Which kinds two reviewers must approve' },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({}),
  response: Type.Object({ TwoPersonKinds: twoPersonKinds() }),
  errors: [],
});

export const updateUVMSReviewSettings = defineAction({
  name: 'UpdateUVMSReviewSettings',
  summary: {
    zh: '设置一类审核是否需要两人通过；对之后的决定生效',
    en: 'Sets whether two reviewers must approve a kind, for decisions from now on',
  },
  realm: 'operator',
  permission: 'ops:staff',
  request: Type.Object({
    Kind: kind(),
    TwoPerson: Type.Boolean(notes('是否需要两人通过', 'Whether two must approve')),
  }),
  response: Type.Object({ TwoPersonKinds: twoPersonKinds() }),
  errors: [],
});
