import type { RequestOfAction, ResponseOfAction } from '../action.ts';
import { getBalance } from './get-balance.ts';
import { getUVMSMessage } from './get-uvms-message.ts';
import { getUVMSReceipt } from './get-uvms-receipt.ts';
import { getUVMSSendRecord } from './get-uvms-send-record.ts';
import { queryUVMSTemplate } from './query-uvms-template.ts';
import { queryUVMSReceiptUrl, updateUVMSReceiptUrl } from './receipt-url.ts';
import { sendUVMSMessage } from './send-uvms-message.ts';

/** Every Action by name: what the gateway serves, the OpenAPI document lists and the CLI calls. */
export const ACTIONS = {
  SendUVMSMessage: sendUVMSMessage,
  GetUVMSMessage: getUVMSMessage,
  GetUVMSSendRecord: getUVMSSendRecord,
  GetUVMSReceipt: getUVMSReceipt,
  UpdateUVMSReceiptUrl: updateUVMSReceiptUrl,
  QueryUVMSReceiptUrl: queryUVMSReceiptUrl,
  QueryUVMSTemplate: queryUVMSTemplate,
  GetBalance: getBalance,
} as const;

export type ActionName = keyof typeof ACTIONS;
export type RequestOf<Name extends ActionName> = RequestOfAction<(typeof ACTIONS)[Name]>;
export type ResponseOf<Name extends ActionName> = ResponseOfAction<(typeof ACTIONS)[Name]>;

/** Narrows a text from the wire to the name of an Action; `constructor` and its like are none. */
export function isActionName(text: string): text is ActionName {
  return Object.hasOwn(ACTIONS, text);
}
