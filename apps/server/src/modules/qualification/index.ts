export * from './app-store.ts';
export * from './history.ts';
export * from './rules.ts';
export * from './store.ts';
