export * from './erasure-store.ts';
