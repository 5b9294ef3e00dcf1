/** The ladder, from the lightest to the hardest. */
export const SANCTION_KINDS = [
  'warning',
  'restriction',
  'template-block',
  'number-pause',
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

/** What of a restriction is counted: the most sends in 60 s, and in a day. */
export interface Caps {
  perMinute?: number | undefined;
  perDay?: number | undefined;
}

export type SanctionFault =
  | 'app-missing'
  | 'app-needless'
  | 'target-missing'
  | 'target-needless'
  | 'restriction-missing'
  | 'restriction-needless'
  | 'until';

const OF_APP: readonly SanctionKind[] = ['app-offline', 'app-deletion'];
const OF_TARGET: readonly SanctionKind[] = ['template-block', 'number-pause'];
/** What is deleted or ended does not come back by itself; a warning takes nothing away. */
const MAY_END: readonly SanctionKind[] = [
  'restriction',
  'template-block',
  'number-pause',
  'app-offline',
  'suspension',
];

/**
 * What is wrong with a sanction that somebody wants to impose: each kind says what it is about, and nothing else.
 * @param now ms
 */
export function sanctionFault(
  asked: {
    kind: SanctionKind;
    appId: string;
    targetId: string;
    capabilities: readonly string[];
    until: Date | undefined;
  } & Caps,
  now: number,
): SanctionFault | undefined {
  const { kind, appId, targetId, capabilities, perMinute, perDay, until } = asked;
  const ofApp = OF_APP.includes(kind);
  if (ofApp !== (appId !== '')) return ofApp ? 'app-missing' : 'app-needless';
  const ofTarget = OF_TARGET.includes(kind);
  if (ofTarget !== (targetId !== '')) return ofTarget ? 'target-missing' : 'target-needless';
  const restricts = kind === 'restriction';
  const restricted = capabilities.length > 0 || perMinute !== undefined || perDay !== undefined;
  if (restricts !== restricted) return restricts ? 'restriction-missing' : 'restriction-needless';
  if (until && (!MAY_END.includes(kind) || until.getTime() <= now)) return 'until';
  return undefined;
}

/** Kinds that cannot be undone: what is gone stays gone. A lifted termination would be a new agreement. */
export const isFinal = (kind: SanctionKind): boolean => kind === 'app-deletion' || kind === 'termination';
