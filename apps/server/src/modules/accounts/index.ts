export { createKeyCache } from './key-cache.ts';
export {
  type ApiKey,
  accountExists,
  accountsWithReceiptUrl,
  createAccount,
  createApiKey,
  createProject,
  findApiKey,
  findApiKeyOf,
  findProjects,
  grantCapability,
  type LockedAccount,
  lockAccounts,
  type ReceiptTarget,
  readAccounts,
  receiptTarget,
  setReceiptTarget,
} from './store.ts';
