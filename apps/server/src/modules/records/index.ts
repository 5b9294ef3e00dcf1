export {
  ARCHIVED,
  type Archive,
  type Archived,
  anyUnderWay,
  beginArchive,
  dropMonth,
  findArchive,
  finishArchive,
  listArchives,
  partitionedMonths,
  readPartition,
} from './archive-store.ts';
export { isWhole, MOST_COUNTED } from './count-store.ts';
export { EVERY_RECORD, type RecordFilter } from './filter-store.ts';
export {
  accountsToCount,
  answeredOfAll,
  type CountedDay,
  countedDays,
  countSends,
  DIMENSIONS,
  type Dimension,
  readCounts,
  type SendCount,
  writeDay,
} from './stats-store.ts';
export { type RecordPage, recordsAfter, type SendRecord, searchRecords } from './store.ts';
