import { answerUVMSComplaint, queryUVMSComplaints } from './customer.ts';
import {
  assignUVMSComplaint,
  closeUVMSComplaint,
  createUVMSComplaint,
  forwardUVMSComplaint,
  importUVMSComplaints,
  listUVMSComplaints,
  tellUVMSComplainant,
} from './desk.ts';
import { getUVMSComplaintRates } from './rates.ts';
import {
  createUVMSComplaintThreshold,
  deleteUVMSComplaintThreshold,
  listUVMSComplaintThresholds,
  listUVMSThresholdActs,
  updateUVMSComplaintThreshold,
} from './thresholds.ts';

/** Complaints of callees: the operator's desk, and the customer's answer. */
export const COMPLAINT_ACTIONS = {
  CreateUVMSComplaint: createUVMSComplaint,
  ImportUVMSComplaints: importUVMSComplaints,
  ListUVMSComplaints: listUVMSComplaints,
  AssignUVMSComplaint: assignUVMSComplaint,
  ForwardUVMSComplaint: forwardUVMSComplaint,
  CloseUVMSComplaint: closeUVMSComplaint,
  TellUVMSComplainant: tellUVMSComplainant,
  GetUVMSComplaintRates: getUVMSComplaintRates,
  CreateUVMSComplaintThreshold: createUVMSComplaintThreshold,
  UpdateUVMSComplaintThreshold: updateUVMSComplaintThreshold,
  DeleteUVMSComplaintThreshold: deleteUVMSComplaintThreshold,
  ListUVMSComplaintThresholds: listUVMSComplaintThresholds,
  ListUVMSThresholdActs: listUVMSThresholdActs,
  QueryUVMSComplaints: queryUVMSComplaints,
  AnswerUVMSComplaint: answerUVMSComplaint,
} as const;
