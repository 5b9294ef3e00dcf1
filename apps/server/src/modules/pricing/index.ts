export * from './rules.ts';
export { pricesInForce, publishPriceBook } from './store.ts';
