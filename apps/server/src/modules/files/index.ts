export * from './rules.ts';
export {
  beginFile,
  type FileKey,
  fileKeyContext,
  fileNameContext,
  findFile,
  finishFile,
  forgetFile,
  giveUpFile,
  giveUpFilesOf,
  giveUpIdleFiles,
  giveUpOldMaterials,
  giveUpOldRecordings,
  giveUpUsed,
  releaseFile,
  type StoredFile,
  useFile,
} from './store.ts';
