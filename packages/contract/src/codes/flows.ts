import type { RetCodeRow } from '../ret-codes.ts';

/** 18956 and 18980–18999: flows by keys, and calls that come in. */
export const FLOW_CODES = {
  FLOW_NOT_FOUND: {
    code: 18980,
    source: 'api',
    retry: false,
    zh: '导航流程 {flowId} 不存在。请用 ListUVMSFlows 核对 FlowId。',
    en: 'There is no flow {flowId}. Check FlowId with ListUVMSFlows.',
  },
  FLOW_INVALID: {
    code: 18981,
    source: 'rules',
    retry: false,
    zh: '导航流程不符合规则：{problemZh}。请修改后重试；CheckUVMSFlow 可一次列出全部问题及所在节点。',
    en: 'The flow is against the rules: {problemEn}. Mend it and try again; CheckUVMSFlow lists everything at once, node by node.',
  },
  FLOW_STATE: {
    code: 18982,
    source: 'rules',
    retry: false,
    zh: '导航流程 {flowId} {stateZh}，不能{eventZh}。{remedyZh}。',
    en: 'Flow {flowId} is {stateEn} and cannot be {eventEn}. {remedyEn}.',
  },
  FLOWS_TOO_MANY: {
    code: 18983,
    source: 'rules',
    retry: false,
    zh: '账号的导航流程已达上限 {limit} 个。请删除不用的流程。',
    en: 'The account has {limit} flows, the most it may have. Delete those that are not needed.',
  },
  INBOUND_NUMBER_UNKNOWN: {
    code: 18984,
    source: 'api',
    retry: false,
    zh: '{number} 不是该账号可用的专享号码，不能绑定呼入流程。请核对号码，或先申请专享号码。',
    en: '{number} is not an active exclusive number of this account, so no flow can be bound to it. Check the number, or apply for one first.',
  },
  INBOUND_FLOW_UNFIT: {
    code: 18985,
    source: 'rules',
    retry: false,
    zh: '导航流程 {flowId} 不能用于呼入：{problemZh}。请修改后重新绑定。',
    en: 'Flow {flowId} cannot answer calls that come in: {problemEn}. Change it and bind it again.',
  },
  FLOW_TO_TRY: {
    code: 18956,
    source: 'api',
    retry: false,
    zh: '没有说明试走哪个流程，或说明了两个。请传流程内容 Flow 或已保存流程的 FlowId，二者只传其一。',
    en: 'No flow was given to try, or two. Give either Flow, the flow itself, or FlowId of one that is stored.',
  },
} as const satisfies Record<string, RetCodeRow>;
