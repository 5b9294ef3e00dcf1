import {
  cancelUVMSTask,
  checkUVMSTask,
  deleteUVMSTask,
  pauseUVMSTask,
  resumeUVMSTask,
  startUVMSTask,
} from './change.ts';
import { copyUVMSTask, createUVMSTask, previewUVMSTaskList } from './create.ts';
import {
  exportUVMSTask,
  getUVMSTask,
  getUVMSTaskSample,
  listUVMSTaskFaults,
  listUVMSTaskRows,
  queryUVMSTask,
  watchUVMSTask,
} from './read.ts';

/** Bulk sending. */
export const TASK_ACTIONS = {
  PreviewUVMSTaskList: previewUVMSTaskList,
  CreateUVMSTask: createUVMSTask,
  QueryUVMSTask: queryUVMSTask,
  GetUVMSTask: getUVMSTask,
  CheckUVMSTask: checkUVMSTask,
  StartUVMSTask: startUVMSTask,
  PauseUVMSTask: pauseUVMSTask,
  ResumeUVMSTask: resumeUVMSTask,
  CancelUVMSTask: cancelUVMSTask,
  CopyUVMSTask: copyUVMSTask,
  DeleteUVMSTask: deleteUVMSTask,
  ListUVMSTaskRows: listUVMSTaskRows,
  ListUVMSTaskFaults: listUVMSTaskFaults,
  ExportUVMSTask: exportUVMSTask,
  GetUVMSTaskSample: getUVMSTaskSample,
  WatchUVMSTask: watchUVMSTask,
} as const;
