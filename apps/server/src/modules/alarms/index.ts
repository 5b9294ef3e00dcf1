export {
  endShortfall,
  listShortfalls,
  markShortfallTold,
  noteShortfalls,
  type Shortfall,
} from './shortfall-store.ts';
export {
  type Alarm,
  type Crossing,
  crossings,
  deleteAlarm,
  listAlarms,
  noteCrossing,
  saveAlarm,
} from './store.ts';
