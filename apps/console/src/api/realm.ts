import { createContext, useContext } from 'react';
import type { Realm } from './call.ts';

/** Whose pages these are; the shell of each realm sets it. */
export const RealmContext = createContext<Realm>('customer');

export function useRealm(): Realm {
  return useContext(RealmContext);
}
