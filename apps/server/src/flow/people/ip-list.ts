import { HeraldError } from '@herald/contract';
import { badEntry } from '../../platform/ip-allow-list.ts';

/** An allow-list as it was given: `any` alone lifts the restriction. */
export function readIpList(entries: readonly string[]): readonly string[] {
  if (entries.length === 1 && entries[0] === 'any') return [];
  const entry = badEntry(entries);
  if (entry !== undefined) throw new HeraldError('IP_LIST_INVALID', { entry });
  return [...new Set(entries)];
}
