import {
  applyUVMSNumber,
  cancelUVMSNumberApplication,
  orderUVMSNumbers,
  queryUVMSNumberApplications,
  submitUVMSNumberApplication,
  updateUVMSNumberApplication,
  withdrawUVMSNumberApplication,
} from './applications.ts';
import {
  answerUVMSNumberApplication,
  closeUVMSNumberApplication,
  deliverUVMSNumbers,
  exportUVMSNumberApplication,
  importUVMSPoolNumbers,
  listUVMSNumberApplications,
  listUVMSNumbers,
  pauseUVMSNumber,
  resumeUVMSNumber,
} from './desk.ts';
import {
  cancelUVMSNumber,
  listUVMSNumberHistory,
  queryUVMSNumbers,
  renewUVMSNumber,
  updateUVMSNumber,
  withdrawUVMSNumberCancellation,
} from './numbers.ts';

/** Numbers of one's own: applications, numbers, renewal, giving up; the operator's desk and pool. */
export const NUMBER_ACTIONS = {
  ApplyUVMSNumber: applyUVMSNumber,
  UpdateUVMSNumberApplication: updateUVMSNumberApplication,
  SubmitUVMSNumberApplication: submitUVMSNumberApplication,
  WithdrawUVMSNumberApplication: withdrawUVMSNumberApplication,
  CancelUVMSNumberApplication: cancelUVMSNumberApplication,
  QueryUVMSNumberApplications: queryUVMSNumberApplications,
  OrderUVMSNumbers: orderUVMSNumbers,
  QueryUVMSNumbers: queryUVMSNumbers,
  ListUVMSNumberHistory: listUVMSNumberHistory,
  UpdateUVMSNumber: updateUVMSNumber,
  RenewUVMSNumber: renewUVMSNumber,
  CancelUVMSNumber: cancelUVMSNumber,
  WithdrawUVMSNumberCancellation: withdrawUVMSNumberCancellation,
  ListUVMSNumberApplications: listUVMSNumberApplications,
  ExportUVMSNumberApplication: exportUVMSNumberApplication,
  AnswerUVMSNumberApplication: answerUVMSNumberApplication,
  CloseUVMSNumberApplication: closeUVMSNumberApplication,
  DeliverUVMSNumbers: deliverUVMSNumbers,
  ImportUVMSPoolNumbers: importUVMSPoolNumbers,
  ListUVMSNumbers: listUVMSNumbers,
  PauseUVMSNumber: pauseUVMSNumber,
  ResumeUVMSNumber: resumeUVMSNumber,
} as const;
