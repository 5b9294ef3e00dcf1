import type { HandlerDeps } from '../deps.ts';

/** What the handlers of notices work with. */
export type NoticeDeps = Pick<
  HandlerDeps,
  'sql' | 'vault' | 'clock' | 'random' | 'newId' | 'jobs' | 'smsAvailable' | 'sandboxSounds'
>;
