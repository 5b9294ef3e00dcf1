export * from './complaint-clock.ts';
export * from './complaint-rules.ts';
export * from './file-rows.ts';
export * from './message-store.ts';
export * from './rate-store.ts';
export * from './store.ts';
export * from './threshold-rules.ts';
export * from './threshold-store.ts';
