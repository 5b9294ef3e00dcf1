export * from './cover.ts';
export * from './expiry.ts';
export * from './progress.ts';
export * from './queue.ts';
export * from './rules.ts';
export * from './store.ts';
