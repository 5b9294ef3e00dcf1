import { HeraldError } from '@herald/contract';
import {
  isWhole,
  MOST_COUNTED,
  type RecordPage,
  type SendRecord,
  searchRecords,
} from '../../modules/records/index.ts';
import { type Sql, sqlState } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

/** A search that finds little reads all of its span; it is given up before its caller gives up. */
const LONGEST_SEARCH = '10s';
const QUERY_CANCELLED = '57014';

/**
 * One page of send records; `total` is exact up to 100,000, and pages end there.
 * @throws HeraldError RECORD_PAGE_TOO_DEEP, RECORD_SEARCH_TOO_WIDE
 */
export async function findRecords(
  sql: Sql,
  filter: RecordPage,
): Promise<{ total: number; records: SendRecord[] }> {
  if (filter.offset >= MOST_COUNTED) throw new HeraldError('RECORD_PAGE_TOO_DEEP', { most: MOST_COUNTED });
  // What walks nothing needs no bound of its own, and so no transaction.
  if (isWhole(filter)) return await searchRecords(sql, filter);
  try {
    return await inTransaction(sql, async (tx) => {
      // Asked together, one behind the other on one connection: what follows is under the bound.
      const [, found] = await Promise.all([
        tx`SELECT set_config('statement_timeout', ${LONGEST_SEARCH}, true)`,
        searchRecords(tx, filter),
      ]);
      return found;
    });
  } catch (error) {
    if (sqlState(error) === QUERY_CANCELLED) throw new HeraldError('RECORD_SEARCH_TOO_WIDE');
    throw error;
  }
}
