export * from './rules.ts';
export { type NewReview, openReview } from './store.ts';
