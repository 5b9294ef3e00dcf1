import { queryUVMSOperatorIdentity, updateUVMSOperatorIdentity } from './operator-identity.ts';
import {
  importUVMSAgreement,
  listUVMSAgreementDrafts,
  listUVMSAgreementRefusals,
  publishUVMSAgreement,
  queryUVMSAgreementDraft,
  withdrawUVMSAgreementVersion,
} from './publish-agreement.ts';
import {
  diffUVMSAgreementVersions,
  getUVMSLivingAgreement,
  listUVMSAgreementVersions,
  queryUVMSAgreement,
} from './read-agreement.ts';
import {
  acceptUVMSAgreement,
  cancelUVMSAgreementRefusal,
  queryUVMSAgreementState,
  refuseUVMSAgreement,
} from './sign-agreement.ts';

/** The agreement, and the opening of the service. */
export const AGREEMENT_ACTIONS = {
  QueryUVMSAgreement: queryUVMSAgreement,
  ListUVMSAgreementVersions: listUVMSAgreementVersions,
  DiffUVMSAgreementVersions: diffUVMSAgreementVersions,
  GetUVMSLivingAgreement: getUVMSLivingAgreement,
  QueryUVMSAgreementState: queryUVMSAgreementState,
  AcceptUVMSAgreement: acceptUVMSAgreement,
  RefuseUVMSAgreement: refuseUVMSAgreement,
  CancelUVMSAgreementRefusal: cancelUVMSAgreementRefusal,
  ImportUVMSAgreement: importUVMSAgreement,
  PublishUVMSAgreement: publishUVMSAgreement,
  WithdrawUVMSAgreementVersion: withdrawUVMSAgreementVersion,
  ListUVMSAgreementDrafts: listUVMSAgreementDrafts,
  ListUVMSAgreementRefusals: listUVMSAgreementRefusals,
  QueryUVMSAgreementDraft: queryUVMSAgreementDraft,
  QueryUVMSOperatorIdentity: queryUVMSOperatorIdentity,
  UpdateUVMSOperatorIdentity: updateUVMSOperatorIdentity,
} as const;
