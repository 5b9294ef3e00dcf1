import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { capability, reason, state, text } from './fields.ts';

export const applyUVMSCapability = defineAction({
  name: 'ApplyUVMSCapability',
  summary: {
    zh: '申请通信能力，需企业已通过；录音与号码申请须附材料',
    en: 'Applies for a capability; the enterprise must be approved; recording and numbers need material',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    Capability: capability(),
    Purpose: text('用途：发给谁、为什么、每天大约多少', 'What for: to whom, why, about how many a day', 500),
    FileIds: Type.Optional(
      Type.Array(Type.String({ ...notes('材料的 FileId', 'FileId of a material'), maxLength: 64 }), {
        ...notes('材料', 'Materials'),
        maxItems: 5,
      }),
    ),
  }),
  response: Type.Object({ Capability: capability(), State: state() }),
  errors: ['ENTERPRISE_NOT_APPROVED', 'CAPABILITY_MATERIAL_MISSING', 'FILE_NOT_FOUND', 'QUALIFICATION_STATE'],
});

export const withdrawUVMSCapability = defineAction({
  name: 'WithdrawUVMSCapability',
  summary: { zh: '撤回审核中的能力申请', en: 'Takes back an application that is in review' },
  permission: 'enterprise:write',
  request: Type.Object({ Capability: capability() }),
  response: Type.Object({ Capability: capability(), State: state() }),
  errors: ['QUALIFICATION_STATE'],
});

export const queryUVMSCapability = defineAction({
  name: 'QueryUVMSCapability',
  summary: { zh: '查询各项通信能力及申请状态', en: 'Every capability, and how its application stands' },
  permission: 'enterprise:read',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Capability: capability(),
          Granted: Type.Boolean(notes('是否已开通', 'Whether it is granted')),
          State: state(),
          NeedsMaterial: Type.Boolean(notes('申请是否须附材料', 'Whether its application needs material')),
          Reason: reason(),
          UpdateTime: milliseconds('最近变更时间，没有为 0', 'When it last changed, 0 where it never did'),
        },
        notes('一项能力', 'One capability'),
      ),
      notes('能力', 'Capabilities'),
    ),
  }),
  errors: [],
});
