import { downloadUVMSArchive, listUVMSArchives } from './archives.ts';
import { listUVMSReceiptPushes, queryUVMSReceiptPush, resendUVMSReceipts } from './receipt-pushes.ts';
import { exportUVMSSendRecords, exportUVMSSendStatistics, getUVMSSendStatistics } from './statistics.ts';

/** Statistics and files of what was sent; the push of receipts. */
export const RECORD_ACTIONS = {
  GetUVMSSendStatistics: getUVMSSendStatistics,
  ExportUVMSSendStatistics: exportUVMSSendStatistics,
  ExportUVMSSendRecords: exportUVMSSendRecords,
  ListUVMSReceiptPushes: listUVMSReceiptPushes,
  QueryUVMSReceiptPush: queryUVMSReceiptPush,
  ResendUVMSReceipts: resendUVMSReceipts,
  ListUVMSArchives: listUVMSArchives,
  DownloadUVMSArchive: downloadUVMSArchive,
} as const;
