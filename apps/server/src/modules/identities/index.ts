export {
  type AttemptSubject,
  clearAttempts,
  forgetAttempts,
  giveBackAttempt,
  takeAttempt,
} from './attempts.ts';
export {
  findOidcSubject,
  forgetOidcLogins,
  insertOidcLogin,
  linkOidcSubject,
  oidcChecksContext,
  takeOidcLogin,
} from './oidc-logins.ts';
export { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
export {
  deleteProof,
  deleteProofsOf,
  forgetProofs,
  hasLink,
  insertProof,
  type MailProof,
  proofPayloadContext,
  renewCode,
  takeLink,
  tryCode,
} from './proofs.ts';
export * from './rules.ts';
export {
  countRecoveryCodes,
  otpauthUri,
  removeTotp,
  renewRecoveryCodes,
  setTotpOn,
  startTotp,
  takeTotp,
  totpCode,
  totpContext,
  useRecoveryCode,
} from './second-factor.ts';
export {
  endSession,
  endSessions,
  findSession,
  forgetSessions,
  isKnownMachine,
  isNewDevice,
  listSessions,
  newToken,
  noteSessionUse,
  openSession,
} from './sessions.ts';
export {
  createIdentity,
  deleteIdentity,
  findIdentityByEmail,
  holdPassword,
  type Identity,
  identitiesOfAddress,
  identityEmailContext,
  identityNameContext,
  readIdentities,
  rehashPassword,
  setPassword,
} from './store.ts';
