export { detailOf } from './rules.ts';
export {
  addRecord,
  type ChainedRecord,
  type ChainHead,
  chainHash,
  chainsWithoutHead,
  findHead,
  headText,
  listHeads,
  listRecords,
  type NewRecord,
  NOTHING_BEFORE,
  type RecordQuery,
  readChain,
} from './store.ts';
