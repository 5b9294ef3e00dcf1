export * from './rules.ts';
export {
  beginFile,
  type FileKey,
  findFile,
  finishFile,
  forgetFile,
  giveUpFile,
  giveUpIdleFiles,
  releaseFile,
  type StoredFile,
  useFile,
} from './store.ts';
