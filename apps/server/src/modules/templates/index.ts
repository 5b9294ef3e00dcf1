export * from './rules.ts';
export { findTemplates, listTemplates, type StoredTemplate, saveTemplate } from './store.ts';
