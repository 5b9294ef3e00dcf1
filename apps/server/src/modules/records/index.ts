export { MOST_COUNTED, type RecordFilter, type SendRecord, searchRecords } from './store.ts';
