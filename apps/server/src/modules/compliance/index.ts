export * from './list-store.ts';
export * from './narrowing-rules.ts';
export {
  insertNarrowing,
  liftNarrowing,
  listNarrowings,
  type NarrowingOrder,
  standingNarrowings,
} from './narrowing-store.ts';
export * from './registry-rows.ts';
export * from './registry-store.ts';
export * from './sample-rules.ts';
export * from './sample-store.ts';
export { BY_CALLEE, findRefusals, refusalsOf, refuse, takeBackRefusal } from './store.ts';
