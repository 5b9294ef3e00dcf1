import {
  createUVMSApp,
  deleteUVMSApp,
  queryUVMSApp,
  reportUVMSAppLeak,
  resetUVMSAppSecret,
  updateUVMSApp,
  updateUVMSAppStatus,
  withdrawUVMSApp,
} from './apps.ts';
import { applyUVMSCapability, queryUVMSCapability, withdrawUVMSCapability } from './capabilities.ts';
import {
  getUVMSEnterprise,
  submitUVMSEnterprise,
  updateUVMSEnterprise,
  withdrawUVMSEnterprise,
} from './enterprise.ts';
import { downloadUVMSFile, uploadUVMSFile } from './files.ts';
import { downloadUVMSSampleLetter } from './letters.ts';
import {
  downloadUVMSReviewFile,
  exportUVMSRealNameFile,
  revokeUVMSCapability,
  revokeUVMSEnterprise,
} from './operator.ts';
import { getRealName, submitRealName, withdrawRealName } from './real-name.ts';

/** Who the customer is: real name, enterprise, materials, apps, capabilities; and files. */
export const QUALIFICATION_ACTIONS = {
  UploadUVMSFile: uploadUVMSFile,
  DownloadUVMSFile: downloadUVMSFile,
  SubmitRealName: submitRealName,
  WithdrawRealName: withdrawRealName,
  GetRealName: getRealName,
  UpdateUVMSEnterprise: updateUVMSEnterprise,
  SubmitUVMSEnterprise: submitUVMSEnterprise,
  WithdrawUVMSEnterprise: withdrawUVMSEnterprise,
  GetUVMSEnterprise: getUVMSEnterprise,
  CreateUVMSApp: createUVMSApp,
  UpdateUVMSApp: updateUVMSApp,
  WithdrawUVMSApp: withdrawUVMSApp,
  QueryUVMSApp: queryUVMSApp,
  ResetUVMSAppSecret: resetUVMSAppSecret,
  UpdateUVMSAppStatus: updateUVMSAppStatus,
  ReportUVMSAppLeak: reportUVMSAppLeak,
  DeleteUVMSApp: deleteUVMSApp,
  ApplyUVMSCapability: applyUVMSCapability,
  WithdrawUVMSCapability: withdrawUVMSCapability,
  QueryUVMSCapability: queryUVMSCapability,
  DownloadUVMSSampleLetter: downloadUVMSSampleLetter,
  DownloadUVMSReviewFile: downloadUVMSReviewFile,
  RevokeUVMSEnterprise: revokeUVMSEnterprise,
  RevokeUVMSCapability: revokeUVMSCapability,
  ExportUVMSRealNameFile: exportUVMSRealNameFile,
} as const;
