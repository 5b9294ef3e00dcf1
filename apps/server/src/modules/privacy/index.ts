export * from './consent-store.ts';
export * from './erasure-store.ts';
export * from './own-store.ts';
export * from './retention-store.ts';
