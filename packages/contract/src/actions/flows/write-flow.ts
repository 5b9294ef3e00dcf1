import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import { allDay, appId, name, scene, status } from '../templates/fields.ts';
import { flowId, flowText, language, version, written } from './fields.ts';

export const createUVMSFlow = defineAction({
  name: 'CreateUVMSFlow',
  summary: {
    zh: '创建导航流程草稿，或直接提交审核',
    en: 'Creates a flow, as a draft or submitted for review at once',
  },
  permission: 'template:write',
  request: Type.Object({
    Name: name(),
    Scene: scene(),
    AppId: Type.Optional(appId()),
    Language: Type.Optional(language()),
    AllDay: Type.Optional(allDay()),
    Flow: flowText(),
    Submit: Type.Optional(
      Type.Boolean({
        ...notes('是否立即提交审核', 'Whether to submit it for review at once'),
        default: false,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: written(),
  errors: ['PROJECT_UNKNOWN', 'FLOW_INVALID', 'FLOWS_TOO_MANY', 'CAPABILITY_MISSING'],
});

export const updateUVMSFlow = defineAction({
  name: 'UpdateUVMSFlow',
  summary: {
    zh: '修改导航流程；修改已通过的流程会开始一个新版本，原版本继续使用',
    en: 'Changes a flow; changing an approved one begins a new version, and the approved one stays in use',
  },
  permission: 'template:write',
  request: Type.Object({
    FlowId: flowId(),
    Name: Type.Optional(name()),
    Scene: Type.Optional(scene()),
    AppId: Type.Optional(appId()),
    Language: Type.Optional(language()),
    AllDay: Type.Optional(allDay()),
    Flow: Type.Optional(flowText()),
    ProjectId: projectId(),
  }),
  response: written(),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND', 'FLOW_STATE', 'FLOW_INVALID'],
});

export const copyUVMSFlow = defineAction({
  name: 'CopyUVMSFlow',
  summary: { zh: '复制任意状态的导航流程为新草稿', en: 'Copies a flow, in whatever state, as a new draft' },
  permission: 'template:write',
  request: Type.Object({ FlowId: flowId(), Name: Type.Optional(name()), ProjectId: projectId() }),
  response: written(),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND', 'FLOWS_TOO_MANY'],
});

const moved = () => Type.Object({ FlowId: flowId(), Status: status(), Version: version() });
const one = () => Type.Object({ FlowId: flowId(), ProjectId: projectId() });

export const submitUVMSFlow = defineAction({
  name: 'SubmitUVMSFlow',
  summary: { zh: '提交导航流程审核', en: 'Submits a flow for review' },
  permission: 'template:write',
  request: one(),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND', 'FLOW_STATE', 'FLOW_INVALID', 'CAPABILITY_MISSING'],
});

export const withdrawUVMSFlow = defineAction({
  name: 'WithdrawUVMSFlow',
  summary: { zh: '撤回待审核的导航流程', en: 'Withdraws a flow that waits for its review' },
  permission: 'template:write',
  request: one(),
  response: moved(),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND', 'FLOW_STATE'],
});

export const deleteUVMSFlow = defineAction({
  name: 'DeleteUVMSFlow',
  summary: {
    zh: '删除导航流程，不再用于发送；已发送消息所用的版本仍会保留',
    en: 'Deletes a flow: it is not sent any more; versions that messages were sent with are kept',
  },
  permission: 'template:write',
  request: one(),
  response: Type.Object({ FlowId: flowId() }),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND', 'FLOW_STATE'],
});

const operated = () =>
  Type.Object({
    AccountId: Type.String({ ...notes('账号', 'Account'), minLength: 1, maxLength: 64 }),
    FlowId: flowId(),
    Reason: Type.String({
      ...notes('原因，会告知客户', 'The reason; the customer is told it'),
      minLength: 2,
      maxLength: 500,
    }),
  });

export const blockUVMSFlow = defineAction({
  name: 'BlockUVMSFlow',
  summary: {
    zh: '平台停用导航流程（协议 4.3.8）：不再发送，也不再接听呼入',
    en: 'Disables a flow for the operator (4.3.8): it is not sent and answers no calls',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: operated(),
  response: moved(),
  errors: ['FLOW_NOT_FOUND'],
});

export const liftUVMSFlowBlock = defineAction({
  name: 'LiftUVMSFlowBlock',
  summary: { zh: '解除平台对导航流程的停用', en: 'Lifts the operator’s block of a flow' },
  realm: 'operator',
  permission: 'ops:comply',
  request: operated(),
  response: moved(),
  errors: ['FLOW_NOT_FOUND'],
});
