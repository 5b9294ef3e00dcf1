/** Answers that are no longer so when a flow has changed. */
export const FLOW_STALE = ['ListUVMSFlows', 'QueryUVMSFlow'] as const;
