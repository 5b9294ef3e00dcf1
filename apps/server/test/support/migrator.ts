import { connectDb } from '../../src/platform/db.ts';
import { migrate } from '../../src/platform/migrate.ts';

/** A process that migrates a database and ends: socket directory, database, now. */
const [socketDir = '', database = '', now = ''] = process.argv.slice(2);
const sql = connectDb({ socketDir, database }, { name: 'migrator', max: 1 });
await migrate(sql, Number(now));
await sql.end();
process.disconnect?.();
