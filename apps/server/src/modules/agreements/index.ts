export * from './clause-rules.ts';
export { type ClauseChange, diffClauses } from './diff.ts';
export { ENFORCEMENT, type Enforcement } from './enforcement.ts';
export { type ClauseProof, type Proofs, readProofs } from './proofs.ts';
export * from './rules.ts';
export {
  type Acceptance,
  countAnswers,
  dropRefusalsOf,
  findAcceptance,
  findRefusal,
  type HowAccepted,
  insertAcceptances,
  insertRefusal,
  listRefusals,
  type Refusal,
  takeBackRefusal,
} from './store.ts';
export { builtInClauses, hashOf, type OperatorIdentity, type Places, UNNAMED_OPERATOR } from './text.ts';
export {
  type AgreementVersion,
  clausesOf,
  findVersion,
  insertDraft,
  listVersions,
  lockVersions,
  markSettled,
  markTold,
  publishVersion,
  readIdentity,
  saveIdentity,
  takeUntold,
  toldPast,
  versionsNow,
  withdrawVersion,
} from './versions.ts';
