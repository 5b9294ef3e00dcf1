export { findRefusals, refuse } from './store.ts';
