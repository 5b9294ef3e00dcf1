export {
  type ApiKey,
  createApiKey,
  deleteApiKey,
  deleteApiKeysOf,
  findApiKey,
  findApiKeyOf,
  findLeakReport,
  type ListedKey,
  listApiKeys,
  lockApiKey,
  noteKeyUse,
  resetApiKey,
  updateApiKey,
} from './api-keys.ts';
export { type AccountView, findAccount, searchAccounts } from './desk-store.ts';
export {
  activateMember,
  activeMembers,
  deleteMember,
  findMember,
  findMemberOf,
  hasMember,
  insertMember,
  listMembers,
  type Member,
  type MemberAccess,
  updateMember,
} from './members.ts';
export { createProject, findProjects, listProjects, type Project, renameProject } from './projects.ts';
export * from './rules.ts';
export {
  accountsEnded,
  accountsUnderAgreement,
  advanceAccounts,
  anyBehind,
  findServiceTerm,
  openServiceTerm,
  type ServiceTerm,
  setServiceEnd,
} from './service-term.ts';
export * from './standing-store.ts';
export {
  accountExists,
  accountNames,
  accountOpenedAt,
  accountsAfter,
  accountsWithReceiptUrl,
  createAccount,
  findAccountName,
  grantCapability,
  type LockedAccount,
  listCapabilities,
  lockAccounts,
  type ReceiptTarget,
  readAccounts,
  readSecuritySettings,
  receiptTarget,
  revokeCapability,
  type SecuritySettings,
  saveSecuritySettings,
  setEnterpriseApproved,
  setReceiptTarget,
} from './store.ts';
