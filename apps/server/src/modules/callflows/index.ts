export {
  bindFlow,
  boundFlow,
  callerContext,
  countRefusals,
  type InboundRecord,
  inboundFlowContext,
  insertInbound,
  listInbound,
  unbindFlow,
} from './inbound-store.ts';
export * from './rules.ts';
export {
  approveVersion,
  blockFlow,
  deleteFlow,
  type FlowDraft,
  type FlowKey,
  type FlowVersion,
  findFlow,
  findLiveFlows,
  insertFlow,
  listFlows,
  listVersions,
  lockFlow,
  moveFlow,
  type StoredFlow,
  updateFlow,
} from './store.ts';
