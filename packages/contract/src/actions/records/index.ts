import { downloadUVMSArchive, listUVMSArchives } from './archives.ts';
import { listUVMSReceiptPushes, queryUVMSReceiptPush, resendUVMSReceipts } from './receipt-pushes.ts';
import { exportUVMSSendRecords, getUVMSSendStatistics } from './statistics.ts';

/** Statistics and files of what was sent; the push of receipts. */
export const RECORD_ACTIONS = {
  GetUVMSSendStatistics: getUVMSSendStatistics,
  ExportUVMSSendRecords: exportUVMSSendRecords,
  ListUVMSReceiptPushes: listUVMSReceiptPushes,
  QueryUVMSReceiptPush: queryUVMSReceiptPush,
  ResendUVMSReceipts: resendUVMSReceipts,
  ListUVMSArchives: listUVMSArchives,
  DownloadUVMSArchive: downloadUVMSArchive,
} as const;
