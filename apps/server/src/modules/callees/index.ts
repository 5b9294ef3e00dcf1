export * from './proof-store.ts';
export * from './rules.ts';
export * from './test-store.ts';
