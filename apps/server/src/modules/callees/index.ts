export * from './proof-store.ts';
export * from './rules.ts';
