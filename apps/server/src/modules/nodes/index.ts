export { extendLease, forgetSilentNodes, giveUpLease } from './store.ts';
