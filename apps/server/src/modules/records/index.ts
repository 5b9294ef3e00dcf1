export { type RecordFilter, type SendRecord, searchRecords } from './store.ts';
