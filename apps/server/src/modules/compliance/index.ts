export * from './list-store.ts';
export * from './narrowing-rules.ts';
export {
  insertNarrowing,
  liftNarrowing,
  listNarrowings,
  type NarrowingOrder,
  standingNarrowings,
} from './narrowing-store.ts';
export { findRefusals, refuse } from './store.ts';
