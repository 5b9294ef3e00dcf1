export * from './complaint-rules.ts';
export * from './file-rules.ts';
export * from './store.ts';
