import { inspectUVMSAccount, listUVMSAccountRecords, listUVMSAccounts } from './accounts.ts';
import { getUVMSSystemHealth } from './system-health.ts';

/** What the operator's staff look at: customers one by one, and the platform as a whole. */
export const DESK_ACTIONS = {
  ListUVMSAccounts: listUVMSAccounts,
  InspectUVMSAccount: inspectUVMSAccount,
  ListUVMSAccountRecords: listUVMSAccountRecords,
  GetUVMSSystemHealth: getUVMSSystemHealth,
} as const;
