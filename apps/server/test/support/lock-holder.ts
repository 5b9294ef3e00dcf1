import { lockDataDir } from '../../src/platform/run-dir.ts';

/** A process that takes a data directory and holds it until it is killed, or its parent is gone. */
const unlock = await lockDataDir(process.argv[2] as string);
process.send?.({ held: unlock !== undefined });
process.once('disconnect', () => process.exit());
