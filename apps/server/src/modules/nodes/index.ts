export { extendLease, forgetSilentNodes, giveUpLease, listNodes, type NodeStatus } from './store.ts';
