export * from './contact-store.ts';
export * from './delivery-store.ts';
export * from './inbox-store.ts';
export * from './rules.ts';
