export {
  addTrunkEvent,
  lockTrunk,
  type NodeSight,
  retireTrunk,
  sightsOf,
  type TrunkCapacity,
  type TrunkEvent,
  type TrunkStatus,
  trunkCapacity,
  trunkHistory,
  trunkStatuses,
  turnTrunk,
} from './desk-store.ts';
export * from './health-rules.ts';
export {
  changeHealth,
  forgetTrunkMinutes,
  type JudgedTrunk,
  noteCallsEnded,
  noteProbes,
  type TrunkProbe,
  trunkFacts,
} from './health-store.ts';
export { deleteLeg, forgetLegs, insertLeg } from './leg-store.ts';
export * from './load-rules.ts';
export { noteRegistrations, type TrunkRegistration } from './registration-store.ts';
export * from './routing-rules.ts';
export * from './rules.ts';
export {
  calleePrefixOf,
  enabledRouting,
  enabledTrunks,
  findTrunk,
  lockTrunks,
  type NewTrunk,
  noteStarts,
  returnCalls,
  type StandingTrunk,
  saveTrunk,
  trunkPasswordContext,
} from './store.ts';
export {
  anyTestWaits,
  beginTrunkTest,
  endLostTests,
  endTrunkTest,
  eraseTest,
  findTrunkTest,
  insertTrunkTest,
  lockWaitingTests,
  type TrunkTest,
  testContext,
  testsOfMask,
  testsSince,
} from './test-store.ts';
