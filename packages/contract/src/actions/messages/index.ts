import { downloadUVMSSandboxSound } from './download-uvms-sandbox-sound.ts';
import { getBalance } from './get-balance.ts';
import { getUVMSMessage } from './get-uvms-message.ts';
import { getUVMSReceipt } from './get-uvms-receipt.ts';
import { getUVMSSendRecord } from './get-uvms-send-record.ts';
import { queryUVMSReceiptUrl, updateUVMSReceiptUrl } from './receipt-url.ts';
import { sendUVMSMessage } from './send-uvms-message.ts';

/** Sending, and what became of it. */
import {
  createUVMSTestCallee,
  deleteUVMSTestCallee,
  listUVMSTestCallees,
  verifyUVMSTestCallee,
} from './test-callees.ts';

export const MESSAGE_ACTIONS = {
  CreateUVMSTestCallee: createUVMSTestCallee,
  VerifyUVMSTestCallee: verifyUVMSTestCallee,
  ListUVMSTestCallees: listUVMSTestCallees,
  DeleteUVMSTestCallee: deleteUVMSTestCallee,
  SendUVMSMessage: sendUVMSMessage,
  GetUVMSMessage: getUVMSMessage,
  DownloadUVMSSandboxSound: downloadUVMSSandboxSound,
  GetUVMSSendRecord: getUVMSSendRecord,
  GetUVMSReceipt: getUVMSReceipt,
  UpdateUVMSReceiptUrl: updateUVMSReceiptUrl,
  QueryUVMSReceiptUrl: queryUVMSReceiptUrl,
  GetBalance: getBalance,
} as const;
