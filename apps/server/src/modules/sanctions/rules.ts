/** The ladder, from the lightest to the hardest. */
export const SANCTION_KINDS = [
  'warning',
  'restriction',
  'app-offline',
  'app-deletion',
  'suspension',
  'termination',
] as const;
export type SanctionKind = (typeof SANCTION_KINDS)[number];

/** What of a sanction makes it stand or not. */
export interface Standing {
  kind: SanctionKind;
  liftedAt: Date | null;
  until: Date | null;
}

export const stands = ({ liftedAt }: Pick<Standing, 'liftedAt'>): boolean => liftedAt === null;

export type SanctionFault =
  | 'app-missing'
  | 'app-needless'
  | 'capabilities-missing'
  | 'capabilities-needless'
  | 'until';

/**
 * What is wrong with a sanction that somebody wants to impose: each kind says what it is about, and nothing else.
 * @param now ms
 */
export function sanctionFault(
  asked: { kind: SanctionKind; appId: string; capabilities: readonly string[]; until: Date | undefined },
  now: number,
): SanctionFault | undefined {
  const { kind, appId, capabilities, until } = asked;
  const ofApp = kind === 'app-offline' || kind === 'app-deletion';
  if (ofApp !== (appId !== '')) return ofApp ? 'app-missing' : 'app-needless';
  const restricts = kind === 'restriction';
  if (restricts !== capabilities.length > 0)
    return restricts ? 'capabilities-missing' : 'capabilities-needless';
  // What is deleted or ended does not come back by itself; a warning takes nothing away.
  const mayEnd = kind === 'restriction' || kind === 'app-offline' || kind === 'suspension';
  if (until && (!mayEnd || until.getTime() <= now)) return 'until';
  return undefined;
}

/** Kinds that cannot be undone: what is gone stays gone. A lifted termination would be a new agreement. */
export const isFinal = (kind: SanctionKind): boolean => kind === 'app-deletion' || kind === 'termination';
