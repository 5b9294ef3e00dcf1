import {
  createAccessKey,
  deleteAccessKey,
  listAccessKeys,
  reportLeakedAccessKey,
  resetAccessKey,
  updateAccessKey,
} from './access-keys.ts';
import { login, logout, operatorLogin, requestPasswordReset, resetPassword } from './log-in.ts';
import {
  changePassword,
  confirmTotp,
  disableTotp,
  endOtherSessions,
  endSession,
  enrolTotp,
  getMe,
  listSessions,
  renewRecoveryCodes,
} from './me.ts';
import { acceptInvitation, inviteMember, listMembers, removeMember, updateMember } from './members.ts';
import { beginOidcLogin, finishOidcLogin } from './oidc.ts';
import {
  inviteOperator,
  listOperators,
  listStaffNames,
  removeOperator,
  updateOperator,
} from './operators.ts';
import { createProject, listProjects, updateProject } from './projects.ts';
import { register, resendEmailCode, verifyEmail } from './register.ts';
import { getSecuritySettings, updateSecuritySettings } from './security.ts';

/** Accounts, members, logging in, API keys. */
export const ACCOUNT_ACTIONS = {
  Register: register,
  ResendEmailCode: resendEmailCode,
  VerifyEmail: verifyEmail,
  Login: login,
  OperatorLogin: operatorLogin,
  BeginOidcLogin: beginOidcLogin,
  FinishOidcLogin: finishOidcLogin,
  Logout: logout,
  RequestPasswordReset: requestPasswordReset,
  ResetPassword: resetPassword,
  AcceptInvitation: acceptInvitation,
  GetMe: getMe,
  ListSessions: listSessions,
  EndSession: endSession,
  EndOtherSessions: endOtherSessions,
  ChangePassword: changePassword,
  EnrolTotp: enrolTotp,
  ConfirmTotp: confirmTotp,
  DisableTotp: disableTotp,
  RenewRecoveryCodes: renewRecoveryCodes,
  InviteMember: inviteMember,
  ListMembers: listMembers,
  UpdateMember: updateMember,
  RemoveMember: removeMember,
  CreateProject: createProject,
  ListProjects: listProjects,
  UpdateProject: updateProject,
  CreateAccessKey: createAccessKey,
  ListAccessKeys: listAccessKeys,
  UpdateAccessKey: updateAccessKey,
  ResetAccessKey: resetAccessKey,
  DeleteAccessKey: deleteAccessKey,
  ReportLeakedAccessKey: reportLeakedAccessKey,
  GetSecuritySettings: getSecuritySettings,
  UpdateSecuritySettings: updateSecuritySettings,
  InviteOperator: inviteOperator,
  ListOperators: listOperators,
  ListStaffNames: listStaffNames,
  UpdateOperator: updateOperator,
  RemoveOperator: removeOperator,
} as const;
