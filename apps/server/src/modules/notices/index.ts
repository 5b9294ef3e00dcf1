export * from './announcement-store.ts';
export * from './contact-store.ts';
export * from './delivery-store.ts';
export * from './inbox-store.ts';
export * from './maintenance-store.ts';
export * from './rules.ts';
