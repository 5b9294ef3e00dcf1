import type { HandlerDeps } from '../deps.ts';

/** What handlers of money work with. */
export type MoneyDeps = Pick<
  HandlerDeps,
  'sql' | 'vault' | 'clock' | 'random' | 'newId' | 'limits' | 'jobs' | 'providers' | 'publicUrl'
>;
