export * from './complaint-clock.ts';
export * from './complaint-rules.ts';
export * from './file-rows.ts';
export * from './store.ts';
