import { bindUVMSInboundFlow, listUVMSInboundCalls, listUVMSInboundRefusals } from './inbound.ts';
import { checkUVMSFlow, listUVMSFlows, queryUVMSFlow, tryUVMSFlow } from './read-flow.ts';
import {
  blockUVMSFlow,
  copyUVMSFlow,
  createUVMSFlow,
  deleteUVMSFlow,
  liftUVMSFlowBlock,
  submitUVMSFlow,
  updateUVMSFlow,
  withdrawUVMSFlow,
} from './write-flow.ts';

/** Flows by keys: what is said and done in a call, and calls that come in. */
export const FLOW_ACTIONS = {
  ListUVMSFlows: listUVMSFlows,
  QueryUVMSFlow: queryUVMSFlow,
  CheckUVMSFlow: checkUVMSFlow,
  TryUVMSFlow: tryUVMSFlow,
  CreateUVMSFlow: createUVMSFlow,
  UpdateUVMSFlow: updateUVMSFlow,
  SubmitUVMSFlow: submitUVMSFlow,
  WithdrawUVMSFlow: withdrawUVMSFlow,
  CopyUVMSFlow: copyUVMSFlow,
  DeleteUVMSFlow: deleteUVMSFlow,
  BlockUVMSFlow: blockUVMSFlow,
  LiftUVMSFlowBlock: liftUVMSFlowBlock,
  BindUVMSInboundFlow: bindUVMSInboundFlow,
  ListUVMSInboundCalls: listUVMSInboundCalls,
  ListUVMSInboundRefusals: listUVMSInboundRefusals,
} as const;
