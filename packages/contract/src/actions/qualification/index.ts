import { downloadUVMSFile, uploadUVMSFile } from './files.ts';

/** Who the customer is: real name, enterprise, materials, apps, capabilities; and files. */
export const QUALIFICATION_ACTIONS = {
  UploadUVMSFile: uploadUVMSFile,
  DownloadUVMSFile: downloadUVMSFile,
} as const;
