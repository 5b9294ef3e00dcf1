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

/** Complaints of callees: the operator's desk, and the customer's answer. */
export const COMPLAINT_ACTIONS = {
  CreateUVMSComplaint: createUVMSComplaint,
  ImportUVMSComplaints: importUVMSComplaints,
  ListUVMSComplaints: listUVMSComplaints,
  AssignUVMSComplaint: assignUVMSComplaint,
  ForwardUVMSComplaint: forwardUVMSComplaint,
  CloseUVMSComplaint: closeUVMSComplaint,
  TellUVMSComplainant: tellUVMSComplainant,
  QueryUVMSComplaints: queryUVMSComplaints,
  AnswerUVMSComplaint: answerUVMSComplaint,
} as const;
