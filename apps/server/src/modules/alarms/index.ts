export {
  type Alarm,
  type Crossing,
  crossings,
  deleteAlarm,
  listAlarms,
  noteCrossing,
  saveAlarm,
} from './store.ts';
