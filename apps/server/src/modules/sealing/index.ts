export * from './key-store.ts';
export * from './reseal-store.ts';
