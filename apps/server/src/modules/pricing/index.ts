export * from './rules.ts';
export {
  bookInForce,
  bookToCome,
  listPriceBooks,
  nextVersion,
  type PriceBook,
  pricesInForce,
  publishPriceBook,
  readPriceBook,
} from './store.ts';
