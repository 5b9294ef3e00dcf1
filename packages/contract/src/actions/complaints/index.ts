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
  QueryUVMSComplaints: queryUVMSComplaints,
  AnswerUVMSComplaint: answerUVMSComplaint,
} as const;
