export * from './draft-rules.ts';
export { countApprovals, type HistoryEntry, listChanges, recordChange, rejectedContents } from './history.ts';
export { approvedContents } from './past-contents.ts';
export * from './recording-rules.ts';
export * from './review-rules.ts';
export * from './rules.ts';
export { findSound, forgetSounds, insertSound, lockSounds, type SoundKey } from './sounds.ts';
export * from './state-rules.ts';
export {
  deleteTemplate,
  draftOf,
  findSendable,
  findTemplates,
  insertDraft,
  listTemplates,
  lockTemplate,
  moveTemplate,
  type StoredTemplate,
  saveTemplate,
  type TemplateKey,
  updateDraft,
} from './store.ts';
export { dropTail, listTails, setTail } from './tails.ts';
export { TEST_TEMPLATES, testTemplate } from './test-templates.ts';
