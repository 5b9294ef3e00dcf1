export * from './rules.ts';
export { type NewReview, openReview, withdrawReview } from './store.ts';
