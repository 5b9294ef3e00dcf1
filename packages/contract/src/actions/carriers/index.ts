import { setUVMSNumberLimits } from './number-limits.ts';
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

/** Trunks to carriers, and the limits of the numbers that are shown over them. */
export const CARRIER_ACTIONS = {
  CreateUVMSTrunk: createUVMSTrunk,
  UpdateUVMSTrunk: updateUVMSTrunk,
  ListUVMSTrunks: listUVMSTrunks,
  QueryUVMSTrunk: queryUVMSTrunk,
  EnableUVMSTrunk: enableUVMSTrunk,
  DisableUVMSTrunk: disableUVMSTrunk,
  DeleteUVMSTrunk: deleteUVMSTrunk,
  ListUVMSTrunkEvents: listUVMSTrunkEvents,
  SetUVMSNumberLimits: setUVMSNumberLimits,
} as const;
