import {
  disableUVMSDestination,
  enableUVMSDestination,
  listUVMSDestinations,
  queryUVMSSpendLimits,
  updateUVMSSpendLimits,
} from './destinations.ts';
import { createUVMSNarrowing, liftUVMSNarrowing, listUVMSNarrowings } from './narrowings.ts';
import { setUVMSNumberLimits } from './number-limits.ts';
import { queryUVMSTrunkTest, testUVMSTrunk } from './tests.ts';
import {
  createUVMSTrunk,
  deleteUVMSTrunk,
  disableUVMSTrunk,
  enableUVMSTrunk,
  listUVMSTrunkEvents,
  listUVMSTrunks,
  queryUVMSTrunk,
  updateUVMSTrunk,
} from './trunks.ts';

/** Trunks to carriers, limits of numbers shown, destinations abroad, and what the operator narrows. */
export const CARRIER_ACTIONS = {
  CreateUVMSTrunk: createUVMSTrunk,
  UpdateUVMSTrunk: updateUVMSTrunk,
  ListUVMSTrunks: listUVMSTrunks,
  QueryUVMSTrunk: queryUVMSTrunk,
  EnableUVMSTrunk: enableUVMSTrunk,
  DisableUVMSTrunk: disableUVMSTrunk,
  DeleteUVMSTrunk: deleteUVMSTrunk,
  ListUVMSTrunkEvents: listUVMSTrunkEvents,
  TestUVMSTrunk: testUVMSTrunk,
  QueryUVMSTrunkTest: queryUVMSTrunkTest,
  SetUVMSNumberLimits: setUVMSNumberLimits,
  ListUVMSDestinations: listUVMSDestinations,
  EnableUVMSDestination: enableUVMSDestination,
  DisableUVMSDestination: disableUVMSDestination,
  QueryUVMSSpendLimits: queryUVMSSpendLimits,
  UpdateUVMSSpendLimits: updateUVMSSpendLimits,
  CreateUVMSNarrowing: createUVMSNarrowing,
  LiftUVMSNarrowing: liftUVMSNarrowing,
  ListUVMSNarrowings: listUVMSNarrowings,
} as const;
